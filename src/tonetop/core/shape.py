"""The shape of a record type, and the one judge of whether a value fits its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tonetop.core import cadence

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MONEY = re.compile(r"money<=[0-9]{1,18}(\.[0-9]{1,18})?")
LARGEST = 10**18
"""Every number taken is smaller than this; sums of such are still told exactly enough."""
BUILT_IN = ("recorded_on", "effective_on", "withdrawn_on", "entered_by")
"""Fields that every record may carry, whatever its type (facts file of the contract)."""


class Misfit(ValueError):
    """A value that does not fit its field; the message completes the sentence "<field> …"."""


class Timestamp(str):
    """A point in time as it was written where only days are taken; no field takes it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type.

    kind: text, sha256, date, period, boolean, number, number_or_text, word, reference, texts, words,
    references, limits (words or money<=N), inputs (word -> ids), amounts (text -> number).
    words: the closed list, where there is one. to: the record types a reference may lead to ("any": all).
    signed: whether a number may be negative.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    signed: bool = False

    def take(self, value: object) -> Any:
        """The value as facts hold it: None for missing, tuples for lists. Raises Misfit."""
        return _TAKERS[self.kind](self, value)


@dataclass(frozen=True, slots=True)
class Shape:
    """One record type: whether it has an id, else its key; the fields its own date is taken from; its fields."""

    type: str
    has_id: bool
    key: tuple[str, ...]
    own_dates: tuple[str, ...]
    fields: Mapping[str, Field] = field(hash=False)

    def leads_to(self, type: str) -> bool:
        """Whether a field of this type may refer to a record of that one."""
        fields = self.fields.values()
        return any(type in field.to or field.to == ("any",) or field.kind == "inputs" for field in fields)

    def required(self) -> tuple[str, ...]:
        """Fields without which a record cannot be told apart: the id, else the key's parts that are no dates."""
        if self.has_id:
            return ("id",)
        return tuple(part for part in self.key if self.fields[part].kind != "date")

    def ident(self, values: Mapping[str, Any]) -> str:
        """The record's id, or its key's values joined by slashes with `-` for an empty one."""
        if self.has_id:
            return str(values["id"])
        return "/".join(str(values.get(part) or "-") for part in self.key)

    def own_date(self, values: Mapping[str, Any]) -> str | None:
        """The first filled of the type's own dates; None when none is."""
        return next((values[name] for name in self.own_dates if values.get(name)), None)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, Timestamp):
        return f"the timestamp {value}"
    if isinstance(value, int | float):
        return f"the number {value!r}"
    kinds = {str: "a text", list: "a list", dict: "a mapping", type(None): "null"}
    return kinds.get(type(value), "a value of another kind")


def _text(own: Field, value: object) -> str | None:
    if isinstance(value, str) and not isinstance(value, Timestamp):
        return value or None
    hint = "; write it in quotes" if isinstance(value, bool | int | float) else ""
    raise Misfit(f"must be a text, not {_said(value)}{hint}")


def _sha256(own: Field, value: object) -> str | None:
    value = _text(own, value)
    if value is not None and not _SHA256.fullmatch(value):
        raise Misfit("must be a SHA-256 of 64 hexadecimal digits")
    return value.lower() if value else None


def _date(own: Field, value: object) -> str | None:
    if value == "":
        return None
    if not cadence.is_day(value):
        said = repr(value) if type(value) is str else _said(value)
        raise Misfit(f"must be a day written YYYY-MM-DD, not {said}")
    return str(value)


def _period(own: Field, value: object) -> str | None:
    value = _text(own, value)
    if value is not None and not cadence.is_period(value):
        raise Misfit(f"must be a period written YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM, not {value!r}")
    return value


def _boolean(own: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise Misfit(f"must be true or false, not {_said(value)}")
    return value


def _number(own: Field, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit(f"must be a number, not {_said(value)}")
    if not abs(value) < LARGEST:
        raise Misfit("must be a finite number of at most 18 digits")
    if value < 0 and not own.signed:
        raise Misfit(f"must not be negative, but is {value}")
    return value


def _number_or_text(own: Field, value: object) -> int | float | str | None:
    return _text(own, value) if isinstance(value, str) else _number(own, value)


def _word(own: Field, value: object) -> str | None:
    if isinstance(value, bool) and {"yes", "no"} <= set(own.words):
        value = "yes" if value else "no"
    value = _text(own, value)
    if value is not None and value not in own.words:
        raise Misfit(f"does not know the word {value!r}; it takes one of {', '.join(own.words)}")
    return value


def _list(own: Field, value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise Misfit(f"must be a list, not {_said(value)}")
    return list(value)


def _texts(own: Field, value: object) -> tuple[str, ...]:
    items = tuple(_text(own, item) for item in _list(own, value))
    if None in items:
        raise Misfit("holds an empty text; leave it out")
    return items  # type: ignore[return-value]


def _words(own: Field, value: object) -> tuple[str, ...]:
    items = _texts(own, value)
    for item in items:
        if item not in own.words:
            raise Misfit(f"does not know the word {item!r}; it takes {', '.join(own.words)}")
    return items


def _limits(own: Field, value: object) -> tuple[str, ...]:
    items = _texts(own, value)
    for item in items:
        if item not in own.words and not _MONEY.fullmatch(item):
            raise Misfit(f"does not know {item!r}; it takes money<=N and {', '.join(own.words)}")
    return items


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Misfit(f"must be a mapping, not {_said(value)}")
    for key in value:
        if not isinstance(key, str) or not key:
            raise Misfit(f"has the key {key!r}; keys are texts")
    return value


def _inputs(own: Field, value: object) -> dict[str, tuple[str, ...]]:
    taken = {}
    for key, ids in _mapping(value).items():
        if key not in own.words:
            raise Misfit(f"does not know the key {key!r}; it takes {', '.join(own.words)}")
        taken[key] = _texts(own, ids)
    return taken


def _amounts(own: Field, value: object) -> dict[str, int | float]:
    return {key: _number(own, amount) for key, amount in _mapping(value).items()}


_TAKERS: dict[str, Callable[[Field, object], Any]] = {
    "text": _text,
    "reference": _text,
    "sha256": _sha256,
    "date": _date,
    "period": _period,
    "boolean": _boolean,
    "number": _number,
    "number_or_text": _number_or_text,
    "word": _word,
    "texts": _texts,
    "references": _texts,
    "words": _words,
    "limits": _limits,
    "inputs": _inputs,
    "amounts": _amounts,
}
