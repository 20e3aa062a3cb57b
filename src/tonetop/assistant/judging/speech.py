"""Who speaks where in minutes: speeches that begin with a name and a colon, and whose they are."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

SPEAKER = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<mark>[-*+][ \t]+)?(?:\*\*)?\(?(?P<name>[A-ZÀ-Þ][\w.'’-]{0,24}"
    r"(?:[ ]+[A-ZÀ-Þ(][\w.'’()-]{0,24}){0,3}|[a-z][\w-]{1,15})\)?"
    r"(?:[ ]\([^)\n]{1,30}\))?(?:\*\*)?:(?:\*\*)?(?:[ \t]+(?=\S)|(?P<alone>[ \t]*$))",
    re.MULTILINE,
)
NO_SPEAKERS = frozenset(
    """
    note notes todo action actions decision decisions question questions answer goal goals agenda date
    time labels status owner version proposal resolution resolved discussion background context why what
    how when where who evidence risk recommendation conclusion objective purpose scope reason example
    description concern concerns summary update updates members attendees present absent chair council
    observers facilitator scribe minutes recording consensus motion vote ayes nays result total domain
    finding classification clause action-item reminder honesty pros cons links link contact https http
    travel comment comments timeline budget approved deferred sponsor sponsors plan idea issue topic
    votes
    """.split()  # noqa: SIM905  # one word a line would take a page
)
FAR = 6000
"""How far a speech goes on, in characters."""
TAB = 4


class Speech(NamedTuple):
    """A speech: where it begins, how deep its list entry is indented (-1 where it is none), and the name."""

    start: int
    depth: int
    name: str


class Speeches:
    """The speeches of a document, found once. people: who attended, by name in small letters."""

    def __init__(self, text: str, people: Mapping[str, str]) -> None:
        self._text = text
        found = [_speech(one) for one in SPEAKER.finditer(text) if _may_speak(one, people)]
        times = Counter(speech.name for speech in found)
        many = len(found) > 5
        self._all = [one for one in found if many or times[one.name] > 1 or standing_of(one.name, people)]
        self._starts = [speech.start for speech in self._all]

    def speaker(self, start: int, floor: int) -> str:
        """The name with which the passage at start begins, else that of the speech which it goes on with.

        A speech told as a list entry holds what is indented below it; any other goes on to the next, or to the heading
        (floor).
        """
        depth = _depth(self._text, start)
        for place in range(bisect_right(self._starts, start + 6) - 1, -1, -1):
            speech = self._all[place]
            if speech.start < floor or start - speech.start > FAR:
                return ""
            begins = speech.start >= self._text.rfind("\n", 0, start) + 1
            if begins or speech.depth < depth:
                return speech.name
            if speech.depth < 0:
                return ""
            depth = min(depth, speech.depth) if depth >= 0 else depth
        return ""


def _may_speak(found: re.Match[str], people: Mapping[str, str]) -> bool:
    """Whether a name before a colon is a person: never a head of minutes; alone on its line, only one who attended."""
    name = found["name"]
    if name.lower().split()[0].strip("().") in NO_SPEAKERS:
        return False
    return found["alone"] is None or bool(standing_of(name, people))


def _speech(found: re.Match[str]) -> Speech:
    depth = _width(found["indent"]) if found["mark"] else -1
    return Speech(found.start(), depth, found["name"])


def _depth(text: str, start: int) -> int:
    """How far the line of a place is indented."""
    begun = text.rfind("\n", 0, start) + 1
    line = text[begun : start + 200].split("\n", 1)[0]
    return _width(line[: len(line) - len(line.lstrip(" \t>"))])


def _width(indent: str) -> int:
    return len(indent.replace("\t", " " * TAB))


def standing_of(speaker: str, people: Mapping[str, str]) -> str:
    """Whether a speaker is of top management (top) or another who attended (delegate); empty where nobody is known.

    People are told by their whole name, by their first name, by their handle (the first letter and the last name), or
    by the first name and letters of the last. Whoever is both a member and, say, the one who takes notes is a member.
    """
    said = folded(speaker).split()
    if not said:
        return ""
    known = {standing for name, standing in people.items() if _is_called(said, folded(name).split())}
    return "top" if "top" in known else "delegate" if known else ""


def _is_called(said: list[str], name: list[str]) -> bool:
    if said[0] == name[0]:
        return len(said) == 1 or len(name) == 1 or name[1].startswith(said[1])
    return len(said) == 1 and len(name) > 1 and said[0] in {name[0][0] + name[-1], name[-1]}


def folded(name: str) -> str:
    """A name in small letters without accents and marks."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip("().* ")
