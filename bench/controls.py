"""`./dev bench controls`: which control does a narrative describe, among all of NIST SP 800-53 revision 4.

Measured: the narratives of ../shared/data/labelled/pairs.jsonl that name a control of SP 800-53 and describe how it
is met (not those that only say it does not apply or is pending), one for each different text, asked of an index of the
826 controls of revision 4 (240 of them base controls, their enhancements the others). A hit: among the first ten base
controls is one that the narrative's authors named. The order is learned on the narratives of the other sources alone.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import figure
from tonetop.assistant.search.index import Candidates, Index
from tonetop.assistant.search.likeness import NAMES
from tonetop.assistant.search.rerank import in_order, ordered, reranker
from tonetop.assistant.search.sentences import Sentences
from tonetop.assistant.search.store import Document
from tonetop.core.passage import Passage
from train.reranker import logistic

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CATALOGUE = DATA / "oscal" / "NIST_SP-800-53_rev4_catalog-min.json"
SILENT = {"not applicable", "pending"}
NUMBER = re.compile(r"([A-Za-z]{2})-0*(\d+)(?:[ .]?\(?0*(\d+)\)?)?")
PARAMETER = re.compile(r"\{\{ insert: param, ([^ ]+) \}\}")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text, its source, its candidates' likeness and base controls, and the controls that its authors named."""

    source: str
    candidates: Candidates
    controls: list[str]
    named: set[str]

    @property
    def bases(self) -> np.ndarray:
        """The base control of each candidate."""
        return np.array([base(control) for control in self.controls])


def main() -> None:
    """Measure with nothing learned, with the shipped reranker, and learned on the other sources."""
    told = list(narratives())
    figure("controls: narratives of different text", len(told), "", "told", True)
    fused = [one.candidates.likeness[:, NAMES.index("fused_to_best")] for one in told]
    shipped = [reranker(True).order(one.candidates.likeness) for one in told]
    figure("controls fused, untrained: hit@10", hits(told, fused), "", "told", True)
    figure("controls by the shipped reranker: hit@10", hits(told, shipped), "", "told", True)
    held = learned(told)
    for source in sorted({one.source for one in told}):
        own = [index for index, one in enumerate(told) if one.source == source]
        share = hits([told[index] for index in own], [held[index] for index in own])
        figure(f"controls of {source} ({len(own)}): hit@10", share, "", "told", True)
    figure("controls: hit@1, the exact control", exact(told, held), "", "told", True)
    share = hits(told, held)
    raise SystemExit(
        0
        if figure("controls: hit@10, base control, split by source", share, "", ">= 0.75", share >= 0.75)
        else 1
    )


def narratives() -> Iterator[Narrative]:
    """Each different text once, with all controls named for it, asked of the index of controls."""
    named: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, str] = {}
    catalogue = list(documents())
    known = {document.name for document in catalogue}
    for line in (DATA / "labelled" / "pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        number = NUMBER.match(pair["control"])
        if number is None or "NIST" not in pair["standard"] or pair["status"] in SILENT:
            continue
        control = f"{number[1].lower()}-{number[2]}" + (f".{number[3]}" if number[3] else "")
        if control in known:
            text = " ".join(pair["text"].split())
            named[text].add(control)
            sources.setdefault(text, pair["source"])
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.sqlite", Sentences(Path(folder)))
        index.add(catalogue)
        for text, controls in named.items():
            found = index.candidates(text)
            entries = index.snapshot().entries
            yield Narrative(
                sources[text], found, [entries[row.document].name for row in found.rows], controls
            )
        index.close()


def documents() -> Iterator[Document]:
    """Each control that is in force as a document: its statement and its guidance, under its title."""
    for group in json.loads(CATALOGUE.read_text("utf-8"))["catalog"]["groups"]:
        for control in group["controls"]:
            for one in (control, *control.get("controls", [])):
                if not any(about["value"].casefold() == "withdrawn" for about in one.get("props", [])):
                    title = one["title"] if one is control else f"{control['title']}: {one['title']}"
                    yield Document(one["id"], "", list(passages(one, title)))


def passages(control: dict[str, Any], title: str) -> Iterator[Passage]:
    """What a control says: its statement's items and its guidance, each under the control's title."""
    labels = {about["id"]: about.get("label", "") for about in control.get("params", [])}
    offset = 0
    for part in control.get("parts", []):
        if part["name"] in {"statement", "guidance"}:
            text = PARAMETER.sub(lambda found: labels.get(found[1], ""), f"{title}. {prose(part)}")
            yield Passage(offset, offset + len(text), text, title)
            offset += len(text) + 1


def prose(part: dict[str, Any]) -> str:
    """A part's words and those of the parts in it."""
    return " ".join([part.get("prose", ""), *(prose(inner) for inner in part.get("parts", []))]).strip()


def base(control: str) -> str:
    """The control without its enhancement: "ac-2.1" -> "ac-2"."""
    return control.split(".", maxsplit=1)[0]


def learned(told: list[Narrative]) -> list[np.ndarray]:
    """Each narrative's candidates by a model that was learned on other sources."""
    held: list[np.ndarray] = [np.zeros(0)] * len(told)
    for source in {one.source for one in told}:
        others = [one for one in told if one.source != source]
        rows = np.concatenate([in_order(one.candidates.likeness) for one in others])
        right = np.concatenate(
            [np.isin(one.bases, [base(control) for control in one.named]) for one in others]
        )
        model = logistic(rows, right)
        for index, one in enumerate(told):
            if one.source == source:
                held[index] = model(in_order(one.candidates.likeness))
    return held


def hits(told: list[Narrative], logits: list[np.ndarray]) -> float:
    """The share of narratives of which a base control that was named is among the first ten."""
    found = 0
    for one, own in zip(told, logits, strict=True):
        first = list(dict.fromkeys(one.bases[ordered(own)]))[:10]
        found += bool({base(control) for control in one.named} & set(first))
    return found / len(told)


def exact(told: list[Narrative], logits: list[np.ndarray]) -> float:
    """The share of narratives of which the first candidate is a control that was named."""
    right = [
        one.controls[ordered(own)[0]] in one.named for one, own in zip(told, logits, strict=True) if len(own)
    ]
    return sum(right) / len(told)


if __name__ == "__main__":
    main()
