"""Reads a mapping file and judges it whole; every refusal is one sentence that names the place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tonetop.core.shape import Field, Misfit, Shape
from tonetop.records.mapping.dates import LAST, DateFormat
from tonetop.records.mapping.model import Alternatives, FieldRule, IdRule, TableMap
from tonetop.records.sheets import cells
from tonetop.records.sheets.table import Reading, like
from tonetop.standard import plain_yaml
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import BUILT_INS, shapes

HEADS = ("about", "register", "file", "id", "needs", "nothing", "verbatim", "fields")
FILE = ("encoding", "delimiter", "sheet", "heading_row")
RULE = ("column", "columns", "joined_by", "constant", "words", "dates", "split", "empty")
ID = ("column", "begins", "shown", "key")


def take(raw: bytes, name: str) -> TableMap:
    """Judge the text of a mapping file. Raises Refused."""
    try:
        made = _mapping(plain_yaml.read(raw), name)
    except (plain_yaml.Unreadable, Refused) as wrong:
        raise Refused(f"the mapping {name}: {wrong}") from None
    return replace(made, sha256=hashlib.sha256(raw).hexdigest())


def _mapping(plain: Any, name: str) -> TableMap:
    said = _keys(plain, "the file", HEADS)
    type = said.get("register")
    if type not in shapes():
        raise Refused(f"register must be a record type, not {type!r}; the types are {', '.join(shapes())}")
    shape = shapes()[str(type)]
    rules = tuple(_rules(said.get("fields"), shape))
    return TableMap(
        name=name,
        about=_text(said.get("about", ""), "about"),
        shape=shape,
        reading=_reading(said.get("file", {})),
        id=_id(said.get("id"), shape),
        fields=rules,
        needs=_needs(said.get("needs", []), {rule.judge.name for rule in rules}),
        nothing=frozenset(like(text) for text in _texts(said.get("nothing", []), "nothing")),
        verbatim=_yes(said.get("verbatim", True), "verbatim"),
    )


def _yes(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise Refused(f"{place} must be true or false, not {value!r}")
    return value


def _keys(plain: Any, place: str, known: Iterable[str]) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise Refused(f"{place} must be a mapping of {', '.join(known)}, not {plain!r}")
    for key in plain:
        if key not in known:
            raise Refused(f"{place} does not know {key}; it takes {', '.join(known)}")
    return plain


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        hint = "; write it in quotes" if isinstance(value, bool | int | float) else ""
        raise Refused(f"{place} must be a text, not {value!r}{hint}")
    return value


def _texts(value: Any, place: str) -> list[str]:
    """One text, or a list of them."""
    items = value if isinstance(value, list) else [value]
    return [_text(item, place) for item in items]


def _columns(value: Any, place: str) -> tuple[str, ...]:
    found = tuple(_texts(value, place))
    if not found or not all(map(like, found)):
        raise Refused(f"{place} names no column")
    return found


def _reading(plain: Any) -> Reading:
    said = _keys(plain, "file", FILE)
    row = said.get("heading_row", 1)
    if isinstance(row, bool) or not isinstance(row, int) or row < 1:
        raise Refused(f"file.heading_row must be a number from 1, not {row!r}")
    texts = {key: _text(said[key], f"file.{key}") for key in FILE[:3] if key in said}
    if len(texts.get("delimiter", ",")) != 1:
        raise Refused(f"file.delimiter must be one character, not {texts['delimiter']!r}")
    return Reading(**texts, heading_row=row)


def _id(plain: Any, shape: Shape) -> IdRule | None:
    if not shape.has_id:
        if plain is not None:
            raise Refused(f"id: a {shape.type} has none; it is told apart by {', '.join(shape.key)}")
        return None
    if plain is None:
        raise Refused(f"there is no id; every {shape.type} needs one: a column, or begins and key")
    said = _keys({"column": plain} if isinstance(plain, str | list) else plain, "id", ID)
    if not said.keys() & {"column", "key"}:
        raise Refused("id takes the column it stands in, or the key columns that it is made of")
    if said.keys() & {"begins", "shown"} and "key" not in said:
        raise Refused("id.begins and id.shown go with key: they open an id that is made")
    return IdRule(
        column=_columns(said["column"], "id.column") if "column" in said else (),
        begins=_text(said.get("begins", ""), "id.begins"),
        shown=_alternatives(said.get("shown", []), "id.shown"),
        key=_alternatives(said.get("key", []), "id.key"),
    )


def _alternatives(value: Any, place: str) -> tuple[Alternatives, ...]:
    """Columns, each a name or a list of names of which the first that is there is meant."""
    items = value if isinstance(value, list) else [value]
    return tuple(_columns(item, place) for item in items)


def _needs(value: Any, fields: set[str]) -> tuple[str, ...]:
    needs = tuple(_texts(value, "needs"))
    for name in needs:
        if name not in fields:
            raise Refused(f"needs names {name}, which fields does not fill")
    return needs


def _rules(plain: Any, shape: Shape) -> Iterable[FieldRule]:
    if not isinstance(plain, dict) or not plain:
        raise Refused(f"fields must be a mapping from fields of {shape.type} to columns")
    for name, rule in plain.items():
        judge = shape.fields.get(name) or BUILT_INS.get(name)
        if judge is None:
            raise Refused(f"fields does not know {name}; {shape.type} takes {', '.join(shape.fields)}")
        place = f"fields.{name}"
        said = _keys({"column": rule} if isinstance(rule, str | list) else rule, place, RULE)
        yield _rule(judge, said, place)


def _rule(judge: Field, said: Mapping[str, Any], place: str) -> FieldRule:
    if sum(key in said for key in ("column", "columns", "constant")) != 1:
        raise Refused(f"{place} takes one of column, columns and constant")
    if "joined_by" in said and "columns" not in said:
        raise Refused(f"{place}.joined_by goes with columns, which it stands between")
    if "constant" in said:
        return FieldRule(judge, constant=_fits(judge, said["constant"], f"{place}.constant"))
    split = _text(said["split"], f"{place}.split") if "split" in said else None
    if split == "" or (split and judge.kind not in cells.LISTS):
        raise Refused(f"{place}.split goes with a list, and is what stands between its items")
    return FieldRule(
        judge,
        columns=_columns(said.get("column", said.get("columns")), place),
        joined_by=_text(said.get("joined_by", ": "), f"{place}.joined_by") if "columns" in said else None,
        words=_words(judge, said.get("words", {}), f"{place}.words"),
        dates=_dates(judge, said.get("dates", []), f"{place}.dates"),
        split=split,
        empty=tuple(_texts(said.get("empty", []), f"{place}.empty")),
    )


def _words(judge: Field, plain: Any, place: str) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise Refused(
            f"{place} must be a mapping from what stands in the file to what it means, not {plain!r}"
        )
    found: dict[str, Any] = {}
    for text, value in plain.items():
        if like(text) in found:
            raise Refused(f"{place}.{text} stands twice; case and doubled blanks do not tell words apart")
        listed = judge.kind in cells.LISTS and isinstance(value, str)
        meant = None if value is None else _fits(judge, [value] if listed else value, f"{place}.{text}")
        found[like(text)] = meant
    return found


def _dates(judge: Field, plain: Any, place: str) -> tuple[DateFormat, ...]:
    found = []
    for item in plain if isinstance(plain, list) else [plain]:
        said = _keys({"format": item} if isinstance(item, str) else item, place, ("format", "day"))
        day = said.get("day")
        if day not in (None, LAST) and (isinstance(day, bool) or not isinstance(day, int)):
            raise Refused(f"{place}: day must be a number from 1 to 28, or last, not {day!r}")
        made = DateFormat(_text(said.get("format", ""), f"{place}.format"), day)
        fault = made.fault() if judge.kind == "date" else f"goes with days, and {judge.name} is none"
        if fault:
            raise Refused(f"{place}: the date format {made.text!r} {fault}")
        found.append(made)
    return tuple(found)


def _fits(judge: Field, value: Any, place: str) -> Any:
    try:
        return judge.take(value)
    except Misfit as misfit:
        raise Refused(f"{place} {misfit}") from None
