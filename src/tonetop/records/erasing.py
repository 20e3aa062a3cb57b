"""The one way to erase: personal values of a record leave the ledger's store and every version of its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction

from tonetop.core import ledger
from tonetop.core.ledger import Actor
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.ledger import erasure
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.erasure import Order
from tonetop.records.models import Account, Import, Record, StoredAssessment
from tonetop.records.registry import registers
from tonetop.records.rollback import demand_writable
from tonetop.records.write import By

ERASED = "(erased)"
SHORTEST = 3
"""Characters of a value that is looked for in texts made from it; shorter ones would hit by chance."""


def erase(
    type: str, ref: str, fields: Sequence[str] | None, by: By, reason: str
) -> tuple[int, tuple[str, ...]]:
    """Destroy personal values of a record; gives the number of the event that says so, and the fields emptied.

    fields: None for all. reason stays in the log for ever. Raises Refused when there is nothing to erase.
    """
    model = registers().get(type)
    if model is None:
        raise Refused(f"{type} is no record type; the types are {', '.join(registers())}")
    named = tuple(fields) if fields else model.personal()
    for name in named:
        if name not in model.personal():
            own = ", ".join(model.personal())
            raise Refused(f"{type}: {name} holds no personal value; those that do are {own}")
    with transaction.atomic():
        demand_writable()
        rows = list(model.objects.filter(ref=ref))
        if not rows:
            raise Refused(f"{type} {ref}: there is no such record")
        order = Order(
            (type, ref), named, Actor(by.person or by.account, by.authenticated), clock.now(), reason
        )
        try:
            event = erasure.erase(connection, order)
        except LedgerError:
            raise Refused(f"{type} {ref}: nothing is left to erase of {', '.join(named)}") from None
        values = {text for row in rows for name in named for text in _texts(getattr(row, name))}
        _blank(model, ref, named)
        _shorten(values)
        if type == "Person" and "name" in named:
            Account.objects.filter(person=ref).update(first_name="", last_name="")
    erasure.scrub(connection)
    return event.sequence, tuple(ledger.read(event.body)["data"]["fields"])


def _blank(model: type[Record], ref: str, named: Sequence[str]) -> None:
    """Empty the columns in every version."""
    plain: models.QuerySet[Record] = models.QuerySet(model)
    plain.filter(ref=ref).update(**{name: {} if name == "source_data" else None for name in named})


def _texts(value: Any) -> list[str]:
    """Every text in a value that is long enough to be known again."""
    if isinstance(value, str):
        return [value] if len(value) >= SHORTEST else []
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list | tuple) else []


def _shorten(values: set[str]) -> None:
    """Take the values out of what was made from them: stored results, and what imports told of their rows."""
    for kept in StoredAssessment.objects.iterator():
        results = _without(kept.results, values)
        if results != kept.results:
            StoredAssessment.objects.filter(pk=kept.pk).update(results=results)
    for taken in Import.objects.iterator():
        told = {"refused": _without(taken.refused, values), "remarks": _without(taken.remarks, values)}
        if told != {"refused": taken.refused, "remarks": taken.remarks}:
            Import.objects.filter(pk=taken.pk).update(**told)


def _without(told: Any, values: set[str]) -> Any:
    if isinstance(told, str):
        for value in sorted(values, key=len, reverse=True):
            told = told.replace(value, ERASED)
        return told
    if isinstance(told, dict):
        return {name: _without(item, values) for name, item in told.items()}
    return [_without(item, values) for item in told] if isinstance(told, list) else told
