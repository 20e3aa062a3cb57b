"""Let up on what keeps gates shut: close a risk, judge an incident less grave; the act of another, with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.standard.gating import word
from tonetop.standard.gating.rank import authority
from tonetop.standard.gating.whose import whose
from tonetop.standard.risks import GRAVE, remains
from tonetop.standard.terms.clocks import SERIOUS
from tonetop.standard.terms.easing import SEVERITIES, eased
from tonetop.standard.terms.people import person_on
from tonetop.standard.terms.treatment import APPROVAL
from tonetop.work.assess import assess
from tonetop.work.permission import writer
from tonetop.work.revised import revised, standing

NOT_SERIOUS = "not-serious"
LETTERS = 3
"""How many letters the shortest word has that can be a reason."""


@dataclass(frozen=True, slots=True)
class Eased:
    """What of an incident is judged otherwise, empty where it stays; closed: whether it is over. reason: why."""

    reason: str
    severity: str = ""
    serious: str = ""
    aware_on: str = ""
    no_notice_reason: str = ""
    closed: bool = False


def close_risk(account: Account, ref: str, reason: str) -> None:
    """Close a risk as of today. Raises Forbidden, Refused.

    By another person than who ever answered for it, judged it or entered it; where a high or critical risk remains, or
    did in any version, by top management, or whom it delegated the acceptance of such.
    """
    by = writer(account, "RiskAssessment")
    facts = assess().facts
    row = facts.get("RiskAssessment", ref)
    if row is None or row.status == "closed":
        raise Refused(f"there is no open risk {ref!r}")
    person = _other(account, facts, row, reason)
    if (not remains(row) or any(remains(one) in GRAVE for one in facts.written(row))) and not authority(
        facts, person, facts.as_of, APPROVAL
    ):
        raise Refused("a risk that is high, critical or not rated is closed by top management")
    done = {"status": "closed", "closing_by": person, "closing_on": facts.as_of}
    change = revised(standing("RiskAssessment", ref), None, **done, closing_reason=reason.strip())
    write.save_all([replace(change, act=True)], by)


def ease_incident(account: Account, ref: str, said: Eased) -> None:
    """Judge an incident less grave, or close a grave one, as of today. Raises Forbidden, Refused.

    By another person than who reported it, or ever owned it.
    """
    by = writer(account, "Incident")
    facts = assess().facts
    row = facts.get("Incident", ref)
    if row is None:
        raise Refused(f"there is no incident {ref!r}")
    person = _other(account, facts, row, said.reason)
    told = _told(facts, said)
    last: Any = standing("Incident", ref)
    before = last.plain()
    if all(before.get(name) == value for name, value in told.items()):
        raise Refused(
            "say what is otherwise: how grave it is, how serious, since when it is known, or that it is over"
        )
    if eased(before, before | told):
        told |= {"eased_by": person, "eased_on": facts.as_of, "easing_reason": said.reason.strip()}
    write.save_all([replace(revised(last, None, **told), act=True)], by)


def may_let_up(facts: Facts, person: str, row: Row) -> bool:
    """Whether a person is another than those who answer for a risk or an incident, judged or entered it."""
    return bool(person) and person not in _own(facts, row)


def _own(facts: Facts, row: Row) -> frozenset[str]:
    """Whose a risk or an incident is, or was in any version: naming another now makes nobody another."""
    if row.type == "RiskAssessment":
        return whose(facts, row)
    return word.ever(facts, row, "owner") | {word.author(facts, row)}


def _other(account: Account, facts: Facts, row: Row, reason: str) -> str:
    """The person who acts, another than those whose own it is, with a reason in words. Raises Refused."""
    person = account.person or ""
    if person_on(facts, person, facts.as_of) is None:
        raise Refused(
            "your account belongs to no person of the register; ask an administrator to name who you are"
        )
    if person in _own(facts, row):
        raise Refused("nobody lets up on what they reported, judged or answer for; another person does")
    if sum(map(str.isalpha, reason)) < LETTERS:
        raise Refused("say why; the reason is read by auditors")
    return person


def _told(facts: Facts, said: Eased) -> dict[str, Any]:
    """The fields that become others. Raises Refused."""
    if said.severity and said.severity not in SEVERITIES:
        raise Refused("choose how grave it is")
    if said.serious and said.serious not in (NOT_SERIOUS, *SERIOUS):
        raise Refused("choose how serious it is")
    if said.aware_on and not (cadence.is_day(said.aware_on) and said.aware_on <= facts.as_of):
        raise Refused("it is known since a day up to today")
    named = {"severity": said.severity, "serious": said.serious, "aware_on": said.aware_on}
    named |= {"no_notice_reason": said.no_notice_reason.strip()}
    return {name: value for name, value in named.items() if value} | (
        {"closed_on": facts.as_of} if said.closed else {}
    )
