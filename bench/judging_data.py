"""The labelled passages with what judging is given of them: gold's, and those of bench/labels."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tonetop.assistant.judging.document import ACTORS, DUTIES, STANDINGS, Document
from tonetop.assistant.judging.rows import Rows, joined, meant, rows_of
from tonetop.core.passage import Passage, Text
from tonetop.documents.particulars.reading import Particulars, particulars_of

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
GOLD = DATA / "gold" / "passages.jsonl"
OWN = Path(__file__).parent / "labels" / "judging.jsonl"
VERSIONS = re.compile(r"^policies/au-aps-ai-statements[^/]*/")


@dataclass(frozen=True)
class Labelled:
    """Labelled passages as rows, gold first; group: documents that must stay together; body: whose they are."""

    rows: Rows
    present: np.ndarray
    duties: np.ndarray
    standing: np.ndarray
    actor: np.ndarray
    about_ai: np.ndarray
    group: np.ndarray
    body: np.ndarray
    gold: int
    document: np.ndarray

    def part(self, chosen: np.ndarray) -> Labelled:
        """Those chosen by a mask."""
        return Labelled(
            Rows(*(block[chosen] for block in self.rows)),
            *(
                getattr(self, name)[chosen]
                for name in ("present", "duties", "standing", "actor", "about_ai", "group", "body")
            ),
            int(chosen[: self.gold].sum()),
            self.document[chosen],
        )


@cache
def text_of(doc: str) -> str:
    """A document's text with newlines made alike."""
    return (DATA / doc).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


@cache
def particulars(doc: str) -> Particulars:
    """The particulars of a document of the folder."""
    return particulars_of(Text("", "markdown", text_of(doc)), doc)


@cache
def document(doc: str) -> Document:
    """A document as judging is given it."""
    told = particulars(doc)
    return Document(
        doc,
        text_of(doc),
        told.kind.kind,
        told.dated.iso if told.dated else "",
        told.title.text if told.title else "",
        told.people,
        told.placeholder is not None,
        told.bare_agenda,
        told.letter,
    )


def group_of(doc: str) -> str:
    """Documents that are versions of each other are one."""
    return VERSIONS.sub("statement/", doc)


def body_of(doc: str) -> str:
    """Whose document it is, by its folder."""
    if doc.startswith("budget/"):
        return "rust-leadership-council"
    folder = doc.split("/")[1]
    return "cenedril" if folder.startswith("cenedril") else folder.removesuffix("-2025-12")


def labels() -> tuple[list[dict[str, Any]], int]:
    """The labels, gold first, and how many are gold's; each checked against the hash of its text."""
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    own = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    for label in own:
        told = text_of(label["doc"])[label["start"] : label["end"]]
        if hashlib.sha256(told.encode()).hexdigest() != label["sha256"]:
            raise SystemExit(f"{label['doc']} reads otherwise than when {label['id']} was labelled.")
    return gold + own, len(gold)


def labelled(sentences: Any) -> Labelled:
    """All labelled passages as rows. sentences: the sentence model."""
    told, gold = labels()
    passages = [
        Passage(label["start"], label["end"], text_of(label["doc"])[label["start"] : label["end"]])
        for label in told
    ]
    vectors = sentences.embed([meant(passage.text) for passage in passages])
    rows = [
        rows_of(document(label["doc"]), [passage], vectors[index : index + 1])
        for index, (label, passage) in enumerate(zip(told, passages, strict=True))
    ]
    duties = np.array([[duty in label["duties"] for duty in DUTIES] for label in told])
    return Labelled(
        joined(rows),
        duties.any(axis=1),
        duties,
        np.array([STANDINGS.index(label["standing"]) for label in told]),
        np.array([ACTORS.index(label["actor"]) for label in told]),
        np.array([label["about_ai"] for label in told]),
        np.array([group_of(label["doc"]) for label in told]),
        np.array([body_of(label["doc"]) for label in told]),
        gold,
        np.array([label["doc"] for label in told]),
    )
