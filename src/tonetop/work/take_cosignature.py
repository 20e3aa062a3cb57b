"""Take a witness's signature that came as a file or text, and note who holds what; write what a witness is asked."""

from __future__ import annotations

from django.db import connection

from tonetop.core.notes import Note, NoteError
from tonetop.records import clock, sealing
from tonetop.records.anchoring import AnchorState
from tonetop.records.intake import Refused
from tonetop.records.ledger import checkpoints
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import LedgerError
from tonetop.records.rollback import demand_writable
from tonetop.work import anchor_settings
from tonetop.work.anchor import COSIGNATURE, NotAnchoredError, keep, question, taken
from tonetop.work.anchor_settings import SettingError, Witness


def take(text: str) -> list[Anchor]:
    """Keep what witnesses put below one of this log's checkpoints; gives what was kept. Raises Refused."""
    demand_writable()
    whole = text.replace("\r\n", "\n").strip("\n") + "\n"
    try:
        note = Note.parse(whole)
    except NoteError:
        raise Refused("this is no signed checkpoint; give the whole text that the witness sent") from None
    signed = next((one for one in _signed() if Note.parse(one.note).text == note.text), None)
    if signed is None:
        raise Refused("it is signed below a checkpoint that is none of this log")
    names = {line.name for line in note.signatures}
    own = [witness for witness in witnesses() if witness.name in names]
    if not own:
        raise Refused(f"no witness who is named in {anchor_settings.WITNESSES} signed it")
    try:
        made = [taken(witness.key, signed, whole) for witness in own]
    except NotAnchoredError as error:
        raise Refused(str(error)) from None
    for each in made:
        keep(each, clock.now())
    return made


def ask(name: str) -> str:
    """What a witness is asked to sign, for a file: the newest checkpoint, and that it goes on. Raises Refused."""
    if name not in {witness.name for witness in witnesses()}:
        raise Refused(f"there is no witness {name!r} in {anchor_settings.WITNESSES}")
    state = AnchorState.objects.filter(kind=COSIGNATURE, holder=name).first()
    try:
        return str(question(sealing.seal(), state.size if state else 0))
    except LedgerError as error:
        raise Refused(str(error)) from error


def witnesses() -> list[Witness]:
    """The witnesses that are named. Raises Refused."""
    try:
        return anchor_settings.witnesses()
    except SettingError as error:
        raise Refused(str(error)) from None


def _signed() -> list[Signed]:
    return [Signed(note, checkpoints.read(note), "") for note in checkpoints.history(connection)]
