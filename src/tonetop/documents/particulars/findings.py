"""Decisions, votes, amounts and signatures, each where it stands in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tonetop.core.quote import Quote, slice_of

LINE = re.compile(r"[^\n]+")
DECIDED = re.compile(
    r"\b(?:resolved(?:,? that| to)|motion (?:was )?(?:carried|passed|approved|carries|passes)"
    r"|carried unanimously|unanimously (?:approved|agreed|adopted|carried|passed)"
    r"|(?:it was|we|council|board|committee|tsc|team) (?:has |have |also )?(?:decided"
    r"|agreed|resolved|approved|adopted|voted|endorsed|ratified|rejected|declined)\b"
    r"|(?:was|were|is|are|has been|have been) (?:hereby )?(?:approved|adopted|ratified|endorsed"
    r"|accepted|rejected|declined|tabled|authori[sz]ed)\b"
    r"|hearing (?:no objections|support|approvals)|no objections|without objection|(?:general"
    r"|there was|reached) (?:agreement|consensus)|consensus (?:was|to|on|that|reached)"
    r"|decision:|decided:|resolution:|agreed:)|\*\*decision:?\*\*|\|\s*decision\s*\|",
    re.IGNORECASE,
)
NOT_DECIDED = re.compile(
    r"\b(?:to be|not (?:yet )?(?:been )?|will be|should be|would be|must be|may be|can be|if"
    r"|once|until|unless|when|proposed to|proposes? to|need(?:s)? to be|whether|do we have"
    r"|can we|pending|were not|was not)\b[^.;|]{0,40}$",
    re.IGNORECASE,
)
VOTE = re.compile(
    r"\b(?:ayes?|yeas?|yes|for|in favou?r)\s*[:=–-]?\s*(?P<for>\d{1,3})\b[^\n]{0,40}?\b(?:nays?"
    r"|noes|no|against"
    r"|opposed)\s*[:=–-]?\s*(?P<against>\d{1,3})\b(?:[^\n]{0,40}?\b(?:abstain(?:ed|ing)?"
    r"|abstentions?)\s*[:=–-]?\s*(?P<abstain>\d{1,3})\b)?"
    r"|\b(?P<for2>\d{1,3})\s*(?:ayes?|yeas?|votes? (?:for|in favou?r)|in favou?r"
    r"|for)\b[^\n]{0,40}?\b(?P<against2>\d{1,3})\s*(?:nays?|noes|against"
    r"|opposed)\b(?:[^\n]{0,40}?\b(?P<abstain2>\d{1,3})\s*(?:abstain\w*|abstentions?))?"
    r"|\b(?:motion|vote|resolution)\b[^\n]{0,80}?\b(?:carried|passed|approved|failed|defeated"
    r"|carries|passes"
    r"|fails)\b[^\n]{0,20}?(?P<for3>\d{1,3})\s?[-–to]{1,2}\s?(?P<against3>\d{1,3})\b(?:\s?[-–]\s?(?P<abstain3>\d{1,3}))?"
    r"|\b(?P<all>unanimous(?:ly)?)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"(?P<before>[$€£]|\b(?:USD|EUR|GBP|AUD|CAD|CHF|NOK|SEK|DKK"
    r"|NZD)\b)\s?(?P<figure>\d{1,3}(?:[,. ']\d{3})+(?:\.\d{1,2})?"
    r"|\d+(?:\.\d+)?)\s?(?P<scale>k\b|m\b|bn\b|thousand|million|billion)?"
    r"|(?P<figure2>\d{1,3}(?:[,. ']\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?)\s?(?P<scale2>k|m"
    r"|thousand|million|billion)?\s?(?P<after>USD|EUR|GBP|AUD|CAD|CHF|NOK|SEK|DKK|NZD|dollars?"
    r"|euros?|pounds?|€)(?!\w)",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?:^|\W)(?i:signed(?: by)?|/s/|(?:electronically |digitally )?signed off by|approved by|authori[sz]ed by"
    r"|approved for publication by|gezeichnet|signé par)\**[ \t]*:?\**[ \t]*(?P<name>[A-ZÀ-Þ\[_<][^\n|;]{2,80})",
    re.MULTILINE,
)
CURRENCY = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "dollar": "USD",
    "dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "pound": "GBP",
    "pounds": "GBP",
}
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
BLANK = re.compile(r"^\W*(?:\[|_{3,}|<|tbd|name\b)", re.IGNORECASE)


class Vote(NamedTuple):
    """Votes for, against and abstained; None where no number is told. unanimous: whether it is said so."""

    yes: int | None
    no: int | None
    abstained: int | None
    unanimous: bool
    quote: Quote


class Amount(NamedTuple):
    """A sum of money. currency: ISO 4217; a bare $ is told as USD, for the text does not say which."""

    value: float
    currency: str
    quote: Quote


class Signature(NamedTuple):
    """Who is said to have signed or approved."""

    name: str
    quote: Quote


def decisions(text: str) -> list[Quote]:
    """The lines that tell a decision as taken: not one to be taken, asked for or put off."""
    found = []
    for line in LINE.finditer(text):
        told = line[0]
        decided = DECIDED.search(told)
        if (
            decided
            and not NOT_DECIDED.search(told[: decided.start()])
            and not told.rstrip(" *_").endswith("?")
        ):
            found.append(_line(text, line))
    return found


def votes(text: str) -> Iterator[Vote]:
    """Every count of votes, and every vote said to be unanimous."""
    for found in VOTE.finditer(text):
        yes, no, abstained = (_number(found, name) for name in ("for", "against", "abstain"))
        yield Vote(yes, no, abstained, bool(found["all"]), slice_of(text, found.start(), found.end()))


def amounts(text: str) -> Iterator[Amount]:
    """Every sum of money that names its currency."""
    for found in AMOUNT.finditer(text):
        figure, scale = found["figure"] or found["figure2"], found["scale"] or found["scale2"] or ""
        unit = (found["before"] or found["after"]).lower()
        value = _value(figure) * SCALES.get(scale.lower(), 1.0)
        yield Amount(value, CURRENCY.get(unit, unit.upper()), slice_of(text, found.start(), found.end()))


def signatures(text: str) -> list[Signature]:
    """Who signed or approved, where a name or office follows; blank lines to sign on are none."""
    return [
        Signature(
            found["name"].strip(" *_.<>"),
            slice_of(text, found.start("name"), found.start("name") + len(found["name"].rstrip())),
        )
        for found in SIGNED.finditer(text)
        if not BLANK.match(found["name"])
    ]


def _line(text: str, line: re.Match[str]) -> Quote:
    told = line[0]
    start = line.start() + len(told) - len(told.lstrip())
    return slice_of(text, start, line.start() + len(told.rstrip()))


def _number(found: re.Match[str], name: str) -> int | None:
    told = next((found[form] for form in (name, f"{name}2", f"{name}3") if found[form]), None)
    return int(told) if told else None


def _value(figure: str) -> float:
    """A figure with its thousands apart, by comma, full stop, space or apostrophe."""
    whole, point, cents = figure.rpartition(".")
    if point and len(cents) == 3 and whole:
        whole, cents = f"{whole}{cents}", ""  # 1.250 in Europe
    elif not point:
        whole, cents = figure, ""
    return float(re.sub(r"[^\d]", "", whole) + (f".{cents}" if cents else ""))
