"""What the privacy desk wants done beside deadlines and reviews: confirming, advice, notices, the trust page."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.due import REVIEW, Due, looked_at
from tonetop.records.models import Account
from tonetop.standard.terms.people import in_force
from tonetop.standard.terms.processing import current_notice
from tonetop.work import confirm_activity
from tonetop.work.assess_privacy import SUBMITTED
from tonetop.work.reaffirm import reaffirm
from tonetop.work.ropa import to_confirm
from tonetop.work.trust_shown import HIDDEN, chosen
from tonetop.work.watch_notice import history

CONFIRM, ADVISE, UNREACHABLE, CHANGED, VANISHED, ANSWER = (
    *("confirm", "advise", "unreachable", "changed", "vanished", "answer"),
)
DAYS = 14
"""How long an entry waits to be confirmed, and an assessment for advice, before it is overdue."""
DPO = "dpo"


def privacy_due(facts: Facts) -> list[Due]:
    """What waits on the desk as of the facts' day, the earliest first."""
    return sorted((*_to_confirm(facts), *_advice(facts), *_notices(facts), *_vanished(facts), *_asks(facts)))


def _to_confirm(facts: Facts) -> Iterator[Due]:
    for ref, changed in to_confirm(facts).items():
        row = facts.get(confirm_activity.TYPE, ref)
        if row is not None:
            on = cadence.shift(min(one.on for one in changed), DAYS)
            yield Due(on, row.type, ref, CONFIRM, _one(row.owner))


def _advice(facts: Facts) -> Iterator[Due]:
    holders = tuple(
        role.person
        for role in facts.rows("RoleAssignment")
        if role.role == DPO and role.person and in_force(role, facts.as_of)
    )
    for row in facts.rows("PrivacyAssessment"):
        if row.state == SUBMITTED:
            on = row.wanted_by or cadence.shift(row.submitted_on or facts.as_of, DAYS)
            yield Due(on, row.type, row.id, ADVISE, tuple(dict.fromkeys(holders)))


def _notices(facts: Facts) -> Iterator[Due]:
    """The notice that counts, where its last check did not reach it, or found another text that nobody looked at."""
    notice = facts.prepared(current_notice)
    checks = history(facts, notice.id) if notice is not None else []
    if notice is None or not checks:
        return
    last, seen = checks[0], facts.part(looked_at, notice.id) or ""
    if last.reachable is False:
        yield Due(
            last.checked_on or facts.as_of, notice.type, notice.id, UNREACHABLE, _one(notice.approved_by)
        )
    news = [one.checked_on for one in checks if one.changed and (one.checked_on or "") > seen]
    if news and news[-1]:
        yield Due(news[-1], notice.type, notice.id, CHANGED, _one(notice.approved_by))


def _vanished(facts: Facts) -> Iterator[Due]:
    for one in facts.prepared(chosen):
        if one.state == HIDDEN:
            yield Due(facts.as_of, one.item.type, one.item.id, VANISHED, _one(one.item.shown_by))


def _asks(facts: Facts) -> Iterator[Due]:
    """Asks for documents that wait for an answer, with whoever published that the document may be asked for."""
    for row in facts.rows("DocumentRequest"):
        if not row.outcome:
            item = facts.get("TrustItem", row.item)
            whose = _one(item.shown_by) if item is not None else ()
            yield Due(row.answer_due or facts.as_of, row.type, row.id, ANSWER, whose)


def _one(person: str | None) -> tuple[str, ...]:
    return (person,) if person else ()


def is_affirmed(what: str, type: str) -> bool:
    """Whether a thing that is due is done by saying that the record is right as it stands."""
    return what in (REVIEW, CHANGED) or type == confirm_activity.TYPE


def affirm(account: Account, type: str, ref: str) -> None:
    """Say that a record is right as it stands; of an entry of the record of processing that is its review.

    Raises Forbidden, Refused.
    """
    if type == confirm_activity.TYPE:
        confirm_activity.confirm_activity(account, ref)
    else:
        reaffirm(account, type, ref)
