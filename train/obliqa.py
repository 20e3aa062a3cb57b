"""ObliQA's development questions laid before the search as it stands: each question's candidates, and the right ones.

Data: ../shared/data/retrieval (RegNLP/ObliQADataset, commit c1b2c3c04aee), for measurement only: no text of it is kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tonetop.assistant.search.index import Index
from tonetop.assistant.search.sentences import Sentences
from tonetop.assistant.search.store import Document
from tonetop.assistant.search.weights import Array
from tonetop.core.passage import Passage

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "retrieval"
HEADING = 80  # characters: a shorter passage that ends no sentence heads those after it


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its candidates' likeness, which of them answer, how many answers there are, and its split.

    split: the document of its first answer, so that no document is both learned from and measured on.
    """

    likeness: Array
    right: np.ndarray
    answers: int
    split: str


def documents() -> Iterator[Document]:
    """The structured documents, their passages laid one after the other; empty ones are left out."""
    for path in sorted((DATA / "obliqa-documents").glob("*.json"), key=lambda path: int(path.stem)):
        passages, offset, lead = [], 0, ""
        for entry in json.loads(path.read_text("utf-8")):
            text = entry["Passage"]
            if text.strip():
                passages.append(Passage(offset, offset + len(text), text, lead))
                offset += len(text) + 1
            if 0 < len(text) < HEADING and not text.rstrip().endswith((".", ";", ":")):
                lead = text
        yield Document(path.stem, "", passages)


def right_texts(asked: dict[str, Any]) -> set[tuple[str, str]]:
    """The document and text of each passage that answers."""
    return {(str(answer["DocumentID"]), answer["Passage"].strip()) for answer in asked["Passages"]}


def questions(meaning: bool = True) -> Iterator[Question]:
    """Each development question, asked of an index of all documents."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.sqlite", Sentences(Path(folder)) if meaning else None)
        index.add(documents())
        for asked in json.loads((DATA / "ObliQA_dev.json").read_text("utf-8")):
            wanted = right_texts(asked)
            found = index.candidates(asked["Question"])
            names = index.snapshot().entries
            right = [(names[row.document].name, row.text.strip()) in wanted for row in found.rows]
            split = str(asked["Passages"][0]["DocumentID"])
            yield Question(found.likeness, np.array(right, bool), len(wanted), split)
        index.close()


def kept_questions(kept: Path | None, meaning: bool = True) -> list[Question]:
    """The same, out of a file from an earlier run where one is given and there."""
    if kept is None:
        return list(questions(meaning))
    if not kept.exists():
        table = [(one.likeness, one.right, one.answers, one.split) for one in questions(meaning)]
        np.save(kept, np.array(table, dtype=object), allow_pickle=True)
    return [Question(*row) for row in np.load(kept, allow_pickle=True)]


def given() -> Path | None:
    """The file that the command line names to keep candidates between runs."""
    return Path(sys.argv[1]).with_suffix(".npy") if len(sys.argv) > 1 else None
