"""The minutes of a management review: written from its records and frozen inputs, put before the chair, entered."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import blobs, clock, facts, sealing, write
from tonetop.records.facts import DataFolder
from tonetop.records.intake import Entry, Refused
from tonetop.records.ledger import checkpoints
from tonetop.records.models import Account, Record
from tonetop.records.write import Change, latest, values_of
from tonetop.work import minutes_text, minutes_voice, printing
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.drawn_code import code
from tonetop.work.freeze_review import sittings
from tonetop.work.gather_review import pack_of
from tonetop.work.hold_review import chair
from tonetop.work.permission import writer
from tonetop.work.reports.files import worded
from tonetop.work.reports.reader import reader
from tonetop.work.revised import New, new, revised, standing
from tonetop.work.sign_pdf import signed

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VERSION = "DocumentVersion"
APPROVED = ("approved", "approved-with-comment")
DAYS_TO_ANSWER = 14
"""How long the chair has, unless another day is asked for; the catalogue allows minutes_approve_days in all."""


def lacking(pack: Any, found: Facts) -> list[str]:
    """What is still wanting before minutes can be written, one sentence each."""
    held = minutes_text.sittings(found, pack)
    lacks = []
    if not held:
        lacks.append("no sitting was held yet")
    if held and any(not row.held_on for row in minutes_text.planned(found, pack)):
        lacks.append("a sitting is planned and not held; hold it, or withdraw it")
    if held and not presiding(pack, found):
        lacks.append("nobody is recorded as chair of the last sitting")
    if not (pack.suitable and pack.adequate and pack.effective):
        lacks.append("the verdict is not complete: does the system fit, is it enough, does it work?")
    return lacks


def presiding(pack: Any, found: Facts) -> str | None:
    """Who chaired the last sitting that was held, and so approves the minutes of all."""
    held = minutes_text.sittings(found, pack)
    return chair(found, held[-1].id) if held else None


def write_minutes(account: Account, pack: str, due: str = "", after: int | None = None) -> Record:
    """Write the minutes as a PDF and ask the chair to approve them; gives the version of the document.

    Written again, they are a new version, and what was asked about the earlier one is closed. The signed head of the
    log stands in them. They are in the language of who writes them. Raises Forbidden, Overtaken, NotPrintedError;
    Refused while something is wanting, for the chair as author, and once the minutes are approved.
    """
    by = writer(account, VERSION)
    row, found, today = pack_of(pack), assess().facts, clock.today()
    approver = _demand_writable(account, row, found)
    matter = _matter(pack, today, sealing.seal().note)
    kept = blobs.store([signed(printing.pdf("minutes.typ", matter, today))], PDF, ours=True)
    earlier = found.get(VERSION, row.minutes)
    document, ref = (earlier.document if earlier else next_ref("Document")), next_ref(VERSION)
    wanted = due or cadence.shift(today, DAYS_TO_ANSWER)
    version = _version(account, earlier, approver, wanted)
    version |= {"id": ref, "document": document, "sha256": kept.sha256, "file_name": f"{matter['name']}.pdf"}
    begun = {"id": document, "title": matter["title"], "kind": "report", "owner": account.person}
    made: list[New] = [] if earlier else [("Document", begun | {"begun_on": today})]
    made += [(VERSION, version), ("Ask", _ask(account, row, ref, approver, wanted))]
    with transaction.atomic():  # the pack can name the version only once it is there
        write.save_all(new(made), by)
        write.save_all([revised(row, after, minutes=ref), *_closed(found, earlier)], by)
    return standing(VERSION, ref)


def _demand_writable(account: Account, row: Any, found: Facts) -> str:
    """Raises Refused when minutes cannot be written now; gives who is to approve them."""
    lacks = lacking(row, found)
    if lacks:
        raise Refused("; ".join(lacks))
    approver = presiding(row, found) or ""
    if account.person == approver:
        raise Refused("the chair approves the minutes, so somebody else writes them")
    if approval(row, found):
        raise Refused("the minutes are approved; what has to be said since belongs into the next review")
    return approver


def _version(account: Account, earlier: Row | None, approver: str, due: str) -> dict[str, Any]:
    today = clock.today()
    return {
        "author": account.person,
        "written_on": today,
        "version": _next(earlier),
        "change": f"Written anew in place of version {earlier.version}" if earlier else "First version",
        "media_type": PDF,
        "approvers": [approver],
        "review_asked_by": account.person,
        "review_asked_on": today,
        "review_due": due,
        "supersedes": earlier.id if earlier else None,
    }


def _ask(account: Account, pack: Any, version: str, approver: str, due: str) -> dict[str, Any]:
    return {
        "id": next_ref("Ask"),
        "kind": "approve",
        "about": [version],
        "asked_of": approver,
        "asked_by": account.person,
        "asked_on": clock.today(),
        "due": due,
        "why": f"You chaired “{pack.title}”; its minutes wait for your approval",
        "if_not": "The review is not complete without approved minutes, and nothing shows what was decided.",
    }


def _closed(found: Facts, earlier: Row | None) -> list[Change]:
    """What was asked about the version before is answered by the new one."""
    asks = [
        row for row in found.rows("Ask") if earlier and earlier.id in (row.about or ()) and not row.closed_on
    ]
    return [revised(standing("Ask", ask.id), closed_on=clock.today()) for ask in asks]


def _next(earlier: Row | None) -> str:
    number = str(earlier.version) if earlier else "0"
    return str(int(number) + 1) if number.isdecimal() else f"{number}.1"


def docx(pack: str) -> bytes:
    """The minutes as a document that people can go on writing in, from the same data as the PDF that the chair reads.

    The records are read as they stood under the signed head that the minutes bear, whatever came since; the language
    is that of who asks. Raises Refused before they are written, NotPrintedError for an own template that does not fit.
    """
    row = pack_of(pack)
    version: Any = latest(VERSION, row.minutes or "")
    if version is None:
        raise Refused("the minutes are not written yet")
    matter = _matter(pack, version.written_on, _head_before(version.seq))
    return worded("minutes", matter, version.written_on)


def _matter(pack: str, day: str, note: str) -> dict[str, Any]:
    """What the minutes say, read from the log's entries under the signed head, as the active language tells it."""
    head = checkpoints.read(note)
    found = facts.taken(day, source=DataFolder(until=head.size))
    return minutes_voice.told(minutes_text.matter(found, pack, head), reader()) | {"code": code(note)}


def _head_before(seq: int) -> str:
    """The signed head that stood when an entry of the log was written, as a note."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoints WHERE size < %s ORDER BY id DESC LIMIT 1", [seq])
        found = cursor.fetchone()
    return str(found[0])


def approval(pack: Any, found: Facts) -> Row | None:
    """The chair's approval of exactly the text of the minutes that stands; None while there is none."""
    version, approver = found.get(VERSION, pack.minutes), presiding(pack, found)
    if version is None:
        return None
    given = [
        row
        for row in found.rows("Approval")
        if version.id in (row.about or ()) and row.answered_by == approver
    ]
    last = max(given, key=lambda row: (row.answered_on or "", len(row.id), row.id), default=None)
    return last if last and last.answer in APPROVED and last.sha256 == version.sha256 else None


def following(found: Facts, version: Record, person: str, day: str, yes: bool) -> list[Change]:
    """What an answer about a document's version makes known of the sittings whose minutes it is; else nothing.

    The chair's yes enters the approval, with the minutes as evidence; a later no of the same chair takes it back.
    """
    pack = next((row for row in found.rows("ReviewPack") if row.minutes == version.ref), None)
    if version.__class__.__name__ != VERSION or pack is None or presiding(pack, found) != person:
        return []
    held = [row for row in sittings(pack_of(pack.id)) if row.held_on]
    if not yes:
        return _taken_back(held, day)
    if any(row.minutes_approved_on for row in held):
        return []
    document = found.get("Document", version.document)  # type: ignore[attr-defined]
    title = document.title if document and document.title else f"Minutes: {pack.title}"
    return _entered(pack, held, version, title, (person, day))


def _entered(pack: Row, held: list[Any], version: Any, title: str, by: tuple[str, str]) -> list[Change]:
    """The approval by (person, day) in each sitting that was held, with the minutes as evidence under their title."""
    proof, (person, day) = next_ref("Evidence"), by
    fields: dict[str, Any] = {"id": proof, "kind": "management-review-minutes", "title": title}
    fields |= {"links": [*(row.ref for row in held), pack.id, version.ref], "sha256": version.sha256}
    fields |= {"occurred_on": held[-1].held_on, "recorded_by": version.author}
    changes = new([("Evidence", fields)])
    for row in held:
        change = revised(row, minutes_approved_by=person, minutes_approved_on=day)
        change.entry.values["minutes_ref"] = proof  # the evidence comes in the same transaction
        changes.append(change)
    return changes


def _taken_back(held: list[Any], day: str) -> list[Change]:
    approved = [row for row in held if row.minutes_approved_on]
    nothing: dict[str, Any] = {"minutes_approved_by": None, "minutes_approved_on": None, "minutes_ref": None}
    proofs = [
        standing("Evidence", ref) for ref in sorted({row.minutes_ref for row in approved if row.minutes_ref})
    ]
    return [
        *(revised(row, **nothing) for row in approved),
        *(Change(Entry("Evidence", row.ref, values_of(row) | {"withdrawn_on": day}), row.revision, withdraw=True)
          for row in proofs),
    ]  # fmt: skip


def enter_approval(account: Account, pack: str) -> None:
    """Enter the chair's approval in the sittings where that was not done with the answer. Raises Forbidden, Refused."""
    by = writer(account, "Evidence")
    writer(account, "Meeting")
    row, found = pack_of(pack), assess().facts
    given = approval(row, found)
    if given is None:
        raise Refused("the chair has not approved the minutes as they stand")
    version = standing(VERSION, row.minutes)
    changes = following(found, version, given.answered_by, given.answered_on, yes=True)
    if not changes:
        raise Refused("the approval is entered already")
    write.save_all(changes, by)
