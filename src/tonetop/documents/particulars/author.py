"""Who wrote or sent a document, as its head says."""

from __future__ import annotations

import re

from tonetop.core.quote import Quote, slice_of

STATED = re.compile(
    r"^[ \t>|*-]*(?:\*\*)?(?:from|author(?:s|ed by)?|written by|prepared by|sender|issued by"
    r"|owner|minutes(?: taken)? by|minutes|scribe|von|verfasser|auteur)(?:\*\*)?:(?:\*\*)?[ \t"
    r"|]*[\"']?(?P<name>[^\n\"'|<\[]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
BY = re.compile(r"^(?:by|von|par) (?P<name>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3})", re.MULTILINE)
EARLY = 1500
SENDER = re.compile(
    r"^[ \t>|*-]*(?:\*\*)?(?:from|sender|von|de)(?:\*\*)?:(?:\*\*)?[ \t]*(?P<name>[^\n]{2,160})$",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESSED = re.compile(
    r"^[ \t>*-]*(?:(?:\*\*)?(?:to|an|subject|betreff|re)(?:\*\*)?:|(?:dear|hello|hi|liebe[rs]?|sehr geehrte\w*)\b)",
    re.IGNORECASE | re.MULTILINE,
)
RANK = re.compile(
    r"\b(?:chief [\w ]{2,40}officer|c[efto]o|chief executive|managing director|(?:executive|general) director"
    r"|director[- ]general|president|chair(?:man|woman|person)? of the board|vorstandsvorsitzende\w*"
    r"|geschäftsführer\w*)\b",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}),?[ \t]*\n?[ \t]*(?P<rank>[^\n]{2,80})\s*$"
)
FOOT = 400


def author_of(text: str) -> Quote | None:
    """The first name that the head states as its author's, sender's or owner's; None where it names nobody."""
    found = STATED.search(text, 0, EARLY) or BY.search(text, 0, EARLY)
    if not found or not found["name"].strip(" *_"):
        return None
    name = found["name"].rstrip(" *_")
    return slice_of(text, found.start("name"), found.start("name") + len(name))


def leader_of(text: str) -> Quote | None:
    """The words by which somebody of highest rank sends or signs a letter; None where it is none, or of another."""
    if not ADDRESSED.search(text, 0, EARLY):
        return None
    sender = SENDER.search(text, 0, EARLY)
    if sender and RANK.search(sender["name"]):
        return slice_of(text, sender.start("name"), sender.end("name"))
    begun = max(0, len(text) - FOOT)
    signed = SIGNED.search(text, begun)
    if signed and RANK.search(signed["rank"]) and len(signed["rank"].split()) <= 10:
        return slice_of(text, signed.start("name"), signed.end("rank"))
    return None
