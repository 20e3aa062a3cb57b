"""Erase one person end to end (Art. 17 GDPR): what would go and what stays and why, then the run and its event."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tonetop.records import erasing, holds, sealing
from tonetop.records.anchoring import CheckpointReader
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Link
from tonetop.records.readings import Reading
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.work.erase import copies
from tonetop.work.own_data.due import filled
from tonetop.work.own_data.mentions import files, mentions
from tonetop.work.own_data.persons import Somebody
from tonetop.work.permission import OWN_DATA, doer

ACCOUNT = holds.ACCOUNT
DONE = "erasure.done"
OWN, NAMES = "own", "names"
ONE_BY_ONE = ("Concern",)
"""What goes only when it is chosen by itself: what a concern says is evidence against whom it names."""
HELD, OPEN, FILE, ACTS, ID, SIGNS_IN = "held", "open", "file", "acts", "id", "signs-in"
COPY, READING, READER, OUTSIDE, CHOSEN = "copy", "reading", "reader", "outside", "chosen"
REASONS = {
    HELD: "A legal hold keeps it: it is needed for legal claims or a duty (Art. 17(3)(b) and (e) GDPR)",
    OPEN: "It stands in a field that the ledger holds openly, and no event is ever changed; correct the record, "
    "so that its present version says it no more",
    FILE: "A kept file names the person; dispose of the piece of evidence, or withdraw the document",
    ACTS: "What was done stays under the id alone, without a name: others rely on it (Art. 17(3)(b) and (e) GDPR)",
    ID: "The id ties these acts together; it is in events that stay",
    SIGNS_IN: "The account may still sign in; an administrator takes that away first",
    COPY: "A copy of an earlier database lies in the folder; it goes after its period, or at once when it is deleted",
    READER: "Checkpoints of the ledger are mailed to that address; take it off the list",
    READING: "Documents that were given to be read may name the person; they go after their period, or when dropped",
    OUTSIDE: "Backups, exports and mails lie outside; whoever keeps them lets go of them",
    CHOSEN: "It was not chosen when the person was erased",
}
"""Why something stays, by the word that the event bears."""


@dataclass(frozen=True, slots=True)
class Step:
    """One record or account whose values go: which fields, why, and the hold that keeps them."""

    type: str
    ref: str
    fields: tuple[str, ...]
    why: str
    held: str = ""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.type}/{self.ref}"


@dataclass(frozen=True, slots=True)
class Stay:
    """Something that stays: of which type and id, and the reason by its word; count: of how many."""

    type: str
    ref: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would do: the steps, and what stays."""

    who: Somebody
    steps: tuple[Step, ...]
    stays: tuple[Stay, ...]

    @property
    def own(self) -> list[Step]:
        """What is the person's own."""
        return [step for step in self.steps if step.why == OWN]

    @property
    def all(self) -> frozenset[str]:
        """The keys of the steps that go when nobody chooses one by one."""
        return frozenset(step.key for step in self.steps if step.why == OWN or step.type not in ONE_BY_ONE)

    @property
    def naming(self) -> list[Step]:
        """Other records, in personal fields of which the person is named."""
        return [step for step in self.steps if step.why == NAMES]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: the event that says so, and those of each record's erasure."""

    event: int
    events: tuple[int, ...]
    fields: int


def plan(who: Somebody, also: Collection[str] = ()) -> Plan:
    """What erasing somebody would do now; also: further words by which they are known."""
    words = [*who.names, *also, *(account.email for account in who.accounts if account.email)]
    kept = holds.standing()
    steps, stays = list[Step](), list[Stay]()
    if who.type == "Person" and filled("Person", who.ref):
        steps.append(Step("Person", who.ref, _filled("Person", who.ref), OWN))
    for account in who.accounts:
        if account.is_active and account.email:
            stays.append(Stay(ACCOUNT, str(account.pk), SIGNS_IN))
        elif account.email:
            steps.append(Step(ACCOUNT, str(account.pk), ("name", "email"), OWN))
    for one in mentions(words, [("Person", who.ref)]):
        if one.personal:
            steps.append(Step(one.type, one.ref, one.personal, NAMES))
        if one.open:
            stays.append(Stay(one.type, one.ref, OPEN))
    stays += [Stay(one.type, one.ref, FILE) for one in files(words)]
    known = CheckpointReader.objects.filter(address__in=[one.email for one in who.accounts if one.email])
    stays += [Stay("CheckpointReader", str(number), READER) for number in known.values_list("pk", flat=True)]
    stays += _standing(who)
    judged = [_judged(step, kept) for step in steps]
    stays += [Stay(step.type, step.ref, HELD) for step in judged if step.held]
    return Plan(who, tuple(judged), tuple(stays))


def _filled(type: str, ref: str) -> tuple[str, ...]:
    model = registers()[type]
    rows = list(model.objects.filter(ref=ref).values(*model.personal()))
    return tuple(name for name in model.personal() if any(row[name] for row in rows))


def _judged(step: Step, kept: list[holds.Hold]) -> Step:
    hold = holds.keeping(step.type, step.ref, kept)
    last: Any = None
    if step.type != ACCOUNT:
        last = registers()[step.type].objects.filter(ref=step.ref).order_by("-revision").first()
    if hold is None:
        withdrawn = last is not None and bool(last.withdrawn_on)
        found = holds.against_erasing(step.type, step.ref, step.fields, withdrawn=withdrawn, among=kept)
        hold = found[1] if found else None
    why = hold.words() if hold else ""
    if not why and last is not None:
        why = last.held_back()
    return Step(step.type, step.ref, step.fields, step.why, why)


def _standing(who: Somebody) -> Iterator[Stay]:
    """What stays whatever is done."""
    ids = [who.ref] if who.type == "Person" else []
    ids += [f"account-{account.pk}" for account in who.accounts]
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ledger_events WHERE entered_by IN ({marks})"  # noqa: S608 - marks alone
            f" OR done_by IN ({marks})",
            [*ids, *ids],
        )
        acts = int(cursor.fetchone()[0])
    if acts:
        yield Stay("Event", "", ACTS, acts)
    if who.type == "Person":
        yield Stay("Person", who.ref, ID, Link.objects.filter(to_ref=who.ref).count())
    for path in copies():
        yield Stay("Copy", path.name, COPY)
    for number in Reading.objects.values_list("pk", flat=True):
        yield Stay("Reading", str(number), READING)
    yield Stay("Outside", "", OUTSIDE)


def run_for(
    account: Account, found: Plan, chosen: Collection[str] | None, reason: str, request: str
) -> Erased:
    """Erase for an account what it chose of a plan (None: all). Raises Forbidden, Refused."""
    return run(found, chosen, doer(account, OWN_DATA), reason, request)


def run(found: Plan, chosen: Collection[str] | None, by: By, reason: str, request: str = "") -> Erased:
    """Erase; whoever calls it settles who may. request: the subject request it answers. Raises Refused.

    The reason stays for ever. All steps and the event that sums them up stand or fall together.
    """
    steps = [step for step in found.steps if not step.held and (chosen is None or step.key in chosen)]
    if not steps:
        raise Refused("nothing of this person is left to erase here; what stays, and why, is listed")
    if request and not registers()["SubjectRequest"].objects.filter(ref=request).exists():
        raise Refused(f"SubjectRequest {request}: there is no such record")
    left = [step for step in found.steps if not step.held and step not in steps]
    stays = [*found.stays, *(Stay(step.type, step.ref, CHOSEN) for step in left)]
    why = reason.strip() or (f"request {request}" if request else "request of the person")
    with transaction.atomic():
        done = [_erase(step, by, why) for step in steps]
        told = {
            "request": request or None,
            "reason": why,
            "erased": [
                {"type": step.type, "ref": step.ref, "fields": list(fields), "event": event}
                for step, (event, fields) in zip(steps, done, strict=True)
            ],
            "stays": [
                {"type": one.type, "ref": one.ref, "why": one.why, "count": one.count} for one in stays
            ],
        }
        event = tell(found.who.type, found.who.ref, DONE, told, by).sequence
    erasing.settle()
    sealing.seal_after_commit()
    return Erased(event, tuple(event for event, _ in done), sum(len(fields) for _, fields in done))


def _erase(step: Step, by: By, why: str) -> tuple[int, tuple[str, ...]]:
    if step.type == ACCOUNT:
        return erasing.erase_account(step.ref, by, why)
    return erasing.erase(step.type, step.ref, step.fields, by, why)
