"""Put on record what a scan found: the scan as evidence, and one of its findings with an owner and a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.scans import DONE, KeptScan
from tonetop.records.write import By
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.declared_found import marker, of_activity
from tonetop.work.keep_evidence import Brought, Piece, Way, take_evidence
from tonetop.work.keep_scan import restored
from tonetop.work.permission import SCAN, doer
from tonetop.work.revised import new, revised, standing
from tonetop.work.run_scan import latest

CLOSED = "restricted"
"""The classification of what scans found: guests see that it is there, and no file of it."""
KEPT_FOR = ("A.4.2", "LD-2.6")


@dataclass(frozen=True, slots=True)
class Gap:
    """What a person says of a finding: in which words, how grave, who mends it, until when, of which requirement."""

    statement: str
    grade: str
    owner: str
    due: str
    clause: str


def keep_as_evidence(account: Account, number: int) -> str:
    """Keep a scan as evidence, once; gives the id of the piece. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    with transaction.atomic():
        return _evidence(_row(number), by)


def _row(number: int) -> KeptScan:
    row = KeptScan.objects.filter(pk=number, stage=DONE).first()
    if row is None:
        raise Refused("there is no such scan")
    return row


def _evidence(row: KeptScan, by: By) -> str:
    """The piece of evidence that the scan is, made when there is none."""
    piece_now: Any = write.latest("Evidence", row.evidence) if row.evidence else None
    if piece_now is not None and not piece_now.withdrawn_on:
        return row.evidence
    from tonetop.work.scan_sheets import workbook  # noqa: PLC0415 - an extra

    facts = assess().facts
    links = tuple(id for id in row.systems if facts.get("Asset", id) or facts.get("AISystem", id))
    piece = Piece(
        title=f"Scan of {row.listed or row.source}"[:200],
        kind="discovery-scan",
        occurred_on=row.as_of,
        requirements=KEPT_FOR,
        links=links,
        classification=CLOSED,
        source_system=row.source,
    )
    file = Brought(f"scan-{row.pk}-{row.as_of}.xlsx", [workbook(restored(row), row.as_of)])
    taken = take_evidence(Way(by), piece, [file])
    KeptScan.objects.filter(pk=row.pk).update(evidence=taken.ref)
    return taken.ref


def note_validated(account: Account, ref: str) -> str:
    """Note on an activity that it was held against its systems, with the latest scan as proof; gives the day.

    Raises Forbidden, Refused.
    """
    by = doer(account, SCAN)
    row = standing("ProcessingActivity", ref)
    facts = assess().facts
    told = facts.get("ProcessingActivity", ref)
    scans = of_activity(facts, told, latest()).scans if told is not None else ()
    if not scans:
        raise Refused("no scan was held against its systems yet")
    newest = max(scans, key=lambda scan: (scan.as_of, scan.pk))
    with transaction.atomic():
        evidence = _evidence(_row(newest.pk), by)
        write.save_all([revised(row, validated_on=newest.as_of, validation_ref=evidence)], by)
    return newest.as_of


def raise_gap(account: Account, number: int, place: int, gap: Gap) -> Record:
    """Record a finding of a scan, with its evidence and the action of whoever mends it. Raises Forbidden, Refused.

    place: which of the scan's findings it is, from 0.
    """
    by = doer(account, SCAN)
    row = _row(number)
    found = row.found["findings"]
    if not 0 <= place < len(found):
        raise Refused("there is no such finding in the scan")
    told = found[place]
    for value, missing in (
        (gap.statement, "say what was found, in one or two sentences"),
        (gap.grade, "set the grade yourself; it is a person's judgement, and none is proposed"),
        (gap.owner, "say who mends it"),
        (gap.due, "say until when it is mended"),
    ):
        if not value.strip():
            raise Refused(missing)
    if not cadence.is_day(gap.due):
        raise Refused(f"{gap.due!r} is no day; write YYYY-MM-DD")
    standing("Person", gap.owner)
    mark = marker(row.source, told)
    with transaction.atomic():
        for one in assess().facts.rows("Finding"):
            if mark in (one.evidence or "") and not one.audit:
                raise Refused(f"it is on record already, as {one.id}")
        evidence = _evidence(row, by)
        return _raised(gap, f"{evidence}, scan of {mark} {told['why']}", by)


def _raised(gap: Gap, evidence: str, by: By) -> Record:
    action = next_ref("Action")
    finding = {
        "id": next_ref("Finding"),
        "clause": gap.clause.strip() or "A.7.2",
        "statement": gap.statement.strip(),
        "evidence": evidence,
        "grade": gap.grade,
        "graded_by": by.person,
        "raised_on": clock.today(),
        "due": gap.due,
        "action": action,
    }
    mend = {"id": action, "owner": gap.owner, "due": gap.due, "status": "open"}
    made = write.save_all(new([("Action", mend), ("Finding", finding)]), by)[1]
    if made is None:
        raise Refused("the finding stands already")
    return made
