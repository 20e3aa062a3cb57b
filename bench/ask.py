"""`./dev bench ask`: our own questions about the real documents; how often a quotation is right, and silence.

`labels/ask.jsonl` holds each question with the passage that answers it (document, hash, offsets), or none where no
document does; its thresholds were chosen on it (`--choose`). `labels/ask-held.jsonl` was written afterwards and asked
once: its figures are the ones told. The questions with an answer were written by people who had the passage before
them, so they share more words with it than a stranger's would; a right answer that stands elsewhere counts as wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.figures import at_least, figure
from tonetop.core.quote import held
from tonetop.work.ask import COVERED, LOOKED_AT, Answered, ask, chosen
from tonetop.work.folder_index import Folder, folder
from tonetop.work.quoted import Quoted, quoted

LABELS = Path(__file__).parent / "labels"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = ("policies", "minutes", "communications", "budget")
TENTHS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the passage that answers it: by document, hash and offsets; no document where none does."""

    question: str
    doc: str | None
    sha256: str = ""
    start: int = 0
    end: int = 0


def labelled(name: str) -> list[Labelled]:
    """The questions of a file, in its order."""
    lines = (LABELS / name).read_text(encoding="utf-8").splitlines()
    return [Labelled(**json.loads(line)) for line in lines]


def main() -> None:
    """Ask the held questions; `--choose`: those of the developers, at several thresholds."""
    if not DATA.is_dir():
        raise SystemExit("bench ask needs the documents in ../shared/data, which are not here")
    with tempfile.TemporaryDirectory() as place:
        os.environ["TONETOP_CACHE"] = str(Path(place) / "cache")
        for name in FOLDERS:
            shutil.copytree(DATA / name, Path(place) / "documents" / name)
        library = folder(Path(place) / "documents")
        if "--choose" in sys.argv:
            choose(library, labelled("ask.jsonl"))
            return
        holds = measured(library, labelled("ask-held.jsonl"))
    raise SystemExit(0 if all(holds) else 1)


def choose(library: Folder, questions: Sequence[Labelled]) -> None:
    """What each threshold gives on the developers' questions: answered rightly, wrongly, and where nothing answers."""
    for least in TENTHS:
        right = wrong = loud = 0
        for one in questions:
            found = library.find(one.question, LOOKED_AT)
            kept = chosen([quoted(library, found, hit) for hit in found.hits], found.confidence, least)
            hits = one.doc is not None and kept and is_right(one, kept[0])
            right, wrong = right + bool(hits), wrong + bool(one.doc and kept and not hits)
            loud += bool(kept and one.doc is None)
        told = (
            f"of {len(questions)}: {right} first quotations right, {wrong} not, {loud} unanswerable answered"
        )
        sys.stdout.write(f"from {least}: {told}\n")


def measured(library: Folder, questions: Sequence[Labelled]) -> list[bool]:
    """The figures of the held questions, at the thresholds that the product has."""
    asked = [(one, ask(one.question, library)) for one in questions]
    answerable = [(one, found) for one, found in asked if one.doc is not None]
    silent = [not found.quotes for one, found in asked if one.doc is None]
    answered = [(one, found) for one, found in answerable if found.quotes]
    first = [is_right(one, found.quotes[0]) for one, found in answered]
    among = [any(is_right(one, quote) for quote in found.quotes) for one, found in answerable]
    taken = [not ask(one.question, without(library, one)).quotes for one, _ in answerable]
    figure("ask: threshold of what a quotation covers", COVERED, "", "told", True)
    figure("ask: questions with an answer", len(answerable), "", "told", True)
    figure("ask: questions without one", len(silent), "", "told", True)
    figure(
        "ask: answered of those with an answer",
        share(bool(found.quotes) for _, found in answerable),
        "",
        "told",
        True,
    )
    figure("ask: the answer is among the quotations", share(among), "", "told", True)
    figure("ask: silent once the answering document is taken away", share(taken), "", "told", True)
    return [
        at_least("ask: first quotation is the answer, where it answers", share(first), "", 0.9),
        at_least("ask: silent where no document answers", share(silent), "", 0.9),
        at_least("ask: quotations letter for letter", letters(library, asked), "share", 1),
    ]


def is_right(one: Labelled, quote: Quoted) -> bool:
    """Whether a quotation overlaps the passage that answers."""
    return quote.source.ref == one.doc and quote.quote.start < one.end and one.start < quote.quote.end


def without(library: Folder, one: Labelled) -> Folder:
    """The documents but the one that answers."""
    return replace(library, among={name: kept for name, kept in library.among.items() if name != one.doc})


def letters(library: Folder, asked: Sequence[tuple[Labelled, Answered]]) -> float:
    """The share of quotations that stand at their place in the text as it is read now."""
    quotes = [quote for _, found in asked for quote in found.quotes]
    return share(held(library.text(one.source).text, one.quote) is one.quote for one in quotes)


def share(given: Iterable[bool]) -> float:
    """The share of what holds."""
    kept = list(given)
    return sum(kept) / len(kept) if kept else 0.0


if __name__ == "__main__":
    main()
