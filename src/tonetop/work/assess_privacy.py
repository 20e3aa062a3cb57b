"""Take a privacy assessment on: its owner submits it, the data protection officer advises, somebody else decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.standard.terms.clocks import assessment_lacks
from tonetop.work.permission import ALL, Forbidden, writer
from tonetop.work.revised import revised, standing

TYPE = "PrivacyAssessment"
DRAFT, SUBMITTED, ADVISED, APPROVED, REFUSED = "draft", "submitted", "advised", "approved", "refused"
SUBMIT, ADVISE, APPROVE, REFUSE, BACK = "submit", "advise", "approve", "refuse", "back"
OPEN_FOR = {SUBMIT: (DRAFT,), ADVISE: (SUBMITTED, ADVISED), APPROVE: (ADVISED,), REFUSE: (SUBMITTED, ADVISED)}
OPEN_FOR[BACK] = (SUBMITTED, ADVISED, APPROVED, REFUSED)
"""By act, the states in which it is done."""
DPO = "dpo"


def acts(account: Account, row: Any) -> list[str]:
    """The acts that an account may do on an assessment as it stands."""
    return [act for act in OPEN_FOR if not _why_not(account, row, act)]


def act(account: Account, ref: str, what: str, text: str = "", *, after: int | None = None) -> str:
    """Do one act; gives the state that follows. text: the advice, or the reason of a decision.

    Raises Forbidden, Refused, Overtaken.
    """
    row: Any = standing(TYPE, ref)
    by = writer(account, TYPE, row)
    if what not in OPEN_FOR:
        raise Refused("choose what to do with the assessment")
    why = _why_not(account, row, what)
    if why:
        raise why
    if what == SUBMIT and (lacks := assessment_lacks(row)):
        raise Refused(f"{TYPE} {ref}: is not ready to be submitted, for it has no {lacks[0]}")
    if what != SUBMIT and not text.strip():
        raise Refused("say in a sentence what you advise, or why it is decided so")
    fields = _FIELDS[what](account, text.strip(), clock.today())
    change = revised(row, after, **fields)
    write.save_all([Change(change.entry, change.after, act=True)], by)
    return str(fields["state"])


def _why_not(account: Account, row: Any, what: str) -> Refused | Forbidden | None:
    """Why an account may not do an act now; None when it may."""
    state = row.state or DRAFT
    if state not in OPEN_FOR[what]:
        return Refused(f"{TYPE} {row.ref}: is {state}, and not open to this act")
    if not account.person:
        return Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    own = account.person in (row.owner, row.submitted_by)
    if what == ADVISE and account.role != DPO:
        return Forbidden("the data protection officer advises; put it before them")
    if what in (APPROVE, REFUSE) and (own or account.role not in ALL):
        return Forbidden("somebody who leads decides, and nobody decides on their own assessment")
    return None


def _submitted(account: Account, text: str, today: str) -> dict[str, Any]:
    return {"state": SUBMITTED, "submitted_by": account.person, "submitted_on": today}


def _advised(account: Account, text: str, today: str) -> dict[str, Any]:
    return {"state": ADVISED, "dpo": account.person, "dpo_advised_on": today, "dpo_advice": text}


def _decided(state: str) -> Callable[[Account, str, str], dict[str, Any]]:
    def fields(account: Account, text: str, today: str) -> dict[str, Any]:
        return {"state": state, "decided_by": account.person, "decided_on": today, "decision_reason": text}

    return fields


def _back(account: Account, text: str, today: str) -> dict[str, Any]:
    gone = ("submitted_by", "submitted_on", "dpo", "dpo_advised_on", "dpo_advice", "decided_by", "decided_on")
    return {"state": DRAFT, **dict.fromkeys(gone), "decision_reason": text}


_FIELDS = {
    SUBMIT: _submitted,
    ADVISE: _advised,
    APPROVE: _decided(APPROVED),
    REFUSE: _decided(REFUSED),
    BACK: _back,
}
