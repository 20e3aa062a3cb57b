"""Plan what leaders are going to say, and turn what was planned into what was said, with its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.records import blobs, clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

PLAN, SAID, PROOF = "PlannedCommunication", "Communication", "Evidence"
CARRIED = ("kind", "speaker", "title", "themes", "units")
"""What a plan hands on to the communication that came of it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a plan: the day, how many it was meant for and reached, themes, units reached, its file in parts."""

    day: str
    audience: str = ""
    reached: str = ""
    themes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    file: Iterable[bytes] | None = None
    file_type: str = blobs.PLAIN


def plan(account: Account, plain: Mapping[str, Any]) -> Record:
    """Plan a communication; needs a kind, a speaker and a day. Raises Forbidden, Refused."""
    by = writer(account, PLAN)
    for name, words in (("kind", "the channel"), ("speaker", "who is to speak"), ("planned_on", "the day")):
        if not plain.get(name):
            raise Refused(f"choose {words}; a plan says who speaks where and when")
    entry = intake.take(PLAN, {**plain, "id": next_ref(PLAN)})
    made = write.save(entry, by, after=0)
    if made is None:
        raise Refused("the plan could not be stored; send it once more")
    return made


def hold(account: Account, ref: str, held: Held) -> Record:
    """Record that a planned communication was held: communication, file and plan in one transaction.

    Gives the communication. Raises Forbidden, Refused, Overtaken.
    """
    by = writer(account, SAID)
    before = open_plan(ref)
    if not cadence.is_day(held.day):
        raise Refused("say on which day it was held; write YYYY-MM-DD")
    if held.day > clock.today():
        raise Refused("it cannot have been held on a day that is still to come")
    said = {name: value for name in CARRIED if (value := before.plain().get(name)) is not None}
    said |= {"id": next_ref(SAID), "sent_on": held.day, "themes": list(held.themes)}
    said |= {"units": list(held.units)} if held.units else {}
    said |= {"audience_size": _number(held.audience), "reached": _number(held.reached)}
    records: list[tuple[str, dict[str, Any], None]] = []
    if held.file is not None:
        proof = _proof(said, blobs.store(held.file, held.file_type).sha256, by.person)
        said |= {"artefact_ref": proof["id"], "sha256": proof["sha256"]}
        records.append((PROOF, proof, None))
    settled = before.plain() | {"done": said["id"], "settled_on": held.day}
    settled = {name: value for name, value in settled.items() if name not in ("recorded_on", "entered_by")}
    entries = intake.take_all([*records, (SAID, _filled(said), None), (PLAN, settled, None)])
    changes = [Change(entry, before.revision if entry.type == PLAN else 0) for entry in entries]
    made = write.save_all(changes, by)[-2]
    if made is None:
        raise Refused("the communication could not be stored; send it once more")
    return made


def cancel(account: Account, ref: str) -> Record | None:
    """Take a plan back; it stays on record as cancelled today. Raises Forbidden, Refused."""
    by = writer(account, PLAN)
    before = open_plan(ref)
    values = write.values_of(before) | {"cancelled_on": clock.today()}
    return write.save(intake.Entry(PLAN, ref, values), by, after=before.revision)


def open_plan(ref: str) -> Record:
    """The plan of an id that is neither held nor cancelled. Raises Refused."""
    found: Any = write.latest(PLAN, ref)
    if found is None or found.withdrawn_on:
        raise Refused(f"there is no plan {ref}")
    if found.done:
        raise Refused(f"the plan {ref} was held already, as {found.done}")
    if found.cancelled_on:
        raise Refused(f"the plan {ref} was cancelled on {found.cancelled_on}")
    held: Record = found
    return held


def _proof(said: Mapping[str, Any], digest: str, person: str | None) -> dict[str, Any]:
    proof = {
        "id": next_ref(PROOF),
        "kind": "executive-communication",
        "title": said.get("title") or str(said.get("kind", "communication")).replace("-", " ").capitalize(),
        "occurred_on": said["sent_on"],
        "recorded_by": person,
        "sha256": digest,
        "links": [said["id"]],
    }
    return _filled(proof)


def _filled(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value not in (None, "", [])}


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise Refused(f"{text.strip()[:20]!r} is no number of people; write it in digits")
    return int(text)
