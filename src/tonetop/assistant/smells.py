"""What an auditor would look at twice in a set of documents: observations with quotations, never a verdict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from tonetop.core.passage import Text
from tonetop.core.quote import Quote, slice_of
from tonetop.core.written_days import written_days

SHINGLE = 5
"""Words of a shingle."""
SKETCH, FIRST = 128, 24
"""How many of the smallest hashes stand for a document, and among how many of them a pair is looked for."""
COMMON = 200
"""A shingle of more documents than these is a form's, and makes no pair."""
ALIKE = 0.8
"""From which share of shingles in common (Jaccard, estimated) two documents are nearly the same."""
FEW = 40
"""Documents of fewer shingles are too short to compare."""
LATE_DAYS = 45
"""How many days a file may be made or changed after its stated date before that is worth a look."""
MONTH = timedelta(days=31)
CROWD, SHARE = 6, 0.8
"""How many documents, and which share of them, dated within a month of the audit are worth a look."""
WORD = re.compile(r"[^\W_]+")
PAST = re.compile(
    r"\b(?:was|were|has been|have been|had been|held|conducted|performed|closed|completed|approved|adopted|signed"
    r"|reported|received|found|detected|created|presented|informed)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:due|next|planned|plan|scheduled|until|by|before|target|deadline|will|shall|to be|expected|expires?|valid"
    r"|review date|upcoming|proposed|in progress|open|roadmap|future|from)\b",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the )?(?:previous|prior|above|earlier|preceding|other)"
    r" (?:instructions?|prompts?|rules|context|text)"
    r"|\b(?:system prompt|developer message|jailbreak)\b"
    r"|\byou are now (?:an? |the )?(?:\w+ ){0,2}(?:ai|assistant|model|chatbot|auditor)\b"
    r"|\byou are (?:an? |the )?(?:ai|language model|chatbot|llm)\b"
    r"|\b(?:note|instructions?|message) (?:to|for) (?:the |any )?(?:ai|assistant|language model|llm|model|automated)\b"
    r"|\b(?:when|if) (?:you are |you're )?(?:an? ai |)?(?:summari[sz]ing|assessing|evaluating|reading|judging|grading)"
    r" this (?:document|text|file|passage|evidence),? (?:you |always |please |do |say |report |mark |treat )"
    r"|\b(?:mark|rate|grade|score|report|classify|treat|consider) (?:this|the|every|all)[^.\n]{0,60}"
    r" as (?:fully )?(?:compliant|conforming|conformant|passed|satisfied|effective|certified)\b"
    r"|\bdo not (?:mention|report|flag|disclose|quote|reveal)\b[^.\n]{0,40}"
    r"\b(?:finding|gap|nonconformity|instruction|auditor|this (?:text|note|passage))",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"hidden|tiny|invisible|white", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to look at. dated: its stated day (ISO); stated: where that stands; minutes: of a meeting."""

    name: str
    text: Text
    dated: str = ""
    stated: Quote | None = None
    minutes: bool = False


class Cited(NamedTuple):
    """A quotation and the document in which it stands."""

    document: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Observation:
    """What was noticed (kind), one sentence about it, the documents that it is about, and what shows it."""

    kind: str
    sentence: str
    documents: tuple[str, ...]
    shown: tuple[Cited, ...] = field(default=())


def smells(papers: Sequence[Paper], audit_on: date | None = None) -> list[Observation]:
    """All observations on a set of documents, in a fixed order. audit_on: the day of the audit, when there is one."""
    found = [*near_copies(papers)]
    for paper in papers:
        found += [*late_files(paper), *early_conclusions(paper), *orders(paper), *hidden(paper)]
    if audit_on is not None:
        found += crowded(papers, audit_on)
    return found


def near_copies(papers: Sequence[Paper]) -> Iterator[Observation]:
    """Minutes of different days, or documents of different names, that are nearly word for word the same."""
    signed = [(paper, _signature(paper.text.text)) for paper in papers]
    told = {paper.name: (paper, signature) for paper, signature in signed if signature}
    for one, other in sorted(_candidates({name: signature for name, (_, signature) in told.items()})):
        (first, ours), (second, theirs) = told[one], told[other]
        share = _likeness(ours, theirs)
        if share < ALIKE or first.minutes != second.minutes or _same(first, second):
            continue
        common = _common(first.text.text, second.text.text)
        what = "minutes of different days" if first.minutes else "documents"
        yield Observation(
            "near-copy",
            f"These {what} share about {share:.0%} of their words in order; were they written for each occasion?",
            (one, other),
            (Cited(one, common[0]), Cited(other, common[1])) if common else (),
        )


def _same(one: Paper, other: Paper) -> bool:
    """Whether two documents are one: the same bytes, versions under one file name, or minutes of one day."""
    if one.text.sha256 == other.text.sha256 or (one.minutes and one.dated == other.dated):
        return True
    return not one.minutes and one.name.rsplit("/", 1)[-1] == other.name.rsplit("/", 1)[-1]


def _signature(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's shingles, in order; empty when it is too short.

    Figures are left out: another date alone makes no other minutes.
    """
    words = [word for word in WORD.findall(text.lower()) if not word.isdigit()]
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    if len(shingles) < FEW:
        return ()
    hashed = (blake2b(shingle.encode(), digest_size=8).digest() for shingle in shingles)
    return tuple(nsmallest(SKETCH, (int.from_bytes(value, "big") for value in hashed)))


def _likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of shingles in common (Jaccard), estimated from the smallest hashes of both together."""
    both = nsmallest(SKETCH, set(one) | set(other))
    shared = set(one) & set(other)
    return sum(value in shared for value in both) / len(both)


def _candidates(signatures: Mapping[str, tuple[int, ...]]) -> set[tuple[str, str]]:
    """Pairs of names that share two neighbours among their few smallest hashes, as nearly all pairs much alike do.

    Two and not one, for a paragraph that many documents share makes no two of them alike.
    """
    bucket: dict[tuple[int, int], list[str]] = defaultdict(list)
    for name, signature in sorted(signatures.items()):
        for both in pairwise(signature[:FIRST]):
            bucket[both].append(name)
    return {
        (one, other)
        for names in bucket.values()
        if len(names) <= COMMON
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    }


def _common(one: str, other: str) -> tuple[Quote, Quote] | None:
    """The longest line that both have."""
    lines = {line.strip() for line in other.splitlines()}
    shared = [
        line.strip() for line in one.splitlines() if len(line.strip()) > SHINGLE and line.strip() in lines
    ]
    if not shared:
        return None
    line = max(shared, key=len)
    ours, theirs = one.index(line), other.index(line)
    return slice_of(one, ours, ours + len(line)), slice_of(other, theirs, theirs + len(line))


def late_files(paper: Paper) -> Iterator[Observation]:
    """A file that was made, by its own metadata, long after the day that the document states."""
    made = paper.text.about.get("created", "")
    stated, created = _day(paper.dated), _day(made)
    if stated and created and (created - stated).days > LATE_DAYS:
        yield Observation(
            "metadata",
            f"It states {paper.dated}, but its file was made {made}, {(created - stated).days} days later.",
            (paper.name,),
            (Cited(paper.name, paper.stated),) if paper.stated else (),
        )


def early_conclusions(paper: Paper) -> Iterator[Observation]:
    """What a document tells as past, though it lies after the day that the document states as its own."""
    stated = _day(paper.dated)
    if stated is None:
        return
    text = paper.text.text
    for written in written_days(text):
        day = _day(written.iso)
        start, end = _cell(text, written.start, written.end)
        line = text[start:end]
        if day and day > stated and PAST.search(line) and not AHEAD.search(line):
            told = slice_of(text, start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
            shown = [Cited(paper.name, quote) for quote in (paper.stated, told) if quote]
            yield Observation(
                "older than its evidence",
                f"It is dated {paper.dated}, but tells of {written.iso} as past.",
                (paper.name,),
                tuple(shown),
            )
            return


def _cell(text: str, start: int, end: int) -> tuple[int, int]:
    """The line in which a range stands, or its cell where the line is a table's row."""
    begun = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = stop if stop >= 0 else len(text)
    if "|" in text[begun:stop]:
        begun = max(begun, text.rfind("|", 0, start) + 1)
        cell = text.find("|", end)
        stop = min(stop, cell) if cell >= 0 else stop
    return begun, stop


def orders(paper: Paper) -> Iterator[Observation]:
    """Words addressed to whoever or whatever reads the document, to steer what is said of it."""
    for found in ORDERED.finditer(paper.text.text):
        quote = slice_of(paper.text.text, found.start(), found.end())
        why = "It speaks to its reader or to a program that reads it: evidence of nothing, and not followed."
        yield Observation("instruction", why, (paper.name,), (Cited(paper.name, quote),))


def hidden(paper: Paper) -> Iterator[Observation]:
    """Text that a person who opens the file does not see."""
    for noticed in paper.text.noticed:
        if HIDDEN.search(noticed.what):
            shown: tuple[Cited, ...] = ()
            if noticed.start is not None and noticed.end is not None and noticed.end > noticed.start:
                shown = (Cited(paper.name, slice_of(paper.text.text, noticed.start, noticed.end)),)
            yield Observation(
                "hidden text", f"It holds text that is not shown: {noticed.why}.", (paper.name,), shown
            )


def crowded(papers: Iterable[Paper], audit_on: date) -> list[Observation]:
    """Whether nearly everything is dated in the month before the audit."""
    dated = [(paper, day) for paper in papers if (day := _day(paper.dated)) and day <= audit_on]
    late = [paper for paper, day in dated if audit_on - day <= MONTH]
    if len(late) < CROWD or len(late) < SHARE * len(dated):
        return []
    sentence = (
        f"{len(late)} of {len(dated)} dated documents are dated within a month of the audit on {audit_on}."
    )
    shown = tuple(Cited(paper.name, paper.stated) for paper in late if paper.stated)
    return [Observation("month of the audit", sentence, tuple(paper.name for paper in late), shown)]


def _day(iso: str) -> date | None:
    """A day; None for a month or nothing."""
    return date.fromisoformat(iso[:10]) if len(iso) >= 10 else None
