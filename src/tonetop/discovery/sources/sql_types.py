"""The types of databases, as people call them."""

from __future__ import annotations

NAMES = (
    ("boolean", ("bool", "tinyint(1)", "bit(1)")),
    ("time", ("timestamp", "datetime", "time", "interval")),
    ("date", ("date",)),
    ("binary", ("blob", "bytea", "binary", "image")),
    ("nested", ("json", "array", "hstore", "xml", "[]")),
    ("number", ("numeric", "decimal", "real", "double", "float", "money")),
    ("integer", ("int", "serial", "year", "oid")),
)
"""Words in the name of a database's type, by what a person calls it; anything else is text."""


def type_of(name: str) -> str:
    """What a person calls a database's type."""
    lower = name.lower()
    for told, words in NAMES:
        if any(word in lower for word in words) and "point" not in lower:
            return told
    return "text"
