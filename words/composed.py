"""Sentences composed in Python: f-strings as forms with named gaps, and the plain ones beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product

TOLD = (
    "Refused",
    "Forbidden",
    "Unread",
    "Overtaken",
    "Misdescribed",
    "Misfit",
    "Undecided",
    "MergeError",
    "NotAnchoredError",
    "NoStampError",
    "SettingError",
    "PermissionDenied",
)
"""Exceptions whose message is a sentence for people."""
WRAPPED = ("gettext", "ngettext", "pgettext", "gettext_lazy", "_")
PROSE = re.compile(r"[A-Za-z’']{2,},? [A-Za-z(“{]|^[A-Z][a-z]+(?:-[a-z]+)*(?: [0-9.]+)?$")
SAYS = re.compile(r"[a-zA-Z]{3,}")
MARKUP = re.compile(r"[<>]|='|^SELECT |officedocument|sheet$|\.document$")
"""What is no text, but drawing, query or name of a format."""
VARIANTS = 8


def forms(node: ast.expr) -> list[str]:
    """The message ids of a text: a plain one as it is; an f-string with `%(name)s` for each gap.

    A gap that holds one of two texts is told as two forms, so that plural endings do not tear words apart.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*forms(node.body), *forms(node.orelse)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pairs = product(forms(node.left), forms(node.right))
        return [left + right for left, right in pairs if "%(" not in right]
    if isinstance(node, ast.JoinedStr):
        return _joined(node)
    return []


def _joined(node: ast.JoinedStr) -> list[str]:
    names: dict[str, int] = {}
    parts: list[list[str]] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append([str(part.value).replace("%", "%%")])
        elif isinstance(part, ast.FormattedValue):
            texts = _texts(part.value)
            parts.append(texts or [_gap(part.value, names)])
    return ["".join(each) for each in product(*parts)][:VARIANTS]


def _texts(node: ast.expr) -> list[str]:
    """The texts between which a gap chooses, where it does nothing else."""
    if isinstance(node, ast.IfExp):
        found = [_plain(node.body), _plain(node.orelse)]
        return [text.replace("%", "%%") for text in found if text is not None] if None not in found else []
    return []


def _plain(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _gap(node: ast.expr, names: dict[str, int]) -> str:
    """A gap under the last name that stands in its expression, numbered where that name is taken."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute)]
    name = found[0].attr if found and isinstance(found[0], ast.Attribute) else "value"
    if found and isinstance(found[0], ast.Name):
        name = found[0].id
    name = name.strip("_") or "value"
    names[name] = names.get(name, 0) + 1
    return f"%({name}{names[name] if names[name] > 1 else ''})s"


def is_form(text: str) -> bool:
    """Whether a message has gaps."""
    return "%(" in text


def said(tree: ast.Module, everything: bool) -> Iterator[tuple[int, str]]:
    """(line, message id) of what a module says: its exceptions' sentences; everything: all its prose."""
    passed = _passed(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in TOLD and node.args:
            yield from _told(node.args[0], node.lineno)
        elif everything and id(node) not in passed and isinstance(node, ast.JoinedStr | ast.Constant):
            yield from _told(node, node.lineno)


def assigned(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, message id) of the prose in a module's constants."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            passed = _passed(statement.value)
            for node in ast.walk(statement.value):
                if id(node) not in passed and isinstance(node, ast.Constant):
                    yield from _told(node, node.lineno)


def _told(node: ast.expr, line: int) -> Iterator[tuple[int, str]]:
    for text in forms(node):
        bare = re.sub(r"%\(\w+\)s", "", text)
        text = text.strip(" ;,")  # noqa: PLW2901 - what it is joined to others by is no part of it
        if MARKUP.search(text):
            continue
        if SAYS.search(bare) if is_form(text) else PROSE.search(text):
            yield line, text


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _passed(tree: ast.AST) -> set[int]:
    """What is no text for people: docstrings, parts of f-strings, what gettext has, what patterns and slices are."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        elif isinstance(node, ast.Call) and _called(node) in (*WRAPPED, *TOLD, "compile", "Http404"):
            passed |= _within(node)
        elif isinstance(node, ast.JoinedStr):
            passed |= _within(node) - {id(node)}
    return passed


def _within(node: ast.AST) -> set[int]:
    return {id(each) for each in ast.walk(node)}
