"""How a field's value stands in one cell as text, and back, without loss.

Missing is the empty cell, an empty list is []. A list is its items with "; " between them where that is
clear, else JSON; a mapping is JSON; amounts may also be written as
"files: 90 days; mails: 30 days". Before a text that a spreadsheet would take for a formula stands an
apostrophe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tonetop.core.shape import Field, Misfit

LISTS = frozenset(("texts", "words", "references", "limits"))
MAPPINGS = frozenset(("inputs", "amounts"))
# Spreadsheets take the full-width signs for formulas too.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_AMOUNT = re.compile(r"(?P<name>[^:]+):\s*(?P<number>\d+(?:\.\d+)?)(?:\s*days?)?", re.IGNORECASE)
_YES, _NO = frozenset(("true", "yes")), frozenset(("false", "no"))


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def verbatim(cell: str) -> str:
    """The text that `neutral` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def written(field: Field, value: Any) -> str:
    """The cell of a field's value; None is the empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return neutral(_listed(list(value)))
    if field.kind == "number_or_text" and (_is_number(value) or value.startswith('"')):
        return json.dumps(value, ensure_ascii=False)
    return neutral(value)


def _listed(items: list[str]) -> str:
    plain = all(item == item.strip() and ";" not in item for item in items)
    if items and plain and not items[0].startswith("["):
        return "; ".join(items)
    return json.dumps(items, ensure_ascii=False)


def read(field: Field, cell: str) -> Any:
    """The plain value that a cell writes, yet to be judged; None for an empty one. Raises Misfit."""
    if cell == "" or (cell.isspace() and field.kind != "text"):
        return None
    return parsed(field, verbatim(cell))


def parsed(field: Field, text: str) -> Any:
    """The plain value that a text writes, apostrophes and all. Raises Misfit."""
    return _READERS.get(field.kind, _text)(text)


def _text(text: str) -> Any:
    return text


def _stripped(text: str) -> Any:
    return text.strip()


def _boolean(text: str) -> Any:
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise Misfit(f"must be true or false, not {text!r}")
    return word in _YES


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _number(text: str) -> Any:
    if not _is_number(text.strip()):
        raise Misfit(f"must be a number such as 12 or 12.5, not {text!r}")
    return number(text.strip())


def number(text: str) -> int | float:
    """The number that a text of digits writes."""
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _number_or_text(text: str) -> Any:
    if _is_number(text):
        return number(text)
    return _json(text, str, "a text in quotation marks") if text.startswith('"') else text


def _items(text: str) -> Any:
    if text.lstrip().startswith("["):
        return _json(text, list, 'a list such as a; b or ["a", "b"]')
    return [item.strip() for item in text.split(";") if item.strip()]


def _mapping(text: str) -> Any:
    return _json(text, dict, 'a mapping such as {"a": 1}')


def _amounts(text: str) -> Any:
    """Amounts by name, as JSON or as people write them: "files: 90 days; mails: 30"."""
    if text.lstrip().startswith("{"):
        return _mapping(text)
    found = {}
    for item in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        told = _AMOUNT.fullmatch(item)
        if told is None:
            raise Misfit(
                f'must be a mapping such as {{"a": 1}}, or days as in "files: 90 days; mails: 30", not {item!r}'
            )
        found[told["name"].strip()] = number(told["number"])
    return found


def _json(text: str, kind: type, said: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, kind):
        raise Misfit(f"must be {said}, not {text!r}")
    return value


_READERS: dict[str, Callable[[str], Any]] = {
    "boolean": _boolean,
    "number": _number,
    "number_or_text": _number_or_text,
    **dict.fromkeys(LISTS, _items),
    **dict.fromkeys(MAPPINGS, _mapping),
    "amounts": _amounts,
    **dict.fromkeys(("date", "period", "word", "sha256", "reference"), _stripped),
}
