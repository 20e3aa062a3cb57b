"""The kinds of field a register can have; each knows its column, its judge and how its value stands in the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from tonetop.core.shape import Field


class Kind(models.Field):  # type: ignore[type-arg]
    """A field of a register; missing is NULL, and nothing is demanded, for a draft may be saved.

    label: the words beside the field; help: what belongs there, in one sentence; personal: whether the value is
    personal, so that the ledger holds only a commitment to it (see docs/reference/bundle.md).
    """

    kind = "text"
    stored_as = "text"

    def __init__(self, label: str = "", help: str = "", *, personal: bool = False, **options: Any) -> None:
        self.personal = personal
        options.update(null=True, blank=True, verbose_name=label or None, help_text=help)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """What a migration needs to know: the column alone, so that words may change without one."""
        name, path, args, options = super().deconstruct()
        for told in ("null", "blank", "verbose_name", "help_text"):
            options.pop(told, None)
        return name, path, args, options

    def db_type(self, connection: Any) -> str:
        """The column's type; the same word on SQLite and PostgreSQL, where texts are told how to compare."""
        return str(connection.data_types["TextField"]) if self.stored_as == "text" else self.stored_as

    def judge(self) -> Field:
        """The pure field that judges values (tonetop.core.shape)."""
        return Field(self.name, self.kind)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The value as facts hold it."""
        return value


class Text(Kind):
    """A short text: a name, a title, a word of the organisation's own."""


class Prose(Kind):
    """Free text of people, personal by nature."""

    def __init__(self, label: str = "", help: str = "", **options: Any) -> None:
        options.setdefault("personal", True)
        super().__init__(label, help, **options)


class Sha256(Kind):
    """The SHA-256 of a file, 64 hexadecimal digits."""

    kind = "sha256"


class Day(Kind):
    """A calendar day as ISO text, which sorts and compares as days do and is the same bytes everywhere."""

    kind = "date"


class Period(Kind):
    """A period written YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM."""

    kind = "period"


class Number(Kind):
    """A number, not negative unless `signed`."""

    kind = "number"
    stored_as = "numeric"

    def __init__(self, label: str = "", help: str = "", *, signed: bool = False, **options: Any) -> None:
        self.signed = signed
        super().__init__(label, help, **options)

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, signed=self.signed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """An integer where the number is whole, else a float."""
        if value is None or isinstance(value, int):
            return value
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number


class NumberOrText(Kind):
    """A number or a text, kept as JSON."""

    kind = "number_or_text"

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, signed=True)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The JSON's value."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> Any:
        """JSON text."""
        return None if value is None else json.dumps(value, ensure_ascii=False)


class YesNo(Kind):
    """Yes, no, or not known."""

    kind = "boolean"
    stored_as = "bool"

    def db_type(self, connection: Any) -> str:
        """`bool` is known to SQLite's driver and to PostgreSQL."""
        return self.stored_as


class Word(Kind):
    """One word of a closed list."""

    kind = "word"

    def __init__(self, *words: str, label: str = "", help: str = "", **options: Any) -> None:
        self.words = words
        super().__init__(label, help, **options)

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, words=self.words)


class Reference(Kind):
    """The id of a record of one of the named types."""

    kind = "reference"

    def __init__(self, *to: str, label: str = "", help: str = "", **options: Any) -> None:
        self.to = to
        super().__init__(label, help, **options)

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, to=self.to)


class Several(Kind):
    """A list or mapping kept as compact JSON; an empty one is not the same as a missing one."""

    kind = "texts"
    mapping = False

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """A tuple, or a mapping whose lists are tuples."""
        return None if value is None else unpacked(json.loads(value))

    def get_prep_value(self, value: Any) -> Any:
        """Compact JSON text."""
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: Any) -> Any:
    """JSON data as facts hold it: lists as tuples."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: unpacked(item) for key, item in value.items()}
    return value


class Texts(Several):
    """A list of texts. may_be_none: whether people may say that there are none, which is another thing than silence."""

    def __init__(self, label: str = "", help: str = "", *, may_be_none: bool = False, **options: Any) -> None:
        self.may_be_none = may_be_none
        super().__init__(label, help, **options)


class Words(Several):
    """A list of words of a closed list."""

    kind = "words"

    def __init__(self, *words: str, label: str = "", help: str = "", **options: Any) -> None:
        self.words = words
        super().__init__(label, help, **options)

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, words=self.words)


class Limits(Words):
    """The acts that a delegation covers, and money<=N."""

    kind = "limits"


class Inputs(Words):
    """What was put before a meeting: input key -> ids of records."""

    kind = "inputs"
    mapping = True


class References(Several):
    """A list of ids of records of the named types (`any`: of all)."""

    kind = "references"

    def __init__(self, *to: str, label: str = "", help: str = "", **options: Any) -> None:
        self.to = to
        super().__init__(label, help, **options)

    def judge(self) -> Field:
        """The pure field that judges values."""
        return Field(self.name, self.kind, to=self.to)


class Amounts(Several):
    """A mapping of texts to numbers, such as data category -> days."""

    kind = "amounts"
    mapping = True
