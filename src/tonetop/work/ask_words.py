"""What a question asks for: a subject of the records, days, people, catalogue ids, and the words left over."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tonetop.assistant.search.words import STOP, WORD, stem
from tonetop.core import cadence
from tonetop.work.ask_subjects import SUBJECTS, Subject
from tonetop.work.question import sound

EARLIER = 6
"""How many earlier questions one may go on from."""
ALL = ("0000-00-00", "9999-12-31")
UNITS = {"day": 1, "tag": 1, "week": 7, "woche": 7, "month": 0, "monat": 0, "year": 0, "jahr": 0}
SPAN = re.compile(
    r"\b(?:last|past|previous|preceding|letzten|vergangenen|vorigen)\s+(\d{1,3}|twelve|six|three|zwölf|sechs|drei)\s+"
    r"(day|week|month|year|tag|woche|monat|jahr)(?:e?s|en|e|n)?\b",
    re.IGNORECASE,
)
NUMBERS = {"twelve": 12, "zwölf": 12, "six": 6, "sechs": 6, "three": 3, "drei": 3}
ONE_SPAN = re.compile(
    r"\b(?:(?:past|previous|last|letzten|vergangenen) (year|month|jahr|monat))\b", re.IGNORECASE
)
SINCE = re.compile(r"\b(?:since|after|from|seit|ab|nach)\s+(\d{4}(?:-\d{2}-\d{2})?)\b", re.IGNORECASE)
UNTIL = re.compile(r"\b(?:until|before|up to|bis|vor)\s+(\d{4}(?:-\d{2}-\d{2})?)\b", re.IGNORECASE)
IN = re.compile(r"\b(?:in|during|im jahr)\s+(\d{4})\b", re.IGNORECASE)
ON = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
YEAR_BEFORE = re.compile(
    r"\b(?:(?:year|12 months|twelve months) before|(?:jahr|monaten) davor)\b", re.IGNORECASE
)
BEFORE_THAT = re.compile(r"\b(?:the ones? before|before that|previous one|davor|zuvor)\b", re.IGNORECASE)
NEWEST = re.compile(
    r"\b(?:last|latest|newest|most recent|recently|current|letzte[nrs]?|jüngste[nrs]?|zuletzt|aktuelle[nrs]?)\b"
    r"(?!\s+(?:\d|twelve|six|three|zwölf|sechs|drei))|^\s*(?:and\s+|und\s+)?(?:who|when|whom|wer|wann|wem)\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(
    r"\b(?:all|list|every|each|which \w+s|how many|alle|liste|jede[rs]?|wie viele)\b", re.IGNORECASE
)
REFERS = re.compile(
    r"^\s*(?:and|also|what about|how about|und|auch|was ist mit)\b"
    r"|\b(?:it|its|they|them|their|those|these|that|there|he|she|his|her|then|ones?|dort|dabei|dazu|davon|davor"
    r"|diese[rsmn]?|sie|ihn|ihm)\b",
    re.IGNORECASE,
)
YEAR = 4
"""Digits of a year, which names something; other numbers do not."""
FEW = 2
"""A question of no more words that bear meaning goes on from the one before."""
ITEM = re.compile(
    r"\b(?:LD-\d{1,2}(?:\.\d{1,2})?|PV-\d{1,2}|PF-\d{1,2}|A\.\d{1,2}(?:\.\d{1,2}){0,2}"
    r"|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\b"
)
ASKING = """
approve approved approves approval approver sign signed signs attend attended attends took take taken part
takes participated participants decided decide decides decision decisions minutes minute held hold happen
happened happens occurred give list show find tell evidence prove proves proof proven file files hash record
recorded records date dates day days month months year years twelve six three ai aims management system
organisation organization company top manager managers leader leaders leadership executive executives past
last latest newest recent recently current previous preceding present person people name names version
versions act acts acted many much number start end ever yet already complete completed performed perform
performs made make makes set new clause requirement check result status answer question chair chaired
reviewed review reviews accepted accept accepts assigned assign raised raise granted requested request sent
spoke spoken speak written write wrote asked ask conducted conduct entered in-person remote regarding
concerning related newly formally document documented documents war waren die hat haben wurde wurden gibt
gab wann wer wem wo welche welcher zeige zeig nenne liste genehmigt genehmigte freigegeben freigab
beschlossen teilgenommen teil nahm nahmen entschied entschieden datum tag tage tagen woche wochen monat
monate monaten jahr jahre jahren letzte letzten letzter jüngste zuletzt aktuell aktuelle nachweis nachweise
ki organisation unternehmen leitung oberste obersten fand statt stattgefunden gehalten
"""
PLAIN = frozenset(stem(word) for word in ASKING.split())
"""Stems that ask and name nothing: what is left besides must stand in a record before it answers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as it was understood: whole, and as it goes on from earlier ones.

    since, until: after and up to which day. newest: only the latest. people: ids. items: of the catalogue.
    besides: stems that must stand in a record.
    words: all of its words in small letters. goes_on: whether it takes its subject from the question before.
    """

    text: str
    search: str
    subject: Subject | None = None
    since: str = ALL[0]
    until: str = ALL[1]
    newest: bool = False
    people: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    goes_on: bool = False
    before: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question is read with: the day, people (id, name), ids of the catalogue, prepared questions by words."""

    as_of: str
    people: Sequence[tuple[str, str]]
    known: Collection[str]
    prepared: Mapping[str, str]


def wanted(question: str, earlier: Sequence[str], by: Reading) -> Wanted:
    """What a question asks for, after those before it. Raises Refused."""
    last: Wanted | None = None
    for text in (*map(sound, earlier[-EARLIER:]), sound(question)):
        own = _prepared(text, by) or _alone(text, by)
        last = _after(own, last) if last is not None else own
    return last if last is not None else Wanted("", "")


def _prepared(text: str, by: Reading) -> Wanted | None:
    """A question that is asked in the very words of a prepared one, and so needs no reading."""
    subject = next((one for one in SUBJECTS if one.key == by.prepared.get(text)), None)
    return Wanted(text, text, subject, cadence.shift(by.as_of, -365), by.as_of) if subject else None


def _alone(text: str, by: Reading) -> Wanted:
    subject = next((one for one in SUBJECTS if one.asked.search(text)), None)
    since, until = days(text, by.as_of)
    if YEAR_BEFORE.search(text):
        since, until = cadence.shift(by.as_of, -730), cadence.shift(by.as_of, -365)
    named = _people(text, by.people)
    items = tuple(dict.fromkeys(id.upper() for id in ITEM.findall(text.upper()) if id.upper() in by.known))
    bare = subject.asked.sub(" ", text) if subject else text
    for pattern in (SPAN, ONE_SPAN, SINCE, UNTIL, IN, ON, ITEM, YEAR_BEFORE, BEFORE_THAT):
        bare = pattern.sub(" ", bare)
    words = {part for _, name in named for part in stems_of(name)}
    besides = tuple(dict.fromkeys(one for one in stems_of(bare) if one not in words))
    newest = bool(NEWEST.search(text)) and not SEVERAL.search(text) and (since, until) == ALL
    return Wanted(
        text, text, subject, since, until, newest, tuple(id for id, _ in named), items, besides,
        frozenset(word.casefold() for word in WORD.findall(text)),
        before=bool(BEFORE_THAT.search(text)),
    )  # fmt: skip


def _after(own: Wanted, last: Wanted) -> Wanted:
    """A question that goes on from the one before keeps what it does not say anew."""
    short = len(own.besides) <= FEW
    if own.subject is not None or own.items or not (short or REFERS.search(own.text)):
        return own
    said = (own.since, own.until) != ALL
    return replace(
        own,
        search=f"{last.search} {own.text}",
        subject=last.subject,
        since=own.since if said else last.since,
        until=own.until if said else last.until,
        newest=(own.newest or last.newest) and not said,
        people=own.people or last.people,
        items=last.items,
        besides=tuple(one for one in last.besides if one)
        + tuple(one for one in own.besides if last.subject is None),
        goes_on=True,
    )


def days(text: str, as_of: str) -> tuple[str, str]:
    """After which day and up to which a question asks; `ALL` where it says none."""
    if told := SPAN.search(text):
        count, unit = told[1].lower(), told[2].lower()
        number = NUMBERS.get(count) or int(count)
        span = UNITS[unit] * number or (
            365 * number if unit in {"year", "jahr"} else round(number * 365 / 12)
        )
        return cadence.shift(as_of, -min(span, 365 * 200)), as_of
    if told := IN.search(text):
        return f"{int(told[1]) - 1:04d}-12-31", f"{told[1]}-12-31"
    since, until = SINCE.search(text), UNTIL.search(text)
    if since or until:
        return _edge(since, ALL[0]), _edge(until, ALL[1])
    if told := ON.search(text):
        return (cadence.shift(told[1], -1), told[1]) if cadence.is_day(told[1]) else ALL
    if told := ONE_SPAN.search(text):
        return cadence.shift(as_of, -365 if told[1].lower() in {"year", "jahr"} else -30), as_of
    return ALL


def _edge(found: re.Match[str] | None, otherwise: str) -> str:
    """The day before what `since` or `until` names."""
    if found is None:
        return otherwise
    day = found[1] if len(found[1]) > 4 else f"{found[1]}-01-01"
    return cadence.shift(day, -1) if cadence.is_day(day) else otherwise


def _people(text: str, people: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The people whose whole name, or last name with a large letter, stands in a question."""
    said = set(WORD.findall(text))
    whole = text.casefold()
    return [
        (id, name)
        for id, name in people
        if name and (name.casefold() in whole or (name.split()[-1] in said and name[:1].isupper()))
    ]


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text that name something."""
    found = [stem(word) for word in WORD.findall(text) if word.casefold() not in STOP]
    return [one for one in found if one and one not in PLAIN and (not one.isdigit() or len(one) == YEAR)]
