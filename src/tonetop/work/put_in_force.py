"""Put an approved policy text in force: the policy's version, the proof of its approval and the link, at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change
from tonetop.standard.terms.people import top
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.document_state import APPROVED, PUBLISHED, Document, Version, answering_order
from tonetop.work.permission import manager
from tonetop.work.publish import ADDRESSES
from tonetop.work.revised import filled, restated, standing
from tonetop.work.write_document import demand_kept, found_version


@dataclass(frozen=True, slots=True)
class Policy:
    """What a text becomes: the kind of policy, its principles, from which day, and when it is looked at again."""

    kind: str
    since: str = ""
    principles: Collection[str] = ()
    review_due: str = ""


def put_in_force(account: Account, ref: str, policy: Policy) -> Record | None:
    """Write the policy version that a text became, the evidence of its approval, and the link between them.

    Approved by: of those asked the top manager who answered last, else who answered last. Raises Forbidden, Refused.
    """
    by = manager(account)
    facts = assess().facts
    document, version = found_version(facts, ref)
    demand_ready(document, version)
    approval = deciding(facts, version)
    _demand_days(version, policy, since := policy.since or facts.as_of)
    id, evidence = next_ref("PolicyVersion"), next_ref("Evidence")
    plain = {
        "id": id,
        "kind": policy.kind,
        "version": version.row.version,
        "principles": list(policy.principles),
        "approved_by": approval.person,
        "approved_on": approval.day,
        "signature_ref": evidence,
        "effective_from": since,
        "next_review_due": policy.review_due,
        "supersedes": superseded(facts, policy.kind),
        **_addresses(version),
    }
    proof = {
        "id": evidence,
        "kind": "policy-approval",
        "title": f"{document.row.title}, version {version.row.version}, as approved",
        "occurred_on": approval.day,
        "recorded_by": by.person,
        "sha256": version.row.sha256,
        "links": [id, ref],
    }
    row = standing("DocumentVersion", ref)
    linked = (*restated(row, policy=id), None)
    records = [("PolicyVersion", filled(plain), None), ("Evidence", filled(proof), None), linked]
    entries = zip(intake.take_all(records), (0, 0, row.revision), strict=True)
    changes = [Change(entry, after) for entry, after in entries]
    return write.save_all(changes, by)[0]


def demand_ready(document: Document, version: Version) -> None:
    """Raises Refused unless this is an approved policy text that is not in force yet."""
    demand_kept(document)
    if document.row.kind != "policy":
        raise Refused(f"“{document.row.title}” is no policy; only policies are put in force")
    if version.row.policy:
        raise Refused(f"version {version.row.version} is in force already, as {version.row.policy}")
    if not version.answers or version.state not in (APPROVED, PUBLISHED):
        raise Refused(
            "not everybody who was asked has approved this very text; it cannot be put in force yet"
        )


@dataclass(frozen=True, slots=True)
class Deciding:
    """The approval that a policy names: who gave it, and on which day."""

    person: str
    day: str


def deciding(facts: Facts, version: Version) -> Deciding:
    """Of the approvals of a text the last by a top manager of that day, else the last."""
    given = [answer.given for answer in version.answers if answer.given is not None and answer.yes]
    ordered = sorted(given, key=answering_order)
    ranked = [row for row in ordered if top(facts, row.answered_by, row.answered_on)]
    last: Any = (ranked or ordered)[-1]
    return Deciding(last.answered_by, last.answered_on)


def superseded(facts: Facts, kind: str) -> str | None:
    """The policy of a kind that took effect last."""
    rows: list[Row] = [row for row in facts.rows("PolicyVersion") if row.kind == kind and row.approved_on]
    last = max(
        rows, key=lambda row: (row.effective_from or row.approved_on, row.approved_on, row.id), default=None
    )
    return last.id if last is not None else None


def _demand_days(version: Version, policy: Policy, since: str) -> None:
    days = [answer.given.answered_on for answer in version.answers if answer.given is not None]
    if not cadence.is_day(since) or since < max(days):
        raise Refused(f"a policy is in force no earlier than its last approval, on {max(days)}")
    if policy.review_due and (not cadence.is_day(policy.review_due) or policy.review_due <= since):
        raise Refused("the next review is due on a day after the policy takes effect")


def _addresses(version: Version) -> dict[str, Any]:
    """Where the text is published already."""
    fields: dict[str, Any] = {ADDRESSES[row.reach]: row.address for row in version.published if row.reach}
    outside = any(row.reach == "outside" for row in version.published)
    return fields | ({"public": True} if outside else {})
