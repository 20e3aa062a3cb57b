"""Rows of numbers for the passages of one document: what every judgement is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tonetop.assistant.judging.cues import Cues
from tonetop.assistant.judging.document import Document
from tonetop.assistant.judging.leanings import GIST
from tonetop.assistant.judging.setting import Outline
from tonetop.assistant.judging.speech import standing_of
from tonetop.assistant.judging.words import plain
from tonetop.core.passage import Passage

Array = npt.NDArray[np.float32]
READ = 600
"""Characters of a passage that are read by their meaning."""


class Rows(NamedTuple):
    """For each passage: the worth of its words, of what stands above it, its cues, and its meaning."""

    own: Array
    above: Array
    cues: Array
    meaning: Array


@cache
def cues() -> Cues:
    """The maker of cues, which remembers words that it has seen."""
    return Cues()


def meant(text: str) -> str:
    """The words of a passage by which its meaning is read: what is to be given to the sentence model."""
    return plain(text)[:READ]


def rows_of(document: Document, passages: Sequence[Passage], vectors: Array | None) -> Rows:
    """The rows of a document's passages. vectors: of `meant` of each, float32 (passages, width), or None."""
    outline = Outline(document.text, document.people)
    maker = cues()
    made = []
    for passage in passages:
        setting = outline.setting(passage.start, passage.end)
        voice = speaking(setting.speaker, document) if document.minutes else ""
        made.append(maker.row(passage.text, plain(passage.text), setting, document.minutes, voice))
    meaning = np.zeros((len(made), 0), np.float32) if vectors is None else np.asarray(vectors, np.float32)
    return Rows(
        np.array([row.own for row in made], np.float32).reshape(len(made), len(maker.outcomes) + len(GIST)),
        np.array([row.above for row in made], np.float32).reshape(len(made), len(maker.outcomes)),
        np.array([row.cues for row in made], np.float32).reshape(len(made), len(maker.names)),
        meaning,
    )


def speaking(speaker: str, document: Document) -> str:
    """Whether a speaker is of top management (top), another known one (delegate), or unknown; empty where nobody is.

    Minutes that name nobody present are taken to tell the words of the body's own members.
    """
    if not speaker:
        return ""
    return standing_of(speaker, document.people) or ("unknown" if document.people else "top")


def joined(rows: Sequence[Rows]) -> Rows:
    """The rows of several documents as one."""
    return Rows(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))
