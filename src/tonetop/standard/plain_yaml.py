"""YAML and JSON as plain data, read in one pass with limits: no tags, no doubled keys, no alias bombs, no depth."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from tonetop.core.shape import Timestamp

MAX_BYTES = 20_000_000
MAX_DEPTH = 50
MAX_NODES = 100_000
"""How many nodes the aliases of a file may unfold to."""

TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
EMPTY = "empty; write a mapping of record types, at least {}"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d")
_LONGEST_NUMBER = 1000
"""A plain word longer than this is no number: some ways of writing one take ages to work out."""
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_IMPLICIT = "tag:yaml.org,2002:"


class Unreadable(ValueError):
    """A text that is not plain YAML or JSON within the limits; the message is one sentence with its place."""


class _Merge:
    """The key `<<`."""


class _Open:
    """A collection under construction: its value, the key that waits for its value, its size with aliases unfolded."""

    __slots__ = ("anchor", "key", "keys", "line", "merges", "size", "value", "waiting")

    def __init__(self, value: Any, event: Event, anchor: str | None) -> None:
        self.value, self.anchor = value, anchor
        self.line = _line(event)
        self.size = 1
        self.waiting = False
        self.key: Any = None
        self.keys: set[Any] = set()
        self.merges: list[Any] = []


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _where(event: Event) -> str:
    return f"line {_line(event)}"


def _scalar(event: ScalarEvent) -> Any:
    if event.tag:
        raise Unreadable(f"{_where(event)}: the tag {event.tag[:80]} is not allowed; write plain values")
    text = event.value
    if event.style or len(text) > _LONGEST_NUMBER:
        return text
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False))).removeprefix(_IMPLICIT)  # type: ignore[no-untyped-call]
    if tag == "timestamp":
        return Timestamp(text) if _TIME.match(text) else text
    if tag == "merge":
        return _Merge
    if tag in ("null", "bool", "int", "float"):
        return _constructed(event, tag)
    return text


def _constructed(event: ScalarEvent, tag: str) -> Any:
    node = yaml.ScalarNode(_IMPLICIT + tag, event.value)
    try:
        return getattr(_CONSTRUCTOR, f"construct_yaml_{tag}")(node)
    except (ValueError, KeyError):
        return event.value


class _Builder:
    """Builds plain data from parse events without recursion."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.unfolded = 0
        self.root: Any = None
        self.documents = 0

    def take(self, event: Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise Unreadable(f"{_where(event)}: a second document begins; a facts file holds one")
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._open(event)
        elif isinstance(event, ScalarEvent):
            value = _scalar(event)
            if event.anchor:
                self.anchors[event.anchor] = (value, 1)
            self._put(value, 1, event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, CollectionEndEvent):
            self._close(event)

    def _open(self, event: Any) -> None:
        if event.tag:
            raise Unreadable(f"{_where(event)}: the tag {event.tag[:80]} is not allowed; write plain values")
        if len(self.stack) >= MAX_DEPTH:
            raise Unreadable(f"{_where(event)}: {TOO_DEEP}")
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(value, event, event.anchor))

    def _alias(self, event: AliasEvent) -> None:
        if event.anchor not in self.anchors:
            raise Unreadable(f"{_where(event)}: *{event.anchor} names nothing that stands before it")
        value, size = self.anchors[event.anchor]
        self.unfolded += size
        if self.unfolded > MAX_NODES:
            raise Unreadable(f"{_where(event)}: aliases unfold to more than {MAX_NODES} nodes")
        self._put(value, size, event)

    def _put(self, value: Any, size: int, event: Event) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        top.size += size
        if isinstance(top.value, list):
            top.value.append(value)
        elif not top.waiting:
            top.key, top.waiting = self._key(top, value, event), True
        else:
            top.waiting = False
            if top.key is _Merge:
                top.merges += value if isinstance(value, list) else [value]
            else:
                top.value[top.key] = value

    def _key(self, top: _Open, value: Any, event: Event) -> Any:
        if value is not _Merge and not isinstance(value, str):
            said = "a collection" if isinstance(value, dict | list) else f"the key {value!r}"
            raise Unreadable(f"{_where(event)}: {said} is no text; write a key in quotes")
        if value in top.keys:
            said = repr("<<" if value is _Merge else value)
            raise Unreadable(f"{_where(event)}: the key {said} is written twice")
        top.keys.add(value)
        return value

    def _close(self, event: Event) -> None:
        done = self.stack.pop()
        for merged in done.merges:
            if not isinstance(merged, dict):
                raise Unreadable(f"line {done.line}: << takes a mapping")
            done.value = {**merged, **done.value}
        if done.anchor:
            self.anchors[done.anchor] = (done.value, done.size)
        self._put(done.value, done.size, event)


def read_yaml(text: str) -> Any:
    """Plain data from YAML text; None for an empty text. Raises Unreadable."""
    builder = _Builder()
    loader = _LOADER(text)
    try:
        while loader.check_event():
            builder.take(loader.get_event())
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        problem = getattr(broken, "problem", None) or str(broken).splitlines()[0]
        raise Unreadable(f"{place}this is no YAML: {problem}") from None
    finally:
        loader.dispose()
    if not builder.documents:
        raise Unreadable(EMPTY)
    return builder.root


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(f"the key {key!r} is written twice")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise Unreadable(f"{word} is no number; write a finite one")


def _deep(found: Any) -> bool:
    level = [found]
    for _ in range(MAX_DEPTH + 1):
        level = [part for part in level if isinstance(part, dict | list)]
        if not level:
            return False
        level = list(chain.from_iterable(part.values() if isinstance(part, dict) else part for part in level))
    return True


def read_json(text: str) -> Any:
    """Plain data from JSON text. Raises Unreadable."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as broken:
        raise Unreadable(
            f"line {broken.lineno}, column {broken.colno}: this is no JSON: {broken.msg}"
        ) from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable("a number has more digits than can be read; write a finite one") from None
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    if _deep(found):
        raise Unreadable(TOO_DEEP)
    # Escapes can write half of a pair, which no file and no terminal takes; whole pairs are one character here.
    half = _HALF.search(json.dumps(found, ensure_ascii=False)) if _ESCAPED_HALF.search(text) else None
    if half:
        raise Unreadable(f"\\u{ord(half[0]):04x} is half a character; write both halves of it")
    return found


def read(raw: bytes, *, json_text: bool = False) -> Any:
    """Plain data from the bytes of a file, UTF-8 with or without a byte-order mark. Raises Unreadable."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Unreadable(f"byte {broken.start + 1} is no UTF-8; save the file as UTF-8") from None
    if not text.strip():
        raise Unreadable(EMPTY)
    return read_json(text) if json_text else read_yaml(text)
