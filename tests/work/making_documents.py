"""Documents that were read and judged, made by hand: what the readers and the judging would give."""

from __future__ import annotations

from hashlib import sha256

from tonetop.core.passage import Text
from tonetop.core.quote import found
from tonetop.work.examined import Examined, Present, Told

POLICY = """# AI policy of Northmere

Last updated 3 March 2025

The Executive Board approved the AI policy on 3 March 2025.
We will publish an AI strategy next year.
The Chief Executive told all staff on 12 May 2025 why responsible AI matters.
"""
MINUTES = """# Minutes of the board, 10 June 2025

Present: Ada Chair (chair), Ben Member. Apologies: Cy Away

The board approved EUR 120,000 for AI governance in 2025.
The AI risk register is still missing.
"""
APPROVED = "The Executive Board approved the AI policy on 3 March 2025."
SPOKE = "The Chief Executive told all staff on 12 May 2025 why responsible AI matters."
GRANTED = "The board approved EUR 120,000 for AI governance in 2025."


def told(text: str, words: str, standing: str, actor: str, *duties: str, date: str | None = None) -> Told:
    """A judged passage: the words where they stand, about AI and sure."""
    backed = (standing, actor) == ("act", "top")
    return Told(found(text, words), duties, (), (), True, standing, actor, date, False, 0.9, backed)


def policy() -> Examined:
    """A policy page: approved and spoken of by the top, a strategy only promised."""
    said = (
        told(POLICY, APPROVED, "act", "top", "LD-1", date="2025-03-03"),
        told(POLICY, "We will publish an AI strategy next year.", "commitment", "unclear", "LD-7"),
        told(POLICY, SPOKE, "act", "top", "LD-4", date="2025-05-12"),
    )  # fmt: skip
    return examined(
        "policy.md",
        POLICY,
        said,
        kind="policy-publication",
        date="2025-03-03",
        title="AI policy of Northmere",
    )


def minutes() -> Examined:
    """Minutes of a body that leads: money given, and a register said to be missing."""
    said = (
        told(MINUTES, GRANTED, "act", "top", "LD-3", date="2025-06-10"),
        told(MINUTES, "The AI risk register is still missing.", "gap", "top", "LD-5", date="2025-06-10"),
    )  # fmt: skip
    present = (
        Present("Ada Chair", "member", "present", "chair", found(MINUTES, "Ada Chair (chair)")),
        Present("Ben Member", "member", "present", "", found(MINUTES, "Ben Member")),
        Present("Cy Away", "member", "absent", "", found(MINUTES, "Cy Away")),
    )
    return examined(
        "minutes/2025-06-10.md",
        MINUTES,
        said,
        kind="management-review-minutes",
        date="2025-06-10",
        actor="top",
        present=present,
    )


def examined(name: str, text: str, said: tuple[Told, ...] = (), **about: object) -> Examined:
    """A document of that text."""
    return Examined(name, Text(sha256(text.encode()).hexdigest(), "markdown", text), said, **about)  # type: ignore[arg-type]
