"""References of a batch: each must lead to a record that comes along or is held."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tonetop.core.shape import Field
from tonetop.records import intake
from tonetop.records.fields import Prose, Text
from tonetop.records.imports.batch import Batch, Candidate
from tonetop.records.intake import Entry
from tonetop.records.registry import registers
from tonetop.standard.facts_file import linking_fields, targets
from tonetop.standard.schema import shapes

Found = list[tuple[Candidate, Entry]]


def settle_references(entries: Found, batch: Batch) -> Found:
    """Refuse a row whose reference leads nowhere; what a mapping filled is taken back with a remark.

    A mapping's file is people's own, so a name that just one record bears stands for its id.
    """
    entries = [_by_names(one) if one[0].mapped else one for one in entries]
    known = _held(entries)
    while True:
        there = defaultdict(set, {type: set(idents) for type, idents in known.items()})
        for _, entry in entries:
            there[entry.type].add(entry.ref)
        settled = [_settled(one, there, batch) for one in entries]
        kept = [one for one in settled if one is not None]
        if len(kept) == len(entries):
            return kept
        entries = kept


def _leads_to(judge: Field) -> tuple[str, ...]:
    if judge.to and judge.to != ("any",):
        return judge.to
    return tuple(type for type, shape in shapes().items() if shape.has_id)


def _held(entries: Found) -> dict[str, set[str]]:
    """The ids that are referred to and that the data folder knows, by type."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, entry in entries:
        for judge in linking_fields(shapes()[entry.type]):
            for ident in targets(entry.values.get(judge.name)):
                for type in _leads_to(judge):
                    wanted[type].add(ident)
    return {type: set(intake.known(type, sorted(idents))) for type, idents in wanted.items()}


def _by_names(one: tuple[Candidate, Entry]) -> tuple[Candidate, Entry]:
    """The row with the ids of what it names; an id that is one, and a name that is not clear, stay as they are."""
    candidate, entry = one
    values = dict(entry.values)
    for judge in linking_fields(shapes()[entry.type]):
        value = candidate.plain.get(judge.name)
        if judge.kind in ("reference", "references") and value:
            found = {text: _ident(judge, text) for text in targets(value)}
            idents = tuple(dict.fromkeys(ident or text for text, ident in found.items()))
            taken = idents[0] if judge.kind == "reference" else idents
            values[judge.name] = candidate.plain[judge.name] = taken
            if candidate.sparing and all(found.values()):
                candidate.spare(judge.name)
    return candidate, replace(entry, values=values, source=candidate.source())


def _ident(judge: Field, text: str) -> str:
    """The id that is meant among those that a field may lead to, by itself or by a name that one record bears."""
    types = _leads_to(judge)
    if any(intake.known(type, [text]) for type in types):
        return text
    found = [ref for type in types for ref in _named(type, text)]
    return found[0] if len(found) == 1 else ""


def _named(type: str, text: str) -> list[str]:
    model = registers()[type]
    if not isinstance(model._meta.get_field(model.title_field), Text | Prose):
        return []
    held = model.objects.filter(until_on=None, withdrawn_on=None, **{f"{model.title_field}__iexact": text})
    return list(held.values_list("ref", flat=True)[:2])


def _settled(
    one: tuple[Candidate, Entry], there: dict[str, set[str]], batch: Batch
) -> tuple[Candidate, Entry] | None:
    candidate, entry = one
    values = dict(entry.values)
    for judge in linking_fields(shapes()[entry.type]):
        to = _leads_to(judge)
        astray = [i for i in targets(values.get(judge.name)) if not any(i in there[type] for type in to)]
        if not astray:
            continue
        wanted = "record" if len(to) > 5 else " or ".join(to)
        why = f"{judge.name} names {astray[0]!r}, but there is no {wanted} of that id"
        if not candidate.mapped:
            batch.refuse(candidate, why)
            return None
        batch.remark(candidate, judge.name, f"{why}, so it is not taken")
        del values[judge.name], candidate.plain[judge.name]
        if judge.name in candidate.held:
            values[judge.name] = candidate.held[judge.name]
    if values == entry.values:
        return one
    return candidate, replace(entry, values=values, source=candidate.source())
