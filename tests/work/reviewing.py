"""Steps of a management review over the demo, for the tests of its parts."""

from __future__ import annotations

from typing import Any

from tonetop.records.models import Account
from tonetop.records.write import By, withdraw
from tonetop.work.assess import assess
from tonetop.work.freeze_review import open_sitting
from tonetop.work.gather_review import build, contents, note, pack_of
from tonetop.work.hold_review import Seat, attend, conclude, decide

YES = {"suitable": "yes", "adequate": "with-changes", "effective": "yes"}
PRESENT = [Seat("solvang", "present", "chair"), Seat("rehn", "remote", "member"), Seat("lind", "apology")]
DECISION = {"text": "Buy the viewer", "kind": "improvement", "owner": "lind", "due": "2026-03-31"}


def lead() -> Account:
    """The governance lead, who is Leila Haddad."""
    return Account.objects.get(role="governance-lead")


def chair() -> Account:
    """The account of Ingrid Solvang."""
    found = Account.objects.get(role="executive")
    found.person = "solvang"
    return found


def unaudited() -> None:
    """As if the certification body had not come in November, so that no audit was held since the last review."""
    withdraw("ExternalAudit", "external-2025", By())


def held(keys: list[str] | None = None) -> tuple[Any, str]:
    """A pack without audits whose first sitting is open, and the sitting; keys: the inputs taken up (default: all)."""
    unaudited()
    pack: Any = build(lead())
    note(lead(), pack.ref, "performance_audits", "the next one is in May", nothing=True)
    meeting = pack.meetings[0]
    wanted = keys or [found.key for found in contents(pack_of(pack.ref), assess()).inputs]
    open_sitting(lead(), pack.ref, meeting, wanted)
    return pack_of(pack.ref), meeting


def finished() -> tuple[Any, str]:
    """A pack whose minutes can be written, and its sitting."""
    pack, meeting = held()
    attend(lead(), pack.ref, meeting, PRESENT)
    decide(lead(), pack.ref, meeting, DECISION | {"amount": 1200, "currency": "EUR"})
    conclude(lead(), pack.ref, YES, "Rehn: too dear")
    return pack_of(pack.ref), meeting
