"""What judging is given of a document, and what it says of each passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

DUTIES = tuple(f"LD-{number}" for number in range(1, 10))
STANDINGS = ("act", "commitment", "gap", "none")
ACTORS = ("top", "delegate", "unclear")
MINUTES = frozenset({"management-review-minutes", "meeting-recording"})


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its particulars tell it.

    name: as it is filed. text: what offsets refer to. kind: one of the catalogue's evidence kinds, or nothing.
    date: ISO day or month, or nothing. people: who speaks in it, by name in small letters, each top or delegate.
    placeholder: whether it is a blank template or only points elsewhere. agenda: whether it only lists what was to be
    spoken of. letter: whether a top manager writes it in their own name.
    """

    name: str
    text: str
    kind: str = ""
    date: str = ""
    title: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    placeholder: bool = False
    agenda: bool = False
    letter: bool = False

    @property
    def minutes(self) -> bool:
        """Whether it tells what was said at a meeting."""
        return self.kind in MINUTES

    @property
    def resolves(self) -> bool:
        """Whether it tells what a leading body resolved: minutes, unless all who are known in them are below it."""
        return self.minutes and not self.agenda and (not self.people or "top" in self.people.values())


class Judged(NamedTuple):
    """What a passage from start to end shows.

    duties of top management (usually none to two), clauses and controls of the catalogue; standing: act, commitment,
    gap or none; actor: top, delegate or unclear; date: ISO day or month, or None; placeholder: waits to be filled in;
    confidence: how often such a judgement is right, from 0 to 1; backing: how strongly it is an act of top management
    for a duty, from 0 to 1; backed: whether that is strong enough to be shown as such.
    """

    start: int
    end: int
    duties: tuple[str, ...]
    clauses: tuple[str, ...]
    controls: tuple[str, ...]
    about_ai: bool
    standing: str
    actor: str
    date: str | None
    placeholder: bool
    confidence: float
    backing: float
    backed: bool
