"""Canonical JSON: one value, one sequence of bytes, so that a hash of the bytes speaks for the value.

The values taken are a subset of JSON on which a plain encoder that sorts keys already writes what RFC 8785 asks:
mappings with ASCII keys, lists, strings in Unicode normalisation form C, integers below 2**53, true, false
and null. A number with a fraction stands as a decimal string. Whatever lies outside is refused with a
sentence that names its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import is_normalized

import orjson

TYPE_NAMES = {float: "a number with a fraction", bytes: "raw bytes", tuple: "a tuple", set: "a set"}
LARGEST = 2**53 - 1
DEEPEST = 50


class CanonicalError(ValueError):
    """A value without canonical form; the message is one sentence that begins with the value's place."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(f"{place.lstrip('.') or 'the value'} {why}")
        self.why, self.place = why, place

    def within(self, step: str) -> CanonicalError:
        """The same refusal, told from one level further out."""
        return CanonicalError(self.why, step + self.place)


def dumps(value: Any) -> bytes:
    """The canonical UTF-8 bytes of ``value`` (RFC 8785); raises CanonicalError outside the subset."""
    _check(value, 0)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def loads(data: bytes) -> Any:
    """The value whose canonical bytes are ``data``; raises CanonicalError when they are not canonical."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CanonicalError(f"is no canonical JSON: {error}") from error
    if dumps(value) != data:
        raise CanonicalError("is JSON, but not in canonical form")
    return value


def _check(value: Any, depth: int) -> None:
    kind = type(value)
    if kind is dict:
        _check_keys(value)
        _check_members(value.items(), ".", depth + 1)
    elif kind is list:
        _check_members(enumerate(value), "[", depth + 1)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        _check_size(value)
    elif value is not None:
        name = TYPE_NAMES.get(kind, f"of the type {kind.__name__}")
        hint = "; write it as a decimal string" if kind is float else ""
        raise CanonicalError(f"is {name} ({value!r:.40}){hint}")


def _check_members(members: Iterable[tuple[Any, Any]], mark: str, depth: int) -> None:
    if depth > DEEPEST:
        raise CanonicalError(f"is nested deeper than {DEEPEST} levels")
    for step, value in members:
        if value is None or (type(value) is str and value.isascii()):
            continue  # what most values are, and always canonical
        try:
            _check(value, depth)
        except CanonicalError as refusal:
            raise refusal.within(f"[{step}]" if mark == "[" else f".{step}") from None


def _check_keys(mapping: dict[Any, Any]) -> None:
    for key in mapping:
        if type(key) is not str or not key.isascii():
            raise CanonicalError(f"has the key {key!r}, and a key must be ASCII text")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise CanonicalError("holds half of a surrogate pair, which is no Unicode text") from None
    if not is_normalized("NFC", text):
        raise CanonicalError("is not in Unicode normalisation form C")


def _check_size(number: int) -> None:
    if not -LARGEST <= number <= LARGEST:
        raise CanonicalError(f"is the integer {number!r:.40}; write one of 2**53 and more as a string")
