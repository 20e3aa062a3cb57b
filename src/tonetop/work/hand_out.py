"""Hand a signed checkpoint to somebody outside and note who holds it: what it covers cannot be altered unseen."""

from __future__ import annotations

from django.db import connection, transaction

from tonetop.records import clock, sealing
from tonetop.records.intake import Refused
from tonetop.records.ledger import anchors
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import LedgerError
from tonetop.records.models import Account
from tonetop.records.rollback import demand_writable
from tonetop.work.permission import HAND_OUT, demand

KINDS = ("email", "print")
"""Ways that a person hands it out by; programs have ways of their own (`ledger_anchors`)."""
LONGEST = 200


def hand_out(account: Account, holder: str, kind: str) -> Signed:
    """Sign the head and note that somebody was given it; the note is what they are to keep.

    Raises Forbidden, Refused.
    """
    demand(account, HAND_OUT)
    demand_sound(holder, kind)
    demand_writable()
    try:
        signed = sealing.seal()
    except LedgerError as error:
        raise Refused(str(error)) from error
    note(signed, holder, kind)
    return signed


def demand_sound(holder: str, kind: str) -> None:
    """Raises Refused for a holder without a name, and for a way there is not."""
    if not holder.strip():
        raise Refused("say who is given the checkpoint, such as the auditor or the board's secretary")
    if kind not in KINDS:
        raise Refused(f"{kind!r} is no way to hand it out; it is {' or '.join(KINDS)}")


def note(signed: Signed, holder: str, kind: str) -> None:
    """Note who holds a checkpoint. Raises ReadOnly."""
    demand_writable()
    made = f"{clock.now():%Y-%m-%dT%H:%M:%S.%fZ}"
    with transaction.atomic():
        given = Anchor(kind, signed.head.size, signed.head.root, made, holder.strip()[:LONGEST])
        anchors.add(connection, given)
