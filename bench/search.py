"""`./dev bench search`: reading passages as vectors, indexing them, and a million of them within two gigabytes.

A number as argument replaces the million.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.figures import at_most, figure, median, peak_megabytes, seconds
from tonetop.assistant.search.index import Index
from tonetop.assistant.search.sentences import WIDTH, Sentences
from tonetop.assistant.search.store import Document
from tonetop.core.passage import Passage
from tonetop.documents.passages import passages
from tonetop.documents.reading import read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDERS = ("policies", "minutes", "communications", "budget")
SAMPLE = 1500  # real passages, spread over all documents
MANY, EACH = 1_000_000, 100  # made-up passages, and how many in a document
VOCABULARY, WORDS = 50_000, 45
QUESTIONS = 20


def main() -> None:
    """Measure the model alone, the index with it, and a large index."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory() as folder:
        holds = [*reading(Path(folder)), *scale(Path(folder), many)]
    raise SystemExit(0 if all(holds) else 1)


def real() -> list[Passage]:
    """Different passages of the real Markdown files, evenly spread."""
    found: dict[str, Passage] = {}
    for folder in FOLDERS:
        for path in sorted((DATA / folder).rglob("*.md")):
            found.update((one.text, one) for one in passages(read(path.read_bytes(), path.name)))
    every = max(1, len(found) // SAMPLE)
    return list(found.values())[::every][:SAMPLE]


def reading(folder: Path) -> list[bool]:
    """Passages a second by the model alone, and with the index written."""
    sample = real()
    texts = [one.text for one in sample]
    figure("search: mean length of a passage", sum(map(len, texts)) / len(texts), "characters", "told", True)
    begun = time.perf_counter()
    model = Sentences(folder)
    figure("search: making the model ready", time.perf_counter() - begun, "s", "told", True)
    model.embed(texts[:100])
    work = time.process_time()
    alone = len(texts) / seconds(lambda: model.embed(texts))
    work = len(texts) / (time.process_time() - work)
    figure("search: passages the model reads in a second of one processor", work, "1/s", "told", True)
    index = Index(folder / "real.sqlite", model)
    both = len(texts) / seconds(lambda: index.add([Document("real", "", sample)]))
    asked = [seconds(lambda text=text: index.search(text)) for text in texts[:QUESTIONS]]  # type: ignore[misc]
    figure("search: a question of a small index", median(asked) * 1000, "ms", "told", True)
    index.close()
    return [
        figure("search: passages the model reads", alone, "1/s", ">= 166", alone >= 166),
        figure("search: passages read and indexed", both, "1/s", ">= 110", both >= 110),
    ]


def made_up(many: int) -> Iterator[Document]:
    """Documents of words as often as words are, with vectors in a few hundred bundles."""
    random = np.random.default_rng(42001)
    weights = 1 / np.arange(10, VOCABULARY + 10)
    words = np.array([f"word{number}" for number in range(VOCABULARY)])
    bundles = random.standard_normal((300, WIDTH))
    for number in range(many // EACH):
        drawn = words[random.choice(VOCABULARY, (EACH, WORDS), p=weights / weights.sum())]
        vectors = bundles[random.integers(300, size=EACH)] + random.standard_normal((EACH, WIDTH))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        texts = [Passage(place, place + 1, " ".join(line)) for place, line in enumerate(drawn)]
        yield Document(f"{number:05}", "", texts, {}, vectors.astype(np.float32), Known.name)


class Known:
    """Meaning whose vectors are drawn, so that only the index is measured."""

    name = "known"

    def embed(self, texts: list[str]) -> np.ndarray:
        """A vector for each text."""
        drawn = np.random.default_rng(len(texts)).standard_normal((len(texts), WIDTH)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def scale(folder: Path, many: int) -> list[bool]:
    """A large index: how fast it grows, how long a question takes, how much memory all of it takes."""
    index = Index(folder / "many.sqlite", Known())
    taken = seconds(lambda: index.add(made_up(many)))
    figure(f"search: passages a second put among {many}, vectors given", many / taken, "1/s", "told", True)
    size = (folder / "many.sqlite").stat().st_size / 1e6
    figure(f"search: index of {many} passages on disk", size, "MB", "told", True)
    texts = [
        document.passages[0].text[:80] for document, _ in zip(made_up(many), range(QUESTIONS), strict=False)
    ]
    first = seconds(lambda: index.search(texts[0]))
    asked = [seconds(lambda text=text: index.search(text)) for text in texts]  # type: ignore[misc]
    figure(f"search: first question of {many} passages", first * 1000, "ms", "told", True)
    figure(f"search: a question of {many} passages", median(asked) * 1000, "ms", "told", True)
    index.close()
    return [at_most(f"search: memory for {many} passages", peak_megabytes(), "MB", 2000)]


if __name__ == "__main__":
    main()
