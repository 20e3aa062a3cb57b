"""The day or month that a document says is its own, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tonetop.core.quote import Quote, slice_of
from tonetop.core.written_days import Written, written_days

BEFORE = 70
"""How many characters before a day are read for what it is the day of."""
NEITHER = re.compile(
    r"(?:next|due|until|before|by|from|since|expir\w*|valid|deadline|scheduled|no later than"
    r"|planned|target|appointed\b[^.]*|act|copyright|©|retest|test|meeting on|review date"
    r"|fiscal year|/)\W{0,5}(?:on |for |the |review\W{0,6}|end of |date\W{0,3}"
    r"|dates?\W{0,3}){0,3}$",
    re.IGNORECASE,
)
LABELS = (
    (
        9.0,
        r"(?:last|most recent(?:ly)?|latest) ?(?:update|updated|review|reviewed|modified"
        r"|revision|revised|amended)\w*(?: was| were)?(?: conducted| made| completed)?",
    ),
    (9.0, r"effective(?: date)?|in force (?:since|from)"),
    (8.5, r"(?:was |been |is )?(?:up-?dated|revised|reviewed|amended)"),
    (
        8.0,
        r"\bdate(?: of (?:issue|publication|meeting|report))?|meeting date|dated|held on"
        r"|adopted(?: on)?|approved(?: on| by[^.\n]{0,60} on)?",
    ),
    (
        7.5,
        r"release date(?: and time)?|publication date|date published|issued|posted|version date"
        r"|current as (?:of|at)|as (?:of|at)",
    ),
    (7.0, r"(?:first )?(?:published|released)(?: to (?:our|this|the) (?:public )?website)?|update published"),
    (6.0, r"created|prepared|last saved|signed"),
)
LABELLED = tuple(
    (
        weight,
        re.compile(
            rf"(?:{words})(?:\s+(?:on|in|at|by))?(?:\s+(?:\w+day))?[\s:*_|,⏎-]{{0,12}}(?:\w+day,?\s+)?$",
            re.IGNORECASE,
        ),
    )
    for weight, words in LABELS
)
DATE = re.compile(r"[*_> ]*(?:meeting )?(?:date|datum)[*_]*\s*:", re.IGNORECASE)
DATE_LINE = 9.4
"""What a line that begins with the word alone weighs: more than the day from which something told later holds."""
HEAD = re.compile(r"^(?:#{1,3} |title:|subject:|date:)", re.IGNORECASE)
MINUTES_OF = re.compile(r"minutes|meeting|session|sitting|sitzung|protokoll|réunion|agenda", re.IGNORECASE)
VERSIONS = re.compile(
    r"\bversion|\brevision|change (?:history|log)|document history|\bnote\b|\bchange", re.IGNORECASE
)
DUE = re.compile(r"due date|\bdue\b|deadline|target date", re.IGNORECASE)
ALONE = re.compile(r"^[\W_]*(?:\w+day,?)?[\W_]*$")
EARLY = 700


class Dated(NamedTuple):
    """A document's day or month (ISO), where it stands (None when only the file's name has it), how sure (0 to 1)."""

    iso: str
    quote: Quote | None
    sure: float


class Claim(NamedTuple):
    """A day that may be the document's own, and how much speaks for it."""

    weight: float
    iso: str
    place: Written | None


def stated_date(text: str, name: str = "") -> Dated | None:
    """What a document says is its own day or month; None where it names none as its own."""
    claims = [*_claims(text), *_named(name)]
    if not claims:
        return None
    best = max(claims, key=lambda claim: (claim.weight, claim.iso))
    finer = [claim for claim in claims if claim.iso.startswith(best.iso) and claim.weight >= 6.0]
    chosen = (
        max(finer, key=lambda claim: (len(claim.iso), claim.weight)) if len(best.iso) == 7 and finer else best
    )
    place = chosen.place
    quote = slice_of(text, place.start, place.end) if place else None
    return Dated(chosen.iso, quote, min(chosen.weight / 10.0, 1.0))


def _named(name: str) -> Iterator[Claim]:
    """A day in the file's own name; several say a range, not a day."""
    days = [
        written
        for written in written_days(name.rsplit("/", 1)[-1].replace("_", " "))
        if len(written.iso) == 10
    ]
    if len(days) == 1:
        yield Claim(7.2, days[0].iso, None)


def _claims(text: str) -> Iterator[Claim]:
    history = _history(text)
    for written in written_days(text):
        line_start = text.rfind("\n", 0, written.start) + 1
        line_end = text.find("\n", written.end)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        before = text[max(0, written.start - BEFORE) : written.start]
        if before.endswith(("/", "=", "-", "_")) or NEITHER.search(before):
            continue
        weight = DATE_LINE if line_start < EARLY and DATE.match(line) else _labelled(before)
        if not weight:
            weight = _placed(text, written, line, line_start, history)
        if weight:
            yield Claim(weight, written.iso, written)


def _labelled(before: str) -> float:
    flat = re.sub(r"[\s|]*\n[\s|>]*", " ", before)
    return next((weight for weight, label in LABELLED if label.search(flat)), 0.0)


def _placed(text: str, written: Written, line: str, line_start: int, history: tuple[int, int]) -> float:
    """What the place of a day says: in the title, alone on a line at either end, in a table of versions."""
    rest = line[: written.start - line_start] + line[written.end - line_start :]
    if line_start < EARLY and (HEAD.match(line) or MINUTES_OF.search(line)) and len(line) < 160:
        return 9.5
    if history[0] <= written.start < history[1]:
        return 7.8
    alone = bool(ALONE.match(rest)) or (len(rest) < 16 and line_start < EARLY)
    if alone and line_start < EARLY:
        return 6.5
    return 6.0 if alone and written.end > len(text) - 300 else 0.0


def _history(text: str) -> tuple[int, int]:
    """Where a table of versions with their dates lies; an empty range where there is none."""
    header = re.search(r"^.*\b[Dd]ate\b.*$|<t[hd]>\s*(?:\*\*|<strong>)?Date", text, re.MULTILINE)
    while header:
        around = text[max(0, header.start() - 250) : header.end() + 250]
        if ("|" in header[0] or "<t" in around) and VERSIONS.search(around) and not DUE.search(around):
            end = text.find("</table>", header.end())
            blank = text.find("\n\n", header.end())
            ends = [
                place
                for place in (end if "<t" in around else -1, blank if "<t" not in around else -1)
                if place > 0
            ]
            return header.start(), min(ends) if ends else len(text)
        header = re.compile(r"^.*\b[Dd]ate\b.*$|<t[hd]>\s*(?:\*\*|<strong>)?Date", re.MULTILINE).search(
            text, header.end()
        )
    return 0, 0
