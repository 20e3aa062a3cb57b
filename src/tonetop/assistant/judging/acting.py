"""Who is told to act: the subject of each sentence, the owner in a row, the head of a list, whoever speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tonetop.assistant.judging.grammar import BE, HAVE, MODALS, WE
from tonetop.assistant.judging.setting import Setting

REMEMBERED = 20_000
"""How many headings and titles are remembered at once."""
REACH = 16
"""How many words of a sentence may stand before its verb."""
SHORT = 6
"""How many words of a sentence are its subject's where no verb is recognised."""
AFTER = 7
"""How many words after "by" its agent is sought."""
VERBS = BE | HAVE | (MODALS - {"to"}) | {"do", "does", "did"}
VERBAL = re.compile(r"(?!need|embed|speed|feed|seed|based|related|led$)[a-z]{2,}ed$")
BESIDE = frozenset(["of", "for", "to", "with", "from", "in", "at", "on", "under", "within", "by", "across"])
EVERYBODY = frozenset(
    ["staff", "employees", "personnel", "users", "everyone", "people", "customers", "contractors"]
)
BACK = frozenset(["it", "they", "he", "she"])
NAMED = re.compile(r"^(?:this|that|the|these|our) (?:committee|group|body|forum|panel)s?\b")
BELOW = re.compile(
    r"staff (?:update|report)|update on|program(?:me)? (?:management|update)|delegated|team update"
    r"|working group|\bcommittees?\b(?! meeting)|report from|updates? from",
    re.IGNORECASE,
)
TEMPLATE = re.compile(r"template|_NAME_|\[[A-Z]")
SPEAKS_FOR = re.compile(
    r"\b(?:for|on behalf of|from|in) (?:the |our )?(?:[\w-]+ ){0,4}?(?:team|group|wg|committee|department|side),? "
    r"(?:we|i)\b|\bour team\b|\b(?:team|group) (?:is|are) right now\b",
    re.IGNORECASE,
)
GROUPS = frozenset(["team", "group", "wg", "committee", "department", "side"])
OWNER = re.compile(
    r"owner|responsib|accountab|\bwho\b|assigned|approver|approved by|decided by|lead\b", re.IGNORECASE
)
OFFICERS = re.compile(
    r"\b(?:CEO|CFO|CTO|COO|CIO|CISO|CAIO|CDO|CRO|board|council|chief|executive|president|secretary|management"
    r"|commissioner|mayor|director(?! of))\b",
    re.IGNORECASE,
)
ACTING = (
    "subject_is_top",
    "subject_is_delegate",
    "subject_is_we",
    "subject_is_none",
    "first_is_top",
    "first_is_delegate",
    "agent_top",
    "agent_delegate",
    "owner_top",
    "owner_delegate",
    "head_is_top",
    "head_is_delegate",
    "head_is_we",
    "speaks_for_below",
    "section_below",
    "settled_top",
    "settled_delegate",
    "settled_we",
)
Places = Sequence[Sequence[int]]


class Told(NamedTuple):
    """Words in order, the number of each one's sentence, and where words of top management and of delegates begin."""

    words: Sequence[str]
    sentences: Sequence[int]
    top: frozenset[int]
    delegate: frozenset[int]
    act: frozenset[int]


class Signs(NamedTuple):
    """The signs of who acts: the row's owner, the sentences' subject, the list's head, for and in whose section.

    blank: it waits to be filled in, so that nobody acts yet.
    """

    owned: str
    subject: str
    headed: str
    below: bool
    section: bool
    blank: bool


class Spoken(NamedTuple):
    """Whether it is told in minutes, whose voice it is, the subject of its lead, and who was last spoken of before.

    blank: whether it has blanks to be filled in.
    """

    minutes: bool
    voice: str
    headed: str
    before: Callable[[], str]
    blank: bool


def told_of(words: Sequence[str], sentences: Sequence[int], places: Places, at: Mapping[str, int]) -> Told:
    """What is needed of a text's words to find who acts."""
    return Told(words, sentences, *(frozenset(places[at[name]]) for name in ("top", "delegate", "act")))


def subjects(told: Told) -> Iterator[str]:
    """Of each sentence in order: top, delegate, we, back (it, the committee), or none where no actor is its subject."""
    begun = 0
    for place in range(1, len(told.words) + 1):
        if place == len(told.words) or told.sentences[place] != told.sentences[begun]:
            yield _subject(told, begun, place)
            begun = place


def _subject(told: Told, begun: int, end: int) -> str:
    last = min(end, begun + REACH)
    verb = next(
        (place for place in range(begun, last) if _is_verb(told, place, begun)), min(end, begun + SHORT)
    )
    before = told.words[begun:verb]
    for place in range(begun, verb):
        beside = place > begun and (
            told.words[place - 1] in BESIDE or (place > begun + 1 and told.words[place - 2] in BESIDE)
        )
        if beside:
            continue
        if place in told.top:
            return "top"
        if place in told.delegate and told.words[place] not in EVERYBODY:
            return "delegate"
        if told.words[place] in WE:
            return "we"
    back = BACK.intersection(before[:2]) or NAMED.match(" ".join(before))
    return "back" if back else "none"


def _is_verb(told: Told, place: int, begun: int) -> bool:
    word = told.words[place]
    return word in VERBS or (place > begun and (place in told.act or bool(VERBAL.match(word))))


def agents(told: Told) -> Iterator[str]:
    """By whom something is done: top or delegate, for each "by" that an actor follows."""
    for place, word in enumerate(told.words):
        if word == "by":
            near = range(place + 1, place + AFTER)
            first = next((one for one in near if one in told.top or one in told.delegate), None)
            if first is not None and told.words[first] not in EVERYBODY:
                yield "top" if first in told.top else "delegate"


@lru_cache(maxsize=REMEMBERED)
def _is_below(heading: str) -> bool:
    """Whether a heading is of those below top management."""
    return bool(BELOW.search(heading))


@lru_cache(maxsize=REMEMBERED)
def _is_template(title: str) -> bool:
    return bool(TEMPLATE.search(title))


def owner(raw: str, head: str) -> str:
    """Who owns a row by the column that its table's head names: top, delegate, or nothing."""
    names = [cell.strip() for cell in head.strip().strip("|").split("|")]
    for name, cell in zip(names, raw.strip().strip("|").split("|"), strict=False):
        if OWNER.search(name) and cell.strip(" -—"):
            return "top" if OFFICERS.search(cell) else "delegate"
    return ""


def settled(signs: Signs, minutes: bool, voice: str) -> str:
    """Who acts: top, delegate, we, or none.

    Nobody acts in what waits to be filled in. The owner of a row comes first, then whoever speaks, then the subject of
    the sentences, then the head of the list, and last whoever the section is of. Minutes tell what their body does
    where they name nobody.
    """
    if signs.blank:
        return "none"
    if signs.owned:
        return signs.owned
    if minutes and voice in {"top", "delegate"}:
        return "delegate" if signs.below else voice
    main = signs.subject if signs.subject in {"top", "delegate"} else signs.headed
    if main in {"top", "delegate"}:
        return main
    if minutes and not voice and not signs.section:
        return "top"
    return "delegate" if signs.section else signs.subject


def acting(told: Told, raw: str, seen: str, setting: Setting, spoken: Spoken) -> list[float]:
    """One number for each of ACTING. raw: the passage as it stands; seen: without its marks."""
    headed = spoken.headed
    found = [spoken.before() if one == "back" else one for one in subjects(told)]
    by = list(agents(told))
    first = next(iter(found), "none")
    everybody = {*found, *by}
    main = next(
        (one for one in ("top", "delegate") if one in everybody), "we" if "we" in everybody else "none"
    )
    below = not GROUPS.isdisjoint(told.words) and bool(SPEAKS_FOR.search(seen))
    section = any(_is_below(heading) for heading in setting.headings[-2:])
    owned = owner(raw, setting.head) if setting.head else ""
    last = settled(
        Signs(owned, main, headed, below, section, spoken.blank or _is_template(setting.title)),
        spoken.minutes,
        spoken.voice,
    )
    told_so = (
        *(found.count(one) for one in ("top", "delegate", "we", "none")),
        first == "top",
        first == "delegate",
        by.count("top"),
        by.count("delegate"),
        owned == "top",
        owned == "delegate",
        *(headed == one for one in ("top", "delegate", "we")),
        below,
        section,
        *(last == one for one in ("top", "delegate", "we")),
    )
    return [min(float(value), 2.0) for value in told_so]
