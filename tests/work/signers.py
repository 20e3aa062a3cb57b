"""People of the demo who sign, the passkeys that they do it with, and what the ledger then says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.making_signatures import ED25519, Authenticator

RP = "example.org"
FIRST = Authenticator(credential=b"first")
SECOND = Authenticator(ED25519, b"second")


def account(role: str = "executive") -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role=role)


def enrolled(who: Any, passkey: Authenticator, name: str = "My phone") -> Any:
    from tonetop.work.enrol import enrol, offer

    who.set_unusable_password()
    return enrol(who, passkey.register(offer(who, RP)), name, RP)


def approval(who: Any, ref: str = "APP-1", answer: str = "approved", **more: Any) -> Any:
    """The change that would write an answer about a record of the demo."""
    from tonetop.records import intake
    from tonetop.records.registry import registers
    from tonetop.records.write import Change

    about = registers()["Decision"].objects.order_by("row").first()
    plain = {"id": ref, "about": [about.ref], "version": 1, "sha256": "ab" * 32, "answer": answer}
    plain |= {"answered_by": who.person, "answered_on": "2025-12-31", "rank": "top management"}
    return Change(intake.take("Approval", plain | more), after=0)


def by(who: Any) -> Any:
    from tonetop.records.write import By

    return By(f"account-{who.pk}", who.person, "password")


def signed(who: Any, passkey: Authenticator, change: Any) -> Any:
    from tonetop.work.sign import ask, seal, take

    given = take(who, passkey.authenticate(ask(who, "Decision", change, RP)), RP)
    return seal(who, "Decision", change, given)


def last_event() -> dict[str, Any]:
    from tonetop.records import log

    found = log.whole(log.size())
    assert found is not None
    return found.fields()


def problems(folder: Path, tmp_path: Path) -> list[str]:
    """What the check of the folder and the stand-alone verifier of its bundle say."""
    from django.db import connection

    from tonetop.records import sealing
    from tonetop.records.ledger import keys
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.verify import verify_bundle
    from tonetop.work.verify_folder import verify_folder

    sealing.seal()
    write_bundle(connection, keys.load(folder), tmp_path / "bundle.zip")
    found = verify_folder(folder).problems + verify_bundle(tmp_path / "bundle.zip")["problems"]
    return [str(problem) for problem in found]
