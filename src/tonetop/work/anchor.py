"""Anchor the log: have authorities stamp its newest checkpoint and witnesses sign it; what fails is tried again.

Nothing waits for an anchor: acts stand whether or not anybody outside could be reached.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial

from django.db import connection, transaction

from tonetop import __version__
from tonetop.core.ledger import moment
from tonetop.core.notes import Key, Note, NoteError
from tonetop.core.witnessing import Asked
from tonetop.records import clock
from tonetop.records.anchoring import AnchorState
from tonetop.records.ledger import anchors, checkpoints, journal, proving
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.keys import verify
from tonetop.records.rollback import ReadOnly, demand_writable
from tonetop.work import anchor_settings as named
from tonetop.work import time_stamp
from tonetop.work.anchor_settings import Authority, SettingError, Witness
from tonetop.work.fetch_public import Unreachable
from tonetop.work.post_public import SECONDS, send_named
from tonetop.work.time_stamp import NoStampError

STAMP, COSIGNATURE, MAIL = "rfc3161", "cosignature", "email"
PAUSES = (1, 2, 5, 10, 30, 60)
"""Minutes until a holder is asked again, by how often it failed; the last one for as long as it fails."""
BY_LEADERS = b'"rank":"top management"'
OKAY, BEHIND, CONTRADICTS = 200, 409, 422
AGENT = {"User-Agent": "Tonetop/" + __version__}


class NotAnchoredError(Exception):
    """Why a holder did not take a checkpoint, in half a sentence; refused: for it contradicts an earlier one."""

    def __init__(self, why: str, *, refused: bool = False) -> None:
        super().__init__(why)
        self.refused = refused


@dataclass(slots=True)
class Done:
    """What a round did: anchors made, and what went wrong, in sentences."""

    made: int = 0
    problems: tuple[str, ...] = ()


def due() -> int | None:
    """How many holders are to be asked now; None for none, so that no job is begun."""
    return len(_due(clock.now())) or None


def anchor(*, at_once: bool = False) -> Done:
    """One round: ask every holder that is due. at_once: those too whose time is yet to come."""
    now, done = clock.now(), Done()
    for holder, act in _due(now, at_once=at_once):
        state = state_of(*holder)
        try:
            demand_writable()
            made = act(_latest(), state.size)
        except NotAnchoredError as error:
            failed(state, str(error), now, refused=error.refused)
        except (Unreachable, NoStampError, LedgerError, ReadOnly) as error:
            failed(state, str(error), now)
        else:
            keep(made, now)
            done.made += 1
            continue
        done.problems += (f"{state.holder}: {state.why}",)
    return done


def keep(made: Anchor, now: datetime) -> None:
    """Keep an anchor, and that its holder is well."""
    with transaction.atomic():
        state = state_of(made.kind, made.holder)
        anchors.add(connection, made)
        state.size, state.done_at, state.tried_at, state.next_at = max(state.size, made.size), now, now, None
        state.failures, state.why, state.refused = 0, "", False
        state.save()


def stamp(authority: Authority, signed: Signed, _old: int = 0) -> Anchor:
    """What an authority gives for a checkpoint. Raises NotAnchoredError, NoStampError, Unreachable."""
    asked = time_stamp.request(signed.note)
    headers = AGENT | {"Content-Type": time_stamp.ASKS, "Accept": time_stamp.ANSWERS}
    status, raw = send_named(authority.address, headers, asked.raw, SECONDS)
    if status != OKAY:
        raise NotAnchoredError(f"it answered with status {status}")
    found = time_stamp.taken(raw, asked, named.roots())
    return Anchor(STAMP, signed.head.size, signed.head.root, found.made, authority.name, found.token)


def cosigned(witness: Witness, signed: Signed, old: int) -> Anchor:
    """What a witness gives for a checkpoint. Raises NotAnchoredError, LedgerError, Unreachable."""
    status, raw = _asked(witness, signed, old)
    size = raw.strip()
    if status == BEHIND and size.isdigit() and len(size) < 18 and int(size) != old:
        old = int(size)
        if old > signed.head.size:
            raise NotAnchoredError(
                f"it signed {old} events of this log before, and there are {signed.head.size} here: "
                "an older copy was put back, or this log was cut",
                refused=True,
            )
        status, raw = _asked(witness, signed, old)
    if status == CONTRADICTS or status == BEHIND and raw.strip() == str(old).encode():
        raise NotAnchoredError(
            f"it refuses the checkpoint over {signed.head.size} events: it contradicts what it signed before",
            refused=True,
        )
    if status != OKAY:
        raise NotAnchoredError(f"it answered with status {status}")
    return taken(witness.key, signed, raw.decode("utf-8", "replace"))


def taken(key: Key, signed: Signed, line: str) -> Anchor:
    """The anchor that a witness's signature line makes, once it holds. Raises NotAnchoredError."""
    text = Note.parse(signed.note).text
    own = [f"{one}\n" for one in line.splitlines() if one.startswith(f"— {key.name} ")]
    try:
        note = Note.parse(f"{text}\n" + "".join(own))
        note.signers([key], verify)
    except NoteError:
        raise NotAnchoredError(f"what it gave is no signature of {key.name} on the checkpoint") from None
    made = next(one for one in note.signatures if one.key == key.id)
    at = moment(datetime.fromtimestamp(made.seconds, UTC))
    return Anchor(COSIGNATURE, signed.head.size, signed.head.root, at, key.name, f"{key}\n{made}".encode())


def question(signed: Signed, old: int) -> Asked:
    """What a witness that signed so many events is asked. Raises LedgerError."""
    return Asked(old, proving.goes_on(connection, old, signed.head.size), signed.note)


def _asked(witness: Witness, signed: Signed, old: int) -> tuple[int, bytes]:
    headers = AGENT | {"Content-Type": "text/plain; charset=utf-8"}
    return send_named(witness.address, headers, str(question(signed, old)).encode(), SECONDS)


Act = Callable[[Signed, int], Anchor]


def _due(now: datetime, *, at_once: bool = False) -> list[tuple[tuple[str, str], Act]]:
    """Each holder to be asked, with how."""
    try:
        holders = _holders()
    except SettingError:
        return []  # the page of anchors says what is wrong with the setting
    last = checkpoints.latest(connection) if holders else None
    states = {(one.kind, one.holder): one for one in AnchorState.objects.all()} if last else {}
    return [
        (holder, act)
        for holder, act in holders.items()
        if last and is_due(states.get(holder), last, now, named.every(), at_once=at_once)
    ]


def _holders() -> dict[tuple[str, str], Act]:
    """How each holder that is named is asked, by kind and name."""
    found: dict[tuple[str, str], Act] = {}
    for authority in named.authorities():
        found[STAMP, authority.name] = partial(stamp, authority)
    for witness in named.witnesses():
        if witness.address:
            found[COSIGNATURE, witness.name] = partial(cosigned, witness)
    return found


def is_due(
    state: AnchorState | None, last: Signed, now: datetime, every: timedelta, *, at_once: bool = False
) -> bool:
    """Whether a holder is to get the newest checkpoint now: after a leader's act soon, else after so long."""
    if state is None or at_once:
        return state is None or state.size < last.head.size
    if state.next_at and now < state.next_at or state.size >= last.head.size:
        return False
    if state.failures or state.done_at is None or now - state.done_at >= every:
        return True
    return _by_leaders(state.size, last.head.size, last.head.root)


@lru_cache(maxsize=100)
def _by_leaders(after: int, to: int, root: bytes) -> bool:
    """Whether a leader did any of the events after a number; root: that of the log up to the last one, which is it."""
    bodies = zip(range(to - after), journal.bodies(connection, after), strict=False)
    return any(BY_LEADERS in body for _, body in bodies)


def _latest() -> Signed:
    last = checkpoints.latest(connection)
    if last is None:
        raise NotAnchoredError("no checkpoint was signed yet")
    return last


def state_of(kind: str, holder: str) -> AnchorState:
    return AnchorState.objects.get_or_create(kind=kind, holder=holder)[0]


def failed(state: AnchorState, why: str, now: datetime, *, refused: bool = False) -> None:
    pause = PAUSES[min(state.failures, len(PAUSES) - 1)]
    state.failures, state.tried_at, state.next_at = state.failures + 1, now, now + timedelta(minutes=pause)
    state.why, state.refused = why[:300], refused
    state.save()
