"""Does a notice say what the activities do: each purpose, category, recipient and country held against its text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.documents.sentences import sentences
from tonetop.records import blobs, clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.standard.terms.processing import activities
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.evidence_text import file_text
from tonetop.work.permission import Forbidden, writer
from tonetop.work.revised import new
from tonetop.work.watch_notice import history

TYPE = "NoticeJudgement"
PARTS = ("purposes", "data_categories", "recipients", "third_countries")
SAID, NOT_SAID, CANNOT = "said", "not-said", "cannot-tell"
VERDICTS = (SAID, NOT_SAID)
"""What somebody may judge."""
WORD = re.compile(r"[^\W\d_]{3,}")
SMALL = frozenset(
    ("and", "the", "for", "with", "from", "our", "your", "their", "und", "der", "die", "das", "den", "für")
    + ("mit", "von", "zur", "zum", "bei", "other", "data", "daten", "personal", "processing")
)
"""Words that say nothing of what is meant."""
LONGEST_QUOTE, LONGEST_TEXT = 400, 400_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The text of a notice as it is kept: its hash, the text, and since when: the day it was fetched or recorded."""

    sha256: str
    text: str
    on: str
    fetched: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an activity says: whether the notice does, its quotation letter for letter, why, and who judged.

    stale: whether somebody judged another text than the one that is kept now, so that it counts no more.
    """

    part: str
    term: str
    verdict: str
    quote: str = ""
    why: str = ""
    judged: Row | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """An activity with its lines."""

    row: Row
    lines: tuple[Line, ...]

    def count(self, verdict: str) -> int:
        """How many of its lines came out so."""
        return sum(line.verdict == verdict for line in self.lines)


def kept_text(facts: Facts, notice: Row) -> Kept | None:
    """The text that was fetched last from the notice's address, else that of a file of evidence linked to it."""
    for check in history(facts, notice.id):
        if check.reachable and check.sha256 and check.address == notice.url and blobs.holds(check.sha256):
            return Kept(check.sha256, _unescaped(check.sha256), check.checked_on or "", fetched=True)
    return next(_attached(facts, notice), None)


def _attached(facts: Facts, notice: Row) -> Iterator[Kept]:
    pieces = [row for row in facts.rows("Evidence") if notice.id in (row.links or ()) and not row.disposed_on]
    of = {row.id: row for row in pieces}
    for file in facts.rows("EvidenceFile"):
        if file.evidence in of and file.sha256 and blobs.holds(file.sha256):
            try:
                text = file_text(file.sha256, file.name or file.id).text
            except Refused:
                continue
            yield Kept(file.sha256, text[:LONGEST_TEXT], file.received_on or "", fetched=False)


@lru_cache(maxsize=16)
def _unescaped(digest: str) -> str:
    return html.unescape(blobs.read(digest).decode("utf-8", "replace"))[:LONGEST_TEXT]


def covers(facts: Facts, notice: Row, kept: Kept | None) -> list[Covered]:
    """Every activity, by name, with what the notice says of it."""
    judged = _judged(facts, notice.id)
    parts = _sentences(kept.text) if kept is not None else ()
    named = {purpose.casefold() for purpose in notice.purposes or ()}
    found = []
    for row in sorted(facts.prepared(activities), key=lambda row: ((row.name or "").casefold(), row.id)):
        told = [(part, term) for part in PARTS for term in getattr(row, part) or ()]
        lines = [_line(part, term, parts, named, kept) for part, term in told]
        lines = _doubted(lines) if kept is not None else lines
        found.append(
            Covered(
                row, tuple(_settled(line, judged.get((row.id, line.part, line.term)), kept) for line in lines)
            )
        )
    return found


def _judged(facts: Facts, notice: str) -> dict[tuple[str, str, str], Row]:
    rows = (row for row in facts.rows(TYPE) if row.notice == notice)
    ordered = sorted(rows, key=lambda row: (row.judged_on or "", len(row.id), row.id))
    return {(row.activity or "", row.part or "", row.term or ""): row for row in ordered}


@lru_cache(maxsize=8)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(text[first:last] for first, last in sentences(text, 0, len(text)))


def _line(part: str, term: str, parts: Sequence[str], named: set[str], kept: Kept | None) -> Line:
    if kept is None:
        if part == "purposes" and term.casefold() in named:
            return Line(part, term, CANNOT, why="the record of the notice names it; its text is not kept")
        return Line(part, term, CANNOT, why="the text of the notice is not kept")
    quote, share = _nearest(_ways(part, term), parts)
    if share >= 1:
        return Line(part, term, SAID, quote)
    if share >= 0.5:
        return Line(part, term, CANNOT, quote, "the nearest sentence says part of it")
    if part == "purposes" and term.casefold() in named:
        return Line(
            part, term, CANNOT, why="the record of the notice names it; its text does not in these words"
        )
    return Line(part, term, NOT_SAID, why="no sentence says it in these words")


def _ways(part: str, term: str) -> list[str]:
    """The words by which a thing may be told: of a country's code its name."""
    name = _countries().get(term.strip().upper()) if part == "third_countries" else None
    return [name] if name else [term]


@cache
def _countries() -> dict[str, str]:
    """Names of countries by their ISO 3166 code, as the time zone database lists them; none where it is not there."""
    try:
        text = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return {}
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return dict(rows)


def _nearest(ways: Sequence[str], parts: Sequence[str]) -> tuple[str, float]:
    """The sentence that says most of it, cut where it is long, and how much of its words it says: 1 is all."""
    best, most = "", 0.0
    for way in ways:
        stems = [_stem(word) for word in WORD.findall(way.casefold()) if word not in SMALL]
        whole = " ".join(way.casefold().split())
        for sentence in parts:
            low = " ".join(sentence.casefold().split())
            if whole in low:
                return _cut(sentence, whole), 1.0
            share = sum(_holds(low, stem) for stem in stems) / len(stems) if stems else 0.0
            if share > most:
                best, most = _cut(sentence, next((stem for stem in stems if stem in low), "")), share
    return best, most


def _stem(word: str) -> str:
    """The head of a word, so that endings of number and case do not matter."""
    return word[: max(4, len(word) - 2)]


def _holds(low: str, stem: str) -> bool:
    return re.search(rf"\b{re.escape(stem)}", low) is not None


def _cut(sentence: str, around: str) -> str:
    """A sentence, or of a long one the piece around what was found, letter for letter."""
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    at = max(0, sentence.casefold().find(around) - LONGEST_QUOTE // 3)
    return sentence[at : at + LONGEST_QUOTE]


def _doubted(lines: list[Line]) -> list[Line]:
    """Where nothing at all was found, the words may be another language's: then nobody can tell."""
    if any(line.verdict == SAID or line.quote for line in lines):
        return lines
    why = "nothing of this activity was found; the text may be in other words or another language"
    return [Line(line.part, line.term, CANNOT, "", why) for line in lines]


def _settled(line: Line, row: Row | None, kept: Kept | None) -> Line:
    """The line with what somebody judged of it, as long as the text is the one that was judged."""
    if row is None:
        return line
    if kept is not None and row.sha256 and row.sha256 != kept.sha256:
        return Line(line.part, line.term, line.verdict, line.quote, line.why, row, stale=True)
    return Line(line.part, line.term, row.verdict or line.verdict, row.quote or line.quote, "", row)


def judge(account: Account, ref: str, place: tuple[str, str, str], verdict: str, note: str = "") -> None:
    """Keep what somebody judges of a line. place: activity, part and term. Raises Forbidden, Refused."""
    by = writer(account, TYPE)
    if not by.person:
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    facts = assess().facts
    notice = facts.get("PrivacyNotice", ref)
    if notice is None:
        raise Refused(f"PrivacyNotice {ref}: there is no such record")
    kept = kept_text(facts, notice)
    activity, part, term = place
    found = (one for one in covers(facts, notice, kept) if one.row.id == activity)
    lines = (line for one in found for line in one.lines if (line.part, line.term) == (part, term))
    line = next(lines, None)
    if line is None or verdict not in VERDICTS:
        raise Refused("judge a thing that an activity says: the notice says it, or does not")
    plain: dict[str, Any] = {
        "id": next_ref(TYPE),
        "notice": ref,
        "activity": activity,
        "part": part,
        "term": term,
        "verdict": verdict,
        "quote": line.quote if verdict == SAID else "",
        "note": note,
        "sha256": kept.sha256 if kept is not None else "",
        "judged_by": by.person,
        "judged_on": clock.today(),
    }
    write.save_all(new([(TYPE, plain)]), by)
