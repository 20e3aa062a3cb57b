"""A document as it was read and judged: its text, what it says of itself, and what each of its passages shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tonetop.core.passage import Text
from tonetop.core.quote import Quote

PAGED = frozenset(("page", "slide", "sheet"))
Progress = Callable[[int, int, str], None]
"""Told while a folder is examined: files done, how many there are, and the name of the last one."""


class Told(NamedTuple):
    """A judged passage.

    date: YYYY-MM-DD, YYYY-MM or None. confidence: 0 to 1, calibrated. backed: whether it is likely enough an act of top
    management to be shown as one.
    """

    quote: Quote
    duties: tuple[str, ...]
    clauses: tuple[str, ...]
    controls: tuple[str, ...]
    about_ai: bool
    standing: str
    actor: str
    date: str | None
    placeholder: bool
    confidence: float
    backed: bool = False


class Present(NamedTuple):
    """Somebody named in an attendance: member, staff or guest; present or absent; the role as it is told."""

    name: str
    capacity: str
    mode: str
    role: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with what was found in it.

    kind: an evidence kind of the catalogue; actor: whose acts it tells; leader: the words by which a top manager sends
    or signs it, where it is their letter.
    """

    document: str
    text: Text
    told: Sequence[Told] = ()
    kind: str | None = None
    date: str | None = None
    dated: Quote | None = None
    title: str = ""
    actor: str = "unclear"
    placeholder: bool = False
    present: Sequence[Present] = ()
    leader: Quote | None = None

    def page(self, offset: int) -> int | None:
        """The page, slide or sheet on which a character stands, from 1; None where the format has none."""
        part = self.text.part_at(offset)
        return part.number if part and part.kind in PAGED else None


class Refusal(NamedTuple):
    """A file that was not read, and why in one sentence."""

    document: str
    why: str
