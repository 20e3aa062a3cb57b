"""Follow a finding: cause, correction and action, verification by another person than who acted, closure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change
from tonetop.standard.terms.findings import nonconformity
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

FOLLOWED = ("cause", "correction", "due", "repeat_of")


@dataclass(frozen=True, slots=True)
class NewAction:
    """The corrective action that is agreed: who carries it out, and by when."""

    owner: str
    due: str


def follow_finding(account: Account, ref: str, told: Mapping[str, str], *, after: int | None = None) -> bool:
    """Keep why a finding came about, what was put right at once and until when; gives whether anything is other.

    told: some of `cause`, `correction`, `due`, `repeat_of`. Raises Forbidden, Refused, Overtaken.
    """
    by = writer(account, "Finding")
    last = _open(ref)
    values = {name: value.strip() for name, value in told.items() if name in FOLLOWED}
    if values.get("repeat_of") == ref:
        raise Refused("a finding cannot be the repeat of itself")
    return write.save(_entry(last, values), by, after=after) is not None


def agree_action(account: Account, ref: str, action: NewAction, *, after: int | None = None) -> str:
    """Open the action that removes the cause and tie it to the finding, in one transaction; gives the action's id.

    Who writes no actions, such as an auditor, agrees none: auditors do not write what they audit.
    Raises Forbidden, Refused, Overtaken.
    """
    writer(account, "Action")
    by = writer(account, "Finding")
    last = _open(ref)
    if not action.owner or not action.due:
        raise Refused("an action needs an owner and a day by which it is done")
    made = next_ref("Action")
    plain = {"id": made, "owner": action.owner, "due": action.due, "status": "open"}
    opened, tied = intake.take_all(
        [("Action", plain, None), ("Finding", _plain(last, {"action": made}), None)]
    )
    write.save_all([Change(opened, 0), Change(_from(last, tied), after)], by)
    return made


def verify_finding(
    account: Account, ref: str, effective: str, *, verified_by: str = "", after: int | None = None
) -> Record | None:
    """Record whether the action worked, as seen by somebody who neither acted nor owns the action.

    effective: yes, no or unknown. Raises Forbidden, Refused, Overtaken.
    """
    by = writer(account, "Finding")
    last: Any = _open(ref)
    verifier = verified_by or account.person
    if effective not in ("yes", "no", "unknown"):
        raise Refused("say whether the action worked: yes, no or unknown")
    if not verifier:
        raise Refused("say who verified it: your account belongs to no person of the register")
    facts = assess().facts
    missing = lacks(last, facts)
    if missing:
        raise Refused(f"nothing can be verified yet: {missing}")
    if verifier in acted(facts, last):
        raise Refused(f"{verifier} carried the action out; another person verifies whether it worked")
    values = {"effective": effective, "verified_by": verifier, "verified_on": clock.today()}
    return write.save(_entry(last, values), by, after=after)


def close_finding(account: Account, ref: str, *, after: int | None = None) -> Record | None:
    """Close a finding that was verified; an opportunity may be closed without. Raises Forbidden, Refused, Overtaken."""
    by = writer(account, "Finding")
    last: Any = _open(ref)
    facts = assess().facts
    if nonconformity(facts, last):
        if last.verified_by is None or last.effective != "yes":
            raise Refused("it is closed once another person has verified that the action worked")
        if last.verified_by in acted(facts, last):
            raise Refused(f"{last.verified_by} carried the action out; another person verifies it first")
    return write.save(_entry(last, {"closed_on": clock.today()}), by, after=after)


def lacks(finding: Any, facts: Facts) -> str:
    """What a nonconformity still lacks before its action can be verified; empty for nothing."""
    if not nonconformity(facts, finding):
        return ""
    for name, missing in (
        ("cause", "its cause is not told"),
        ("correction", "what was put right at once is not told"),
        ("action", "no action is tied to it"),
    ):
        if not getattr(finding, name):
            return missing
    return ""


def acted(facts: Facts, finding: Any) -> frozenset[str]:
    """Who carried out what followed from a finding: the owner of its action and of the decision behind that."""
    action: Row = facts.get("Action", finding.action)
    if action is None:
        return frozenset()
    decision = facts.get("Decision", action.decision)
    owners = [action.owner] if decision is None else [action.owner, decision.owner]
    return frozenset(filter(None, owners))


def next_step(facts: Facts, finding: Row) -> str:
    """The act that a finding waits for: `cause`, `correction`, `action`, `verification`, `closure` or nothing."""
    if finding.closed_on:
        return ""
    if not nonconformity(facts, finding):
        return "closure"
    missing = next((name for name in ("cause", "correction", "action") if not getattr(finding, name)), "")
    if missing:
        return missing
    return "closure" if finding.verified_by and finding.effective == "yes" else "verification"


def who_may_not_verify(facts: Facts, finding: Row) -> list[str]:
    """The people who acted, by name, whom the page tells that another one verifies."""
    people = (facts.get("Person", person) for person in sorted(acted(facts, finding)))
    return [person.name or person.id for person in people if person is not None]


def _open(ref: str) -> Record:
    last: Any = write.latest("Finding", ref)
    if last is None or last.withdrawn_on:
        raise Refused(f"there is no finding {ref}")
    if last.closed_on:
        raise Refused(f"the finding {ref} is closed; raise another one that repeats it")
    found: Record = last
    return found


def _plain(last: Record, values: Mapping[str, str]) -> dict[str, Any]:
    merged = last.plain() | dict(values)
    for name in ("recorded_on", "claimed_on", "entered_by", "effective_on"):
        merged.pop(name, None)
    return {name: value for name, value in merged.items() if value != ""}


def _entry(last: Record, values: Mapping[str, str]) -> intake.Entry:
    return _from(last, intake.take("Finding", _plain(last, values)))


def _from(last: Record, entry: intake.Entry) -> intake.Entry:
    """The entry as it holds from today on, with the source data kept."""
    return intake.Entry(entry.type, entry.ref, entry.values, last.source_data)
