"""A register's form, derived from its fields: how each is asked, and how what was written becomes a plain record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core.shape import Field, Misfit
from tonetop.records.fields import Kind, Prose
from tonetop.records.models import Record

WIDGETS = {
    "date": "date",
    "boolean": "choice",
    "word": "choice",
    "reference": "reference",
    "words": "several",
    "limits": "lines",
    "texts": "lines",
    "references": "lines",
    "inputs": "lines",
    "amounts": "lines",
}
HINTS = {
    "references": "One id a line.",
    "texts": "One a line.",
    "limits": "One a line: an act, or money<=N.",
    "inputs": "One input a line: key = id, id, …",
    "amounts": "One a line: category = days.",
    "period": "YYYY, YYYY-H1, YYYY-Q1 or YYYY-MM.",
}
NONE = ("none", "keine", "keines")
"""How people say in a form that there are none, where that is an answer."""
SAY_NONE = "Where there are none, write: none."


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as the form asks for it: its widget, what stands in it, its choices, what is wrong with it."""

    name: str
    label: str
    help: str
    widget: str
    value: Any
    choices: tuple[str, ...]
    to: tuple[str, ...]
    error: str = ""


def fields(model: type[Record]) -> list[Kind]:
    """The fields a form asks for, in the register's order, without the built-in ones."""
    shape = model.shape()
    own = [field for field in model._meta.get_fields() if isinstance(field, Kind)]
    asked = [f for f in own if f.name in shape.fields and f.name not in model.in_files]
    return sorted(asked, key=lambda f: list(shape.fields).index(f.name))


def kind_of(own: Kind) -> str:
    """How a field's value is shown and asked for: its judge's kind, `prose` for free text."""
    return "prose" if isinstance(own, Prose) else own.judge().kind


def asked(
    model: type[Record], plain: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[Asked]:
    """The form's fields filled from a plain record."""
    found = []
    for own in fields(model):
        judge = own.judge()
        widget = "prose" if kind_of(own) == "prose" else WIDGETS.get(judge.kind, "text")
        choices = ("yes", "no") if judge.kind == "boolean" else judge.words
        value = plain.get(own.name)
        hints = (str(own.help_text), HINTS.get(judge.kind, ""), SAY_NONE if may_be_none(own) else "")
        help = " ".join(filter(None, hints))
        shown = value if widget == "several" else written(judge, value)
        shown = NONE[0] if may_be_none(own) and value is not None and not value else shown
        found.append(
            Asked(
                own.name,
                str(own.verbose_name),
                help,
                widget,
                shown,
                choices,
                judge.to,
                (errors or {}).get(own.name, ""),
            )
        )
    return found


def may_be_none(own: Kind) -> bool:
    """Whether it is an answer that there are none."""
    return bool(getattr(own, "may_be_none", False))


def written(judge: Field, value: Any) -> str:
    """A value as it stands in the form."""
    if value is None:
        return ""
    if judge.kind == "boolean" and isinstance(value, bool):
        return "yes" if value else "no"
    if judge.kind == "inputs":
        return "\n".join(f"{key} = {', '.join(ids)}" for key, ids in value.items())
    if judge.kind == "amounts":
        return "\n".join(f"{key} = {amount}" for key, amount in value.items())
    return "\n".join(value) if isinstance(value, list | tuple) else str(value)


def read(model: type[Record], data: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The plain record that a submitted form says, and what is wrong by field; empty fields are left out.

    data: a mapping with `get` and `getlist`, as Django's QueryDict.
    """
    plain: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for own in fields(model):
        judge = own.judge()
        try:
            value = _read(judge, data)
            if may_be_none(own) and [str(one).casefold() for one in value or ()] in [[word] for word in NONE]:
                plain[own.name] = []
            elif value not in (None, "", [], {}):
                judge.take(value)
                plain[own.name] = value
        except Misfit as misfit:
            errors[own.name] = str(misfit)
    return plain, errors


def _read(judge: Field, data: Any) -> Any:
    if judge.kind == "words":
        return data.getlist(judge.name)
    text = (data.get(judge.name) or "").replace("\r\n", "\n").strip()
    if judge.kind in ("number", "number_or_text") and text:
        return _number(judge, text)
    if judge.kind == "boolean":
        return {"yes": True, "no": False}.get(text)
    if judge.kind in ("texts", "references", "limits"):
        return [line.strip() for line in text.split("\n") if line.strip()]
    if judge.kind in ("inputs", "amounts"):
        return _pairs(judge, text)
    return text


def _number(judge: Field, text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    if judge.kind == "number_or_text":
        return text
    raise Misfit(f"must be a number, not {text!r}")


def _pairs(judge: Field, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise Misfit(f"needs a line of the form key = value, not {line!r}")
        ids = [part.strip() for part in value.split(",") if part.strip()]
        found[key] = ids if judge.kind == "inputs" else _number(judge, value)
    return found
