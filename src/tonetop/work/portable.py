"""What an organisation consists of as a portable file: which tables go along, as lines of JSON, and what stays behind.

docs/reference/organisation.md describes the form.
"""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tonetop.core import canonical
from tonetop.records.fields import NumberOrText, Several
from tonetop.records.ledger.database import Connection, link
from tonetop.records.registry import registers
from tonetop.work.carry import of_server

FORMAT, MANIFEST = "tonetop-organisation/1", "manifest.json"
EVENTS, ERASURES, ANCHORS = "ledger/events.jsonl", "ledger/erasures.jsonl", "ledger/anchors.jsonl"
CHECKPOINTS, PERSONAL = "ledger/checkpoints.jsonl", "ledger/personal.jsonl"
MESSAGES, FILES = "confided/SealedMessage.jsonl", "files/"
OWN = ("records", "registers", "web")
"""The apps whose state of migrations the file names."""
SETTLED = (
    *("Organisation", "Account", "Rule", "Listed", "Passkey", "Preference", "Import", "StoredAssessment"),
    *("Reading", "ProposedRecord", "Dismissed", "Snooze", "Sent", "GuestRead", "ReportTemplate"),
    *("KeptScan", "Correction", "Candidate"),
)
"""Tables beside the registers that go along, in the order in which they refer to each other."""
CONFIDED = ("PrivateNote", "Ballot", "BallotCode", "Voice", "SealedConcern", "SealedMessage")
"""Tables of what the pages show to one person, to few or to nobody; a download from the pages leaves them out."""
WITHHELD = {"records_account": {"password": "!"}, "records_preference": {"calendar": ""}}
"""Columns that are secrets, by table, and what stands in their place after the way."""
SEALED = "records_sealedmessage"
STAYS = {
    "records_link": "is made anew from the registers",
    "records_invitation": "secret links",
    "records_session": "who is signed in",
    "records_challenge": "what passkeys are asked at the moment",
    "records_directorykey": "secret keys",
    "records_apitoken": "secret tokens",
    "records_ballotmark": "can be read with the keys of this place alone",
    "records_webhook": "secret addresses of this place",
    "records_delivery": "messages of webhooks",
    "records_anchorstate": "how asking outsiders for anchors stands at this place",
    "records_checkpointreader": "addresses to which this place sends checkpoints",
    "records_account_groups": "empty: rights follow from roles",
    "records_account_user_permissions": "empty: rights follow from roles",
}
"""Tables of our own that stay behind, and why; those of frameworks (sessions, second factors, queue) stay all."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes along: the member of the file it is in, its columns, and which are JSON, bytes, yes or no."""

    member: str
    name: str
    columns: tuple[str, ...]
    key: str
    json: frozenset[str]
    bytes: frozenset[str]
    truths: frozenset[str]

    def about(self) -> dict[str, Any]:
        """What the manifest says of it, so that it can be read without this program."""
        kinds = {"json": self.json, "base64": self.bytes, "boolean": self.truths}
        return {"table": self.name} | {name: sorted(found) for name, found in kinds.items()}


def tables(*, confided: bool) -> list[Table]:
    """The tables that go along, registers first."""
    found = [_table(f"registers/{type}.jsonl", model) for type, model in sorted(registers().items())]
    emails: Any = apps.get_model("account", "EmailAddress")
    own = [_table(f"tables/{name}.jsonl", apps.get_model("records", name)) for name in SETTLED]
    found += [*own, _table("tables/EmailAddress.jsonl", emails)]
    if confided:
        found += [_table(f"confided/{name}.jsonl", apps.get_model("records", name)) for name in CONFIDED]
    return found


def _table(member: str, model: type[models.Model]) -> Table:
    fields, name = model._meta.concrete_fields, model._meta.db_table
    kept = [own for own in fields if own.column not in WITHHELD.get(name, ())]
    return Table(
        member,
        name,
        tuple(sorted(own.column for own in kept)),
        str(model._meta.pk.column) if model._meta.pk else "",
        frozenset(own.column for own in kept if isinstance(own, models.JSONField | Several | NumberOrText)),
        frozenset(own.column for own in kept if isinstance(own, models.BinaryField)),
        frozenset(own.column for own in kept if own.get_internal_type() == "BooleanField" or _yes_no(own)),
    )


def _yes_no(own: Any) -> bool:
    return getattr(own, "kind", "") == "boolean"


def rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as JSON holds them, in the order of its key; what is empty is left out."""
    for values in _raw(connection, table):
        found = zip(table.columns, values, strict=True)
        yield {name: _told(table, name, value) for name, value in found if value is not None}


def _raw(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    if not isinstance(connection, sqlite3.Connection):
        return of_server(link(connection).raw, table.name, list(table.columns), f'"{table.key}"')
    listed = ", ".join(f'"{name}"' for name in table.columns)
    return iter(connection.execute(f'SELECT {listed} FROM "{table.name}" ORDER BY "{table.key}"'))  # noqa: S608


def _told(table: Table, name: str, value: Any) -> Any:
    if name in table.json:
        return json.loads(value)
    if name in table.bytes:
        return boxed(value)
    return bool(value) if name in table.truths else value


def boxed(value: bytes) -> str:
    """Bytes as a line holds them."""
    return b64encode(value).decode()


def held(about: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    """A row's values as SQLite holds them, from what the manifest says of the table and a line of it."""
    packed, boxes, truths = (set(about[name]) for name in ("json", "base64", "boolean"))
    compact = about["table"].startswith("registers_")
    found: dict[str, Any] = {}
    for name, value in line.items():
        if name in packed:
            found[name] = _packed(value, compact=compact and name != "source_data")
        elif name in boxes:
            found[name] = b64decode(value, validate=True)
        else:
            found[name] = int(value) if name in truths else value
    return found | WITHHELD.get(about["table"], {})


def _packed(value: Any, *, compact: bool) -> str:
    """JSON as the registers' fields write it, or as Django does."""
    if compact and not isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if compact else json.dumps(value)


def line(value: Any) -> bytes:
    """A line of JSON; keys within stand in the order in which they were written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def digest(manifest: dict[str, Any]) -> str:
    """The SHA-256 of a manifest but for its header, in hexadecimal: of every member, and what each is."""
    told = {name: value for name, value in manifest.items() if name != "header"}
    return sha256(canonical.dumps(told)).hexdigest()


def state() -> dict[str, str]:
    """How far the tables of each app of ours are: the name of its newest migration."""
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return {app: name for app, name in sorted(leaves) if app in OWN}
