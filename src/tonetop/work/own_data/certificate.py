"""The certificate of an erasure: what went, what stays and why, and how anybody checks it; made of the ledger alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tonetop.core import ledger
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.ledger import checkpoints
from tonetop.records.registry import registers
from tonetop.work.own_data.erase_person import DONE, REASONS
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

CHECK = (
    "Each erasure is an event of the ledger. A proof bundle (tonetop export bundle) holds these events, and its "
    "verifiers verify.py and verify.html name the erased values while every proof still holds."
)
LIMITS = (
    "This says what the program did in its own data folder. It cannot say that nobody else kept a copy; what lies "
    "outside is named below."
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """An erasure as its event tells it: number, moment, whose, and the event's data; leaf: the event's hash."""

    event: int
    recorded: str
    type: str
    ref: str
    data: dict[str, Any]
    leaf: str
    origin: str
    checkpoint: str

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told = {"format": "tonetop-erasure/1", "event": self.event, "recorded": self.recorded}
        told |= {"of": {"type": self.type, "id": self.ref}, "log": self.origin, "leaf": self.leaf}
        return told | {"checkpoint": self.checkpoint or None, "reasons": REASONS} | self.data

    def as_json(self) -> bytes:
        """The bytes of the JSON form."""
        return json.dumps(self.plain(), ensure_ascii=False, indent=1, sort_keys=True).encode()


def certificate(seq: int) -> Certificate:
    """The certificate of the erasure that an event tells. Raises Refused when it tells none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, leaf FROM ledger_events WHERE seq = %s", [seq])
        row = cursor.fetchone()
    told = ledger.read(bytes(row[0])) if row else None
    if told is None or told["type"] != DONE:
        raise Refused(f"event {seq} tells of no person's erasure")
    head = checkpoints.latest(connection)
    signed = head.note if head is not None and head.head.size >= seq else ""
    about = told["subject"]
    return Certificate(
        seq,
        told["recorded"],
        about["kind"],
        about["id"],
        told["data"],
        _hex(row[1]),
        told["organisation"],
        signed,
    )


def _hex(leaf: Any) -> str:
    return bytes(leaf).hex() if not isinstance(leaf, str) else leaf


def erasures() -> list[tuple[int, str, str, str]]:
    """Every erasure of a person: event, moment, type and id; the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, recorded, kind, subject FROM ledger_events WHERE type = %s ORDER BY seq DESC", [DONE]
        )
        return [tuple(row) for row in cursor.fetchall()]


def _fields(one: dict[str, Any], voice: Voice) -> str:
    """The erased fields of a record, as its form calls them."""
    model: Any = registers().get(one["type"])
    if model is None or one["type"] == "Account":
        return ", ".join(voice.word(name) for name in one["fields"])
    own = {field.name: str(field.verbose_name) for field in model._meta.get_fields()}
    labels = {name: own[name] if name != "source_data" else "Imported cells" for name in one["fields"]}
    return ", ".join(voice.said(label) for label in labels.values())


def report(found: Certificate, voice: Voice = ENGLISH) -> Report:
    """The certificate for people."""
    data = found.data
    went = [
        [voice.kind(one["type"]), one["ref"], _fields(one, voice), str(one["event"])]
        for one in data["erased"]
    ]
    stays = [
        [f"{one['type']} {one['ref']}".strip(), voice.said(REASONS[one["why"]])] for one in data["stays"]
    ]
    sections = [
        Section(voice.said("What this certifies"), (voice.said(CHECK), voice.said(LIMITS))),
        Section(
            voice.said("What was erased"),
            (voice.form("Event %(n)s of %(moment)s sums it up.", n=found.event, moment=found.recorded[:19]),),
            table=Table(
                [voice.said(head) for head in ("Register", "Record", "Fields", "Event")], [3, 4, 5, 2], went
            ),
        ),
        Section(
            voice.said("What stays, and why"),
            table=Table([voice.said("What"), voice.said("Why")], [3, 7], stays),
        ),
        Section(
            voice.said("The event in the log"),
            (voice.said("Log") + f": {found.origin}", voice.said("Leaf (SHA-256)") + f": {found.leaf}"),
        ),
    ]
    about = f"{found.type} {found.ref} · {data['reason']}"
    title = voice.said("Certificate of an erasure")
    return Report(title, clock.organisation().name, found.recorded[:10], about, sections, voice=voice)
