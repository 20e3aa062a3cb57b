"""Enter what a kept scan found where PV-6 and PV-7 are reckoned: fields with personal data, and what rules leave.

A field that nobody listed enters the field inventory with its need unknown, for only a person can say whether it is
needed; a count enters beside its rule, and claims no deletion. Both name the scan. A later scan of the same source
takes their place, from its day on; what a person listed or reviewed is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson

from tonetop.core.facts import Facts, Row
from tonetop.records import clock, intake, write
from tonetop.records.happening import tell
from tonetop.records.scans import DONE, KeptScan
from tonetop.records.write import By, Change
from tonetop.work.assess import assess
from tonetop.work.declared_found import held_kinds
from tonetop.work.found_assets import category
from tonetop.work.revised import New, new, next_refs, revised, standing
from tonetop.work.sayings import corrections
from tonetop.work.scan_declared import awaits_word

FIELD, COUNT = "FieldInventory", "RetentionCount"
LONGEST = 300
"""Signs of a field's name, so that it is an id with its system."""
Plain = dict[str, Any]


def enter(row: KeptScan, by: By) -> None:
    """Enter what a scan found, within the caller's transaction; nothing where no registered system stands for it."""
    facts = assess().facts
    changes = [*_counts(facts, row)]
    system = _system(facts, row)
    if system:
        changes += _fields(facts, row, system)
    write.save_all(changes, by, because=f"scan {row.pk} of {row.source}")


def told_of_it(row: KeptScan, by: By) -> None:
    """Tell the ledger that a scan was kept, with the hash of what it found."""
    found = row.found
    data = {
        "source": row.source,
        "assets": len(found["assets"]),
        "rows": sum(one["rows_scanned"] for one in found["assets"]),
        "findings": sum(one["kind"] != "coverage" for one in found["findings"]),
        "sha256": sha256(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    }
    tell("Scan", str(row.pk), "source.scanned", data, by)


def enter_again(source: str, by: By) -> None:
    """Enter the fields of a source's last scan anew, for somebody said something of its columns since."""
    row = KeptScan.objects.filter(source=source, stage=DONE).defer("sketches").order_by("-pk").first()
    if row is not None:
        facts = assess().facts
        system = _system(facts, row)
        write.save_all(
            _fields(facts, row, system) if system else [], by, because=f"scan {row.pk} of {source}"
        )


def _system(facts: Facts, row: KeptScan) -> str:
    """The one system whose fields these are: its asset, else its AI system; empty where several could be meant."""
    for type in ("Asset", "AISystem"):
        own = [id for id in row.systems if facts.get(type, id) is not None]
        if own:
            return own[0] if len(own) == 1 else ""
    return ""


def found_fields(row: KeptScan) -> dict[str, str]:
    """Each column of a scan that holds personal data, as `table.column`, with the category of its surest kind."""
    said, found = corrections(row.source), {}
    for asset in row.found["assets"]:
        for column in asset["fields"]:
            held = held_kinds(column, said.get((asset["name"], column["name"]), ()))
            if held:
                title = row.found["titles"].get(held[0].kind, (held[0].kind,))[0]
                found[f"{asset['name']}.{column['name']}"] = category(held[0].kind, title)
    return found


def is_listed(name: str, field: str) -> bool:
    """Whether a line of the field inventory, by column, table.column or schema.table.column, is about a field."""
    name, field = name.lower(), field.lower()
    return bool(name) and (field == name or field.endswith(f".{name}"))


def _fields(facts: Facts, row: KeptScan, system: str) -> list[Change]:
    """New lines for what nobody listed, and an end of the scan's own lines that do not hold any more."""
    listed = [one for one in facts.rows(FIELD) if one.system == system]
    by_people = [one.field or "" for one in listed if not one.found_on]
    own = {one.field: one for one in listed if one.found_on}
    found = {
        field: category
        for field, category in found_fields(row).items()
        if len(field) <= LONGEST and field.isprintable() and not any(is_listed(n, field) for n in by_people)
    }
    scanned = {"found_on": row.as_of, "found_in": row.source, "scan": row.pk, "effective_on": row.as_of}
    told = [
        {"system": system, "field": field, "data_category": category, "needed": "unknown"} | scanned
        for field, category in found.items()
        if field not in own or (own[field].removed_on and not own[field].reviewed_on)
    ]
    changes = _begun(told)
    for line in own.values():
        if line.field not in found and line.found_in == row.source and awaits_word(line):
            changes += _ended(row, line)
    return changes


def _begun(told: list[Plain]) -> list[Change]:
    """Lines that are new, and those that were removed or withdrawn once and are back."""
    refs = {f"{one['system']}/{one['field']}": one for one in told}
    known = set(intake.known(FIELD, refs))
    made = new([(FIELD, one) for ref, one in refs.items() if ref not in known])
    for ref in known:
        made += _revised(ref, **refs[ref], removed_on=None)
    return made


def _revised(ref: str, **told: Any) -> list[Change]:
    before = write.latest(FIELD, ref)
    return [revised(before, **told)] if before is not None else []


def _ended(row: KeptScan, line: Row) -> list[Change]:
    """The end of a line: of a column that is gone, or of which somebody said that it holds nothing of persons."""
    for asset in row.found["assets"]:
        column = line.field.removeprefix(f"{asset['name']}.")
        if column == line.field:
            continue
        if not asset["fields"]:
            return []  # what was not read says nothing of its columns
        if any(one["name"] == column for one in asset["fields"]):
            said = corrections(row.source).get((asset["name"], column), ())
            return _withdrawn(line) if any(not one.holds for one in said) else []
    return [] if line.removed_on else _revised(line.id, removed_on=row.as_of, effective_on=row.as_of)


def _withdrawn(line: Row) -> list[Change]:
    before = write.latest(FIELD, line.id)
    if before is None:
        return []
    values = write.values_of(before) | {"withdrawn_on": clock.today()}
    return [Change(intake.Entry(FIELD, line.id, values, before.source_data), withdraw=True)]


def _counts(facts: Facts, row: KeptScan) -> Iterator[Change]:
    """What each rule leaves, place by place, and an end of counts whose place is gone."""
    before = {(one.rule, one.place): one for one in facts.rows(COUNT) if one.source == row.source}
    made: list[New] = []
    for one in row.found.get("counts", ()):
        rule = facts.get("RetentionRule", one["rule"])
        if rule is None or not one["asset"].isprintable():
            continue
        told = {"rule": rule.id, "system": rule.system, "source": row.source, "place": one["asset"]}
        told |= {"column": one["column"], "counted_on": row.as_of, "scan": row.pk, "oldest_on": one["oldest"]}
        told |= {"rows_overdue": one["overdue"], "rows_undated": one["undated"], "effective_on": row.as_of}
        last = before.get((rule.id, one["asset"]))
        if last is None:
            made.append((COUNT, told))
        else:
            yield revised(standing(COUNT, last.id), **told)
    refs = next_refs(COUNT, len(made)) if made else []
    yield from new([(type, {"id": ref} | dict(told)) for ref, (type, told) in zip(refs, made, strict=True)])
    there = {one["name"] for one in row.found["assets"]}
    for last in before.values():
        if last.place not in there and last.rows_overdue:
            gone: Plain = {"counted_on": row.as_of, "scan": row.pk, "rows_overdue": 0, "rows_undated": 0}
            yield revised(standing(COUNT, last.id), **gone, oldest_on=None, effective_on=row.as_of)
