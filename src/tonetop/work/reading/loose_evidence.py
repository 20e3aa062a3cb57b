"""Evidence that acceptances made, once one of them is undone: it stays for those that stand, and goes with the last.

The bytes stay: the ledger and every earlier state name them, and files are destroyed by disposal alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tonetop.records import write
from tonetop.records.intake import Entry
from tonetop.records.links import leading_to, types_led_to
from tonetop.records.models import Import, Link
from tonetop.records.readings import ACCEPTED, ProposedRecord
from tonetop.records.registry import registers
from tonetop.records.write import ALWAYS, By, Change, latest, values_of
from tonetop.registers.evidence import Evidence
from tonetop.work.evidence_files import files_of
from tonetop.work.reading.found import document
from tonetop.work.reading.propose_records import EVIDENCE

NAMED = "Accepted from"
"""How the import of an acceptance is called, before the name of what was read."""


def settle_loose(undone: Sequence[ProposedRecord], by: By) -> list[str]:
    """Correct the evidence of proposals whose import was undone; gives the ids of the pieces that are gone now.

    Links to what is gone leave it; a piece that nothing accepted rests on was never there, one that the undoing took
    from others stands again.
    """
    digests = {digest for row in undone for digest in _digests(row)}
    reading = undone[0].reading_id
    others = ProposedRecord.objects.filter(reading=reading, state=ACCEPTED).exclude(type=EVIDENCE)
    rested = {digest for row in others if not is_gone(row) for digest in _digests(row)}
    pieces = Evidence.objects.filter(sha256__in=digests).order_by("ref")
    rows = [latest(EVIDENCE, ref) for ref in dict.fromkeys(pieces.values_list("ref", flat=True))]
    changes = [change for row in rows for change in _corrected(row, rested)]
    if changes:
        write.save_all(changes, by)
    return [row.ref for row in rows if row is not None and _is_withdrawn(row.ref)]


def is_gone(row: ProposedRecord) -> bool:
    """Whether the record that a proposal became stands no more."""
    return _is_withdrawn(row.linked, row.type)


def _is_withdrawn(ref: str, type: str = EVIDENCE) -> bool:
    last = latest(type, ref)
    return last is None or bool(last.withdrawn_on)


def _digests(row: ProposedRecord) -> Iterator[str]:
    """The hashes of the documents that speak for a proposal."""
    for name in dict.fromkeys(cite[1] for cite in row.cites):
        examined = document(row.reading_id, name)
        if examined is not None:
            yield examined.text.sha256


def _corrected(row: Any, rested: set[str]) -> Iterator[Change]:
    links = tuple(_standing(row))
    rests, withdrawn = row.sha256 in rested, bool(row.withdrawn_on)
    goes = not withdrawn and not links and not rests and _came_along(row)
    if not goes and not (withdrawn and rests) and (withdrawn or len(links) == len(row.links or ())):
        return
    values = values_of(row) | {"links": links, "effective_on": ALWAYS}
    values |= {"withdrawn_on": ALWAYS} if goes else {}
    if not links:
        del values["links"]
    yield Change(Entry(EVIDENCE, row.ref, values, row.source_data))


def _standing(row: Any) -> Iterator[str]:
    """The ids to which a piece leads and of which a record stands."""
    held = Link.objects.filter(from_type=EVIDENCE, from_ref=row.ref, field="links")
    links = {link.to_ref: link for link in held}
    for ref in row.links or ():
        types: Iterable[str] = types_led_to(links[ref]) if ref in links else registers()
        if not all(_is_withdrawn(ref, type) for type in types if type in registers()):
            yield ref


def _came_along(row: Any) -> bool:
    """Whether a piece was made beside the records of an acceptance, and nobody did anything with it since."""
    imports = Import.objects.filter(file__startswith=NAMED).order_by("pk")
    made = next((one for one in imports if [EVIDENCE, row.ref, 1] in one.taken), None)
    if made is None or all(type == EVIDENCE for type, _, _ in made.taken):
        return False
    used = row.state or row.hold_since or row.requirements or files_of(row.ref)
    return not used and not leading_to([(EVIDENCE, row.ref)])
