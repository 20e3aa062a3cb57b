"""A document itself as evidence: of its kind, of its day, when it speaks of AI and is more than a form to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.work.examined import Examined
from tonetop.work.propose.proposal import SURE, WHOLE, Proposal, acts, cite, day_of, ident, quoted

ACTS = ("LD-1", "LD-2", "LD-3", "LD-4", "LD-5", "LD-6", "LD-7", "LD-8", "LD-9")
MINUTES, DECISION = "management-review-minutes", "executive-decision"
REVIEW, HEAD = "management review", 2000
"""Minutes are of a management review when they say so at their head; others show decisions, or nothing."""
SHOWN = 3
"""How many passages speak for a document."""


def evidence(examined: Examined) -> Iterator[Proposal]:
    """The document as a piece of evidence, where its kind and its day stand in it."""
    day = day_of(examined)
    about = [one for one in examined.told if one.about_ai and not one.placeholder and one.confidence >= SURE]
    if examined.placeholder or examined.kind is None or day is None or not about:
        return
    kind = examined.kind
    if kind == MINUTES and REVIEW not in examined.text.text[:HEAD].lower():
        if not acts(examined, *ACTS):
            return
        kind = DECISION
    done = {told.quote for told in acts(examined, *ACTS)}
    spoken = sorted(about, key=lambda told: (told.quote not in done, -told.confidence, told.quote.start))
    dated = (quoted(examined, examined.dated),) if examined.dated else ()
    yield Proposal(
        "Evidence",
        ident("ev", examined),
        {
            "kind": kind,
            "title": examined.title or examined.document,
            "occurred_on": day,
            "sha256": examined.text.sha256,
            "source_system": "folder",
            "uri": examined.document,
        },
        {WHOLE: tuple(cite(examined, told) for told in spoken[:SHOWN]), "occurred_on": dated},
    )
