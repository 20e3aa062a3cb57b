"""Whether a document is a blank template, or a page that only points to where its content is."""

from __future__ import annotations

import re
from typing import NamedTuple

from tonetop.core.blanks import blanks
from tonetop.core.quote import Quote, slice_of

UNWRITTEN = re.compile(
    r"\b(?:to be (?:completed|filled in|inserted)|coming soon|under construction"
    r"|page (?:is )?intentionally|content (?:will be|to be) added|TBD|TBC|work in progress"
    r"|moved to|has moved|see the (?:document|page|file) (?:here|below))\b",
    re.IGNORECASE,
)
TEMPLATE = re.compile(
    r"\btemplate\b|\bvorlage\b|_NAME_|\bmodèle\b|\bexample (?:form|policy)\b|\bblank form\b", re.IGNORECASE
)
LINK = re.compile(
    r"!?\[[^\]\n]*\]\([^)\n]*\)|<(?:iframe|embed|object|img|a)\b[^>]*>(?:[^<]*</a>)?|<?https?://\S+>?"
)
EMBED = re.compile(r"<(?:iframe|embed|object)\b|\[[^\]\n]*\]\(|https?://|!\[", re.IGNORECASE)
MARKS = re.compile(r"^#{1,6}.*$|^---$[\s\S]*?^---$|^\s*\|?[-:| ]+\|?\s*$|[*_`>#|]", re.MULTILINE)
BRACKET = re.compile(r"\[[^\[\]\n]{0,3}[A-Za-z][^\[\]\n]{1,90}\](?![(\[:])")
USED = re.compile(
    r"how to use this template|use(?: of)? this template"
    r"|replace (?:all |the |each )?"
    r"[^.\n]{0,30}(?:bracket|placeholder)"
    r"|fill in (?:all|the|each)|delete (?:these|this) (?:instructions|guidance)",
    re.IGNORECASE,
)
EARLY = 2500
"""How far from the start a template says how it is used."""
LITTLE = 160
"""Characters of own words, below which a page that links says nothing itself."""
ORDERS = re.compile(
    r"^\W*(?:A (?:short |brief )?description of|Describe|List|Insert|Provide|What (?:is|are)"
    r"|How (?:does|do|will)|Who (?:is|are|will)|Explain|State)\b",
    re.MULTILINE,
)


class Unfilled(NamedTuple):
    """Why a document counts as a placeholder, and the first place that shows it."""

    why: str
    quote: Quote | None


def unfilled(text: str, title: str = "") -> Unfilled | None:
    """Whether the document waits to be filled in, or has its content elsewhere; None when it stands for itself."""
    own = " ".join(MARKS.sub(" ", LINK.sub(" ", text)).split())
    empty = [place for place in blanks(text) if not _in_code(text, place[0])]
    if not text.strip():
        return Unfilled("It is empty.", None)
    if len(own) < LITTLE and (EMBED.search(text) or UNWRITTEN.search(text) or len(own) < LITTLE // 4):
        return Unfilled(
            "It says next to nothing itself: its content is elsewhere.", _quoted(text, EMBED.search(text))
        )
    template = bool(TEMPLATE.search(title))
    if empty and _enough(len(empty), len(own), template, _in_front(text, empty[0][0])):
        return Unfilled(f"{len(empty)} places wait to be filled in.", slice_of(text, *empty[0]))
    brackets = list(BRACKET.finditer(text))
    if len(brackets) >= 5 and (template or USED.search(text, 0, EARLY)):
        return Unfilled(
            f"It is a template with {len(brackets)} places in brackets.", _quoted(text, brackets[0])
        )
    orders = list(ORDERS.finditer(text))
    if template and len(orders) >= 3:
        return Unfilled("It is a template that asks for what is to be written.", _quoted(text, orders[0]))
    return None


def _enough(empty: int, own: int, template: bool, front: bool) -> bool:
    """Whether the blanks make the whole a template: its head waits, it is called one, or they are many."""
    return front or template or empty >= max(3, own // 900)


def _in_front(text: str, at: int) -> bool:
    """Whether a place stands in the head of a document: its owner, approver, version."""
    return at < 800 and bool(
        re.search(
            r"(?:owner|approve|version|date|organi[sz]ation|document control)",
            text[max(0, at - 200) : at],
            re.IGNORECASE,
        )
    )


def _in_code(text: str, at: int) -> bool:
    return text.count("```", 0, at) % 2 == 1


def _quoted(text: str, found: re.Match[str] | None) -> Quote | None:
    return slice_of(text, found.start(), found.end()) if found else None
