"""Checkpoints by mail: who gets them, and a round that sends what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import connection, transaction

from tonetop.core.ledger import moment
from tonetop.records import clock, tongue
from tonetop.records.anchoring import ACT, DAY, EVERY, AnchorState, CheckpointReader
from tonetop.records.doers import By
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.ledger import checkpoints
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.work.anchor import MAIL, Done, failed, is_due, keep, state_of

SUBJECT = "CheckpointReader"
GAPS = {ACT: timedelta(minutes=10), DAY: timedelta(days=1), "week": timedelta(days=7)}
"""The shortest time between two mails to a reader."""
MOST = 20


def add(name: str, address: str, every: str, by: By) -> CheckpointReader:
    """Somebody outside who gets checkpoints by mail from now on. Raises Refused."""
    name, address = " ".join(name.split()), address.strip()
    if not name or len(name) > 200:
        raise Refused("say who it is, such as the auditor or the board's secretary, in at most 200 letters")
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("the address is none of e-mail") from None
    if every not in EVERY:
        raise Refused("choose how often checkpoints go out: after acts, daily or weekly")
    with transaction.atomic():
        if CheckpointReader.objects.filter(name=name).exists():
            raise Refused("somebody of this name gets checkpoints already")
        if CheckpointReader.objects.count() >= MOST:
            raise Refused(f"{MOST} people get checkpoints, and no more than that; remove one first")
        made = CheckpointReader.objects.create(name=name, address=address, every=every, made_on=clock.today())
        tell(SUBJECT, str(made.pk), "checkpoint.reader-added", {"every": every, "name": name}, by)
    return made


def remove(number: int, by: By) -> None:
    """Somebody gets none any more; what they hold they keep. Raises Refused."""
    with transaction.atomic():
        found = CheckpointReader.objects.filter(pk=number).first()
        if found is None:
            raise Refused("nobody of this number gets checkpoints")
        tell(SUBJECT, str(found.pk), "checkpoint.reader-removed", {"name": found.name}, by)
        found.delete()


def readers() -> list[CheckpointReader]:
    """Who gets checkpoints, the first one first."""
    return list(CheckpointReader.objects.all())


def due() -> int | None:
    """To how many a checkpoint is to be sent now; None for none, so that no job is begun."""
    if not getattr(settings, "SENDS_MAIL", False):
        return None
    return len(_due(clock.now())) or None


def send() -> Done:
    """One round; what cannot be sent is tried again."""
    now, done = clock.now(), Done()
    for reader in _due(now):
        last = checkpoints.latest(connection)
        if last is None:
            break
        try:
            _mail(reader, last)
        except OSError as error:
            failed(state_of(MAIL, reader.name), f"the mail did not go out: {error}", now)
            done.problems += (f"{reader.name}: {error}",)
        else:
            keep(Anchor(MAIL, last.head.size, last.head.root, moment(now), reader.name), now)
            done.made += 1
    return done


def _due(now: datetime) -> list[CheckpointReader]:
    last = checkpoints.latest(connection)
    states = {one.holder: one for one in AnchorState.objects.filter(kind=MAIL)}
    return [each for each in readers() if last and _wants(each, states.get(each.name), last, now)]


def _wants(reader: CheckpointReader, state: AnchorState | None, last: Signed, now: datetime) -> bool:
    gap = GAPS[reader.every]
    if state and state.done_at and now - state.done_at < gap:
        return False
    return is_due(state, last, now, GAPS[DAY] if reader.every == ACT else gap)


def _mail(reader: CheckpointReader, last: Signed) -> None:
    """Raises OSError."""
    house, size = clock.organisation(), last.head.size
    lines = [
        tongue.told(f"This is the signed head of the ledger of {house} over {size} events."),
        tongue.told(
            "Keep this mail: with it you can show later that nothing up to here was altered or left out."
        ),
        "",
        *last.note.rstrip("\n").split("\n"),
        "",
        tongue.told(
            "To check a proof bundle against it, give it to the checker, or to: tonetop verify --held FILE"
        ),
        tongue.told("Nothing is asked of you, and no answer is needed."),
    ]
    subject = tongue.told(f"{house}: checkpoint of the ledger over {size} events")
    letter = EmailMessage(subject, "\n".join(lines) + "\n", to=[reader.address])
    letter.attach(f"checkpoint-{size}.txt", last.note, "text/plain")
    letter.send()
