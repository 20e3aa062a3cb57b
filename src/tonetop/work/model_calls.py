"""The log of calls to language models, which is the ledger: when, who, for what, tokens, cost, hashes; no texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from tonetop.records import clock

SUBJECT = "LanguageModel"
ASKED, HEARD = "model.asked", "model.heard"


@dataclass(frozen=True, slots=True)
class Call:
    """One call; outcome is empty while no answer was told, as when the program ended on the way.

    cost: a decimal in the currency; empty where tokens or prices are not known. sent: characters.
    """

    id: str
    asked: str
    by: str
    purpose: str
    model: str
    host: str
    sent: int
    prompt_sha256: str
    outcome: str = ""
    times: int = 0
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: str = ""
    currency: str = ""
    kept: int = 0
    dropped: int = 0
    answer_sha256: str = ""


def calls() -> list[Call]:
    """Every call, the last first."""
    found: dict[str, Call] = {}
    for what, recorded, by, data in _events((ASKED, HEARD)):
        own = dict(data)
        id = own.pop("call")
        if what == ASKED:
            found[id] = Call(id, recorded, by, **own)
        elif id in found:
            asked = found[id]
            first = {name: getattr(asked, name) for name in _FIRST}
            found[id] = Call(**first, **own)
    return list(found.values())[::-1]


_FIRST = ("id", "asked", "by", "purpose", "model", "host", "sent", "prompt_sha256")


def costs(of: Sequence[Call]) -> dict[str, str]:
    """What calls cost in all, by currency; calls whose cost is not known are not among it."""
    sums: dict[str, Decimal] = {}
    for call in of:
        if call.cost:
            sums[call.currency] = sums.get(call.currency, Decimal(0)) + Decimal(call.cost)
    return {currency: f"{total:.6f}" for currency, total in sorted(sums.items())}


def asked_today() -> int:
    """How many calls were made on this day (UTC)."""
    today = clock.now().isoformat()[:10]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_events WHERE kind = %s AND type = %s AND recorded >= %s",
            [SUBJECT, ASKED, today],
        )
        return int(cursor.fetchone()[0])


def last(types: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The last event of some types, with its data."""
    found = _rows(types, "DESC LIMIT 1")
    return (found[0][0], _data(found[0][3])) if found else None


def _events(types: Sequence[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    return [(what, when, by, _data(body)) for what, when, by, body in _rows(types, "ASC")]


def _rows(types: Sequence[str], order: str) -> list[tuple[str, str, str, Any]]:
    marks = ", ".join(["%s"] * len(types))
    told = "SELECT type, recorded, entered_by, body FROM ledger_events"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{told} WHERE kind = %s AND type IN ({marks}) ORDER BY seq {order}",  # noqa: S608 - marks alone
            [SUBJECT, *types],
        )
        return list(cursor.fetchall())


def _data(body: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(bytes(body))["data"]
    return told
