"""A review of fields that scans begin: columns with personal data of which nobody said whether they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.discovery.verdict import Verdict
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.scans import KeptScan
from tonetop.records.write import Change
from tonetop.work.assess import assess
from tonetop.work.declared_found import held_kinds
from tonetop.work.enter_found import is_listed
from tonetop.work.found_assets import category
from tonetop.work.permission import SCAN, doer
from tonetop.work.revised import New, new, revised
from tonetop.work.run_scan import latest
from tonetop.work.sayings import corrections
from tonetop.work.scan_declared import awaits_word

NEEDED = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field as a scan found it: `table.column`, its category, the share that is filled, whether it says nothing.

    category: empty for a column that says nothing, of which nobody can tell what it would hold.
    """

    field: str
    category: str
    share: float | None
    unused: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person says of a field: whether it is needed (yes, no or unknown), and for what."""

    field: str
    needed: str
    purpose: str


def proposed(facts: Facts, system: str, scans: Sequence[KeptScan]) -> list[Proposed]:
    """The columns of a system that no person listed or reviewed yet: those with personal data, and beside them those
    that are empty or the same throughout, for what says nothing may not be needed.
    """
    lines = [row for row in facts.rows("FieldInventory") if row.system == system and not awaits_word(row)]
    known = [row.field or "" for row in lines]
    found: dict[str, Proposed] = {}
    for scan in scans:
        if system in scan.systems:
            for one in _of(scan):
                if not any(is_listed(name, one.field) for name in known):
                    found.setdefault(one.field, one)
    return list(found.values())


def _of(scan: KeptScan) -> list[Proposed]:
    said, made = corrections(scan.source), []
    for asset in scan.found["assets"]:
        held = {
            column["name"]: held_kinds(column, said.get((asset["name"], column["name"]), ()))
            for column in asset["fields"]
        }
        for column in asset["fields"] if any(held.values()) else ():
            kinds, unused = held[column["name"]], column["null_or_constant"]
            if kinds or unused:
                share = column["filled"] / column["looked"] if column["looked"] else None
                name, named = f"{asset['name']}.{column['name']}", _category(scan, kinds)
                made.append(Proposed(name, named, share, unused, column["looked"]))
    return made


def _category(scan: KeptScan, kinds: Sequence[Verdict]) -> str:
    if not kinds:
        return ""
    return category(kinds[0].kind, scan.found["titles"].get(kinds[0].kind, (kinds[0].kind,))[0])


def enter(account: Account, system: str, reviewed: Sequence[Reviewed]) -> int:
    """Enter fields into the field inventory; gives how many. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    facts = assess().facts
    row: Row | None = facts.get("Asset", system) or facts.get("AISystem", system)
    if row is None:
        raise Refused(f"there is no system {system} in the asset register")
    there = {one.field: one for one in proposed(facts, system, latest())}
    if not reviewed:
        raise Refused("choose at least one field")
    records = []
    for one in reviewed:
        if one.field not in there:
            raise Refused(f"{one.field} is listed already, or no scan finds it any more")
        if one.needed not in NEEDED:
            raise Refused("say of each field whether it is needed: yes, no or unknown")
        plain = {"system": system, "field": one.field, "data_category": there[one.field].category or None}
        plain |= {"needed": one.needed, "purpose": one.purpose.strip()}
        plain |= {"reviewed_on": clock.today()} if one.needed != "unknown" else {}
        records.append(("FieldInventory", plain))
    write.save_all(_changes(records), by)
    return len(records)


def _changes(records: Sequence[New]) -> list[Change]:
    """Lines that are new, and those that a scan entered, with what the person says of them."""
    refs = {f"{plain['system']}/{plain['field']}": (type, plain) for type, plain in records}
    known = set(intake.known("FieldInventory", refs))
    made = new([one for ref, one in refs.items() if ref not in known])
    for ref, (_, plain) in refs.items():
        before = write.latest("FieldInventory", ref) if ref in known else None
        if before is not None:
            made.append(revised(before, **plain, removed_on=None))
    return made
