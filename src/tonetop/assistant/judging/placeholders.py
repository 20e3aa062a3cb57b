"""Whether a passage is a template's question, or its order to whoever fills it in."""

from __future__ import annotations

import re

ASKED = re.compile(
    r"^\W{0,6}(?:describe|list|insert|add|provide|state|explain|specify|give|enter|fill in"
    r"|a (?:short |brief )?description of|what (?:is|are)|how (?:does|do|will)|who (?:is|are|will)"
    r"|are there any|is there any|does the)\b",
    re.IGNORECASE,
)


def asks(seen: str) -> bool:
    """Whether a passage, without its marks, begins as a template's questions and orders do."""
    return bool(ASKED.match(seen))
