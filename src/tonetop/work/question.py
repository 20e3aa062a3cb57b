"""A question as it comes, made sound or refused; and those that may be asked after an answer."""

from __future__ import annotations

import re

from tonetop.standard.facts_file import Refused

LONGEST = 1000
"""Characters of a question."""
WORD = re.compile(r"[^\W_]")
ONE_BEFORE, MONTHS_BEFORE, WHO = "And the one before?", "And in the 12 months before?", "Who took part?"
"""Questions that go on from one that records answered."""


def sound(question: str) -> str:
    """A question without control characters and blanks around it. Raises Refused for none, and for a long one."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in question).split())
    if not text or not WORD.search(text):
        raise Refused("the question is empty; ask one, such as: Who approved the policy?")
    if len(text) > LONGEST:
        raise Refused(f"the question has {len(text)} characters; ask it in {LONGEST} at most")
    return text
