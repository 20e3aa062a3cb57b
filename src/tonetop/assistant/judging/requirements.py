"""Which clauses and controls of the catalogue a passage bears on: by its duties, words and meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from tonetop.assistant.judging.rows import Array
from tonetop.standard import catalogue

OF_DUTIES = {
    "LD-1": ("5.2",),
    "LD-2": ("8.1",),
    "LD-3": ("7.1",),
    "LD-4": ("7.4",),
    "LD-5": ("9.3",),
    "LD-6": ("5.3",),
    "LD-7": ("10.1",),
    "LD-8": ("5.3",),
    "LD-9": ("5.1",),
}
BY_WORDS: tuple[tuple[str, str, str], ...] = (
    ("LD-1", "6.2", r"\bobjectives?\b|\bkpi|\bokrs?\b|\btargets?\b"),
    ("LD-5", "6.1.2", r"\brisk (?:criteria|assess)|\brisk register"),
    ("LD-5", "6.1.3", r"\brisk treat|residual risk|accept\w* (?:the |this )?risk|risk accept"),
    ("LD-5", "9.1", r"\bmonitor|\bmetric|\bmeasure|\beffectiveness"),
    ("LD-5", "9.2", r"\baudit"),
    ("LD-6", "7.2", r"\bcompeten|\bskills?\b|\bcapabilit"),
    ("LD-6", "7.3", r"\btrain|\bcourse\b|\bawareness|\bliteracy"),
    ("LD-7", "10.2", r"corrective|nonconform|\bcapa|root cause|incident"),
    ("LD-9", "7.3", r"\bawareness|\btrain"),
)
WORDS = tuple((duty, clause, re.compile(words, re.IGNORECASE)) for duty, clause, words in BY_WORDS)
NEAR = 0.52
"""From which likeness (cosine) on a passage's meaning counts as a control's."""
MOST = 3


def clauses_of(duties: Sequence[str], seen: str) -> tuple[str, ...]:
    """The clauses for which a passage of these duties is evidence: those of the duty, and those that its words name."""
    found = {clause for duty in duties for clause in OF_DUTIES[duty]}
    found.update(clause for duty, clause, words in WORDS if duty in duties and words.search(seen))
    return tuple(sorted(found & catalogue.clauses().keys(), key=_by_number))


def _by_number(clause: str) -> list[int]:
    return [int(part) for part in clause.split(".")]


def control_texts() -> dict[str, str]:
    """The catalogue's controls, each in its own words: what a caller reads by meaning once, for `controls_of`."""
    return {
        name: f"{control['title']}. {control['summary']}" for name, control in catalogue.controls().items()
    }


def controls_of(vectors: Array, anchors: Array) -> list[tuple[str, ...]]:
    """For each passage the controls whose own words its meaning lies near, the nearest first, three at most.

    anchors: the vectors of `control_texts`, in order; all vectors have length 1.
    """
    names = np.array(list(control_texts()))
    made = []
    for row in np.asarray(vectors) @ np.asarray(anchors).T:
        order = np.argsort(-row)[:MOST]
        made.append(tuple(str(names[index]) for index in order if row[index] >= NEAR))
    return made
