"""What a leader writes in their own name: who speaks is known from the letter, so grammar alone tells what was done."""

from __future__ import annotations

import re

from tonetop.assistant.judging.shown import Shown

OWN = re.compile(r"\b(?:i|i've|i'm|my|me|we|we've|our|us|ich|wir|mein\w*|unser\w*)\b", re.IGNORECASE)
DONE = re.compile(
    r"\b(?:i|we)(?:'ve| have)?(?: (?:also|just|now|today|therefore|hereby|personally|already))? "
    r"(?:approved|adopted|signed|appointed|named|asked|allocated|released|funded|decided|directed|instructed|endorsed"
    r"|accepted|stopped|set up|established|created|reviewed|agreed|mandated|required)\b"
    r"|\b(?:ich|wir) (?:habe|haben)\b[^.]*\b(?:genehmigt|beschlossen|ernannt|freigegeben|bereitgestellt|beauftragt)\b",
    re.IGNORECASE,
)
WEIGHT = re.compile(
    r"\b(?:matters?|important|importance|why|essential|expect|responsib\w+|not optional|conform\w*|comply|speak up"
    r"|trust|wichtig|verantwort\w+|erwarte\w*)\b",
    re.IGNORECASE,
)
HEAD = re.compile(
    r"^[ \t>*-]*(?:to|from|subject|date|an|von|betreff|datum)\**:", re.IGNORECASE | re.MULTILINE
)
SPEECH = "LD-4"
"""The duty that telling others why it matters belongs to."""


def spoken(text: str, duties: tuple[str, ...], standing: str) -> Shown | None:
    """What a passage in a leader's own name shows where that is plain; None where it is not.

    It is the leader's act to say why it matters, and what they say they did is done; a gap they admit stays one.
    """
    if standing == "gap" or HEAD.search(text):
        return None
    says = bool(WEIGHT.search(text))
    if says:
        kept = [duty for duty in duties if duty != "LD-1"] if standing != "act" else list(duties)
        duties = tuple(sorted({SPEECH, *kept[:1]}))
    if says or (duties and DONE.search(text)):
        return Shown(duties, "act", "top")
    return Shown(duties, standing, "top") if duties and OWN.search(text) else None
