"""Find records that are likely one and the same, for people to decide on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers

TELLING = frozenset(("text", "reference", "period", "sha256"))
"""Kinds of field that tell records of one title apart when they differ."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Records that are likely one: refs, the fullest first, the title, the fields in which they agree."""

    refs: tuple[str, ...]
    title: str
    agree: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"refs": list(self.refs), "title": self.title, "agree": list(self.agree)}


def find_duplicates(type: str) -> list[Likely]:
    """Groups of likely duplicates of a register as it holds today, the largest first. Raises Refused."""
    model = registers().get(type)
    if model is None:
        raise Refused(f"{type} is no record type; the types are {', '.join(registers())}")
    if model.key:
        raise Refused(f"{type}: its records are told apart by {', '.join(model.key)}, so none is there twice")
    named: dict[str, list[Record]] = {}
    for row in model.objects.on(clock.today()).order_by("ref"):
        words = same_words(str(getattr(row, model.title_field) or ""))
        if words:
            named.setdefault(words, []).append(row)
    groups = [group for rows in named.values() if len(rows) > 1 for group in _groups(rows, _telling(model))]
    return sorted(
        (_likely(group, model) for group in groups), key=lambda likely: (-len(likely.refs), likely.refs)
    )


def same_words(text: str) -> str:
    """The words of a title, without case, accents, punctuation and order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(sorted(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))))


def _telling(model: type[Record]) -> list[str]:
    fields = model.shape().fields
    shown = [name for name in model.columns if name in fields and fields[name].kind in TELLING]
    return [name for name in shown if name != model.title_field]


def _groups(rows: Sequence[Record], telling: Sequence[str]) -> list[list[Record]]:
    """Rows put together, the fullest first, where none is contradicted by another in a telling field."""
    found: list[list[Record]] = []
    for row in sorted(rows, key=lambda row: (-len(row.plain()), row.ref)):
        for group in found:
            if all(_agree(getattr(row, name), getattr(other, name)) for name in telling for other in group):
                group.append(row)
                break
        else:
            found.append([row])
    return [group for group in found if len(group) > 1]


def _agree(one: Any, other: Any) -> bool:
    return not one or not other or same_words(str(one)) == same_words(str(other))


def _likely(group: Sequence[Record], model: type[Record]) -> Likely:
    plain = [row.plain() for row in group]
    names = [name for name in model.shape().fields if all(name in values for values in plain)]
    agree = [name for name in names if all(values[name] == plain[0][name] for values in plain)]
    return Likely(tuple(row.ref for row in group), str(group[0]), tuple(agree))
