"""Texts of records as a terminal may be given them: control characters are shown, not obeyed."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"(?!\x1b\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""All but tabs, ends of lines and colours: what could move the cursor, hide what was written, or turn its order."""


def harmless(text: str) -> str:
    """The text with each control character as its escape; colours stay."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
