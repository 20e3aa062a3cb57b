"""Which families of words (families.txt) occur in a passage and where, and what its words are worth (worth.txt)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

REMEMBERED = 200_000
"""How many distinct words are remembered at once."""
GAP = 4
"""How many words a ~ may stand for."""


class Entry(NamedTuple):
    """The words that must follow the first, and the family that they then belong to."""

    rest: tuple[str, ...]
    family: int


class Begun(NamedTuple):
    """What a word begins.

    alone: families of which it is an entry by itself; longer: entries by their second word; later: entries by the
    first word after a ~; open: the others, which have an open second word.
    """

    alone: tuple[int, ...]
    longer: dict[str, list[Entry]]
    later: dict[str, list[Entry]]
    open: tuple[Entry, ...]


NOTHING = Begun((), {}, {}, ())


class Lexicon:
    """The families by name, found in a sequence of words; each distinct word is looked up once."""

    def __init__(self, text: str) -> None:
        self._whole: dict[str, list[Entry]] = {}
        self._open: list[tuple[str, Entry]] = []
        self._known: dict[str, Begun] = {}
        names: list[str] = []
        for line in map(str.strip, text.splitlines()):
            if line.startswith("["):
                names.append(line.strip("[]"))
            elif line and not line.startswith("#"):
                for words in filter(None, (entry.split() for entry in line.split(";"))):
                    self._add(words, len(names) - 1)
        self.names: tuple[str, ...] = tuple(names)

    def _add(self, words: Sequence[str], family: int) -> None:
        entry = Entry(tuple(words[1:]), family)
        if words[0].endswith("*"):
            self._open.append((words[0][:-1], entry))
        else:
            self._whole.setdefault(words[0], []).append(entry)

    def _begun(self, word: str) -> Begun:
        """What a word begins, looked up among all entries and remembered."""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        entries = [
            *self._whole.get(word, ()),
            *(entry for start, entry in self._open if word.startswith(start)),
        ]
        longer: dict[str, list[Entry]] = {}
        later: dict[str, list[Entry]] = {}
        unsure = []
        for entry in entries:
            rest = entry.rest
            if rest[:1] == ("~",) and not rest[1].endswith("*"):
                later.setdefault(rest[1], []).append(Entry(rest[2:], entry.family))
            elif rest and (rest[0] == "~" or rest[0].endswith("*")):
                unsure.append(entry)
            elif rest:
                longer.setdefault(rest[0], []).append(entry)
        alone = tuple(dict.fromkeys(entry.family for entry in entries if not entry.rest))
        begun = Begun(alone, longer, later, tuple(unsure)) if entries else NOTHING
        self._known[word] = begun
        return begun

    def found(self, words: Sequence[str]) -> list[list[int]]:
        """For each family the positions at which one of its entries begins, in order."""
        places: list[list[int]] = [[] for _ in self.names]
        known, last = self._known, len(words) - 1
        for at, word in enumerate(words):
            begun = known.get(word) or self._begun(word)
            if begun is NOTHING:
                continue
            for family in begun.alone:
                places[family].append(at)
            if at < last:
                for family in _longer(begun, words, at):
                    place = places[family]
                    if not place or place[-1] != at:
                        place.append(at)
        return places


def _longer(begun: Begun, words: Sequence[str], at: int) -> Iterator[int]:
    """The families of the entries of several words that begin at a place."""
    for entry in begun.longer.get(words[at + 1], ()):
        if len(entry.rest) == 1 or _follows(words, at + 1, entry.rest):
            yield entry.family
    if begun.later:
        yield from _later(begun, words, at)
    for entry in begun.open:
        if _follows(words, at + 1, entry.rest):
            yield entry.family


def _later(begun: Begun, words: Sequence[str], at: int) -> Iterator[int]:
    """The families of the entries that go on after up to GAP other words."""
    for place in range(at + 1, min(at + GAP + 2, len(words))):
        for entry in begun.later.get(words[place], ()):
            if _follows(words, place + 1, entry.rest):
                yield entry.family


def _follows(words: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    """Whether these words stand at a place; a ~ stands for up to GAP of any."""
    for place, wanted in enumerate(rest):
        if wanted == "~":
            later = rest[place + 1 :]
            return any(_follows(words, begun, later) for begun in range(at, at + GAP + 1))
        if at >= len(words) or not (
            words[at] == wanted or (wanted[-1] == "*" and words[at].startswith(wanted[:-1]))
        ):
            return False
        at += 1
    return True


class Known(NamedTuple):
    """What the words of a passage are known as: places of each family, and what they are worth for each outcome."""

    places: list[list[int]]
    worth: dict[str, float]


class Vocabulary:
    """Families of words, and what words are worth, found together in one go."""

    def __init__(self, text: str) -> None:
        self._lexicon = Lexicon(text)
        names = self._lexicon.names
        self.families = tuple(name for name in names if " " not in name)
        self._weights = [
            (outcome, float(weight)) for outcome, weight in map(str.split, names[len(self.families) :])
        ]
        self.outcomes = tuple(dict.fromkeys(outcome for outcome, _ in self._weights))

    def known(self, words: Sequence[str]) -> Known:
        """Families and worth of these words; an entry that recurs counts little more."""
        places = self._lexicon.found(words)
        worth = dict.fromkeys(self.outcomes, 0.0)
        for place, (outcome, weight) in zip(places[len(self.families) :], self._weights, strict=True):
            if place:
                worth[outcome] += weight * (1.0, 1.5, 1.75)[min(len(place), 3) - 1]
        return Known(places[: len(self.families)], worth)


def names(family: str, words: Sequence[str]) -> bool:
    """Whether one of the words that come with the product for a family occurs."""
    known = vocabulary()
    return bool(known.known(words).places[known.families.index(family)])


@cache
def vocabulary() -> Vocabulary:
    """The words that come with the product: families first, then what words are worth."""
    folder = files(__package__)
    return Vocabulary(
        "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("families.txt", "worth.txt"))
    )
