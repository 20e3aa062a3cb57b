"""Places of a text that wait to be filled in, as templates leave them."""

from __future__ import annotations

import re

_NOUNS = (
    "VERSION|DATE|NAME|TITLE|OWNER|APPROVER|AUTHOR|ORGANI[SZ]ATION|COMPANY|AGENCY|ROLE|DEPARTMENT|LOGO|ADDRESS"
    "|SIGNATURE|TBD|TBC|INSERT|CONTACT|EMAIL|PHONE|AMOUNT"
)
_ORDERS = (
    "insert|enter|add|your|name|date|title|role|describe|description of|company|organi[sz]ation|agency|fill|specify"
    "|select|choose|list|provide|to be|tbd|tbc|xx|number|amount|datum|uhrzeit|vorfall|betroffen|name der|firma"
    "|nom|à compléter"
)
BLANK = re.compile(
    rf"\[(?:{_NOUNS})\](?![(\[:])"  # [DATE]
    r"|\[[A-Z]+(?:_[A-Z0-9]+)+(?:, [^\]\n]{0,80})?\](?![(\[:])"  # [YOUR_ORGANISATION_NAME]
    r"|\[[A-Z]{3,}(?: (?:[A-Z]{2,}|&|/)){1,7}\](?![(\[:])"  # [SHORT DESCRIPTION OF THE PURPOSE]
    rf"|\[(?i:{_ORDERS})\b[^\]\n]{{0,120}}\](?![(\[:])"  # [insert name of agency]
    r"|<(?i:insert|enter|your|name of|date of|add|fill in)\b[^<>\n]{0,60}>|<[A-Z]{2,}(?:[_ ][A-Z]{2,})+>"
    r"|\{\{[^{}\n]{1,60}\}\}|_{5,}|\.{8,}|…{3,}|(?<!\w)_[A-Z]{3,}(?: [A-Z]{2,})*_(?!\w)|\bX{4,}\b"
    r"|\b(?:DD|MM)[./-](?:MM|DD)[./-]YYYY\b|\b[Ll]orem ipsum\b"
)
MARKS = re.compile(r"[\[<_]|\{\{|\.{8}|…|XXXX|YYYY|[Ll]orem")


def blanks(text: str) -> list[tuple[int, int]]:
    """The ranges of a text that wait to be filled in, in order: links, references and labels in brackets are none."""
    if not MARKS.search(text):
        return []
    return [(found.start(), found.end()) for found in BLANK.finditer(text)]
