"""Which type a column of texts has, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable

FORMS = (
    ("integer", re.compile(r"[+-]?\d{1,18}")),
    ("number", re.compile(r"[+-]?(?:\d+[.,]\d+|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+)(?:[eE][+-]?\d+)?")),
    ("date", re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}")),
    (
        "time",
        re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"),
    ),
    ("boolean", re.compile(r"true|false|yes|no", re.IGNORECASE)),
)


def type_of(values: Iterable[str | None]) -> str:
    """The type that all filled values have; text where there is none, or they differ."""
    filled = [value.strip() for value in values if value and value.strip()]
    if not filled:
        return "text"
    return next((name for name, form in FORMS if all(form.fullmatch(value) for value in filled)), "text")
