"""How well passages and documents are judged, on documents that were not learned from, with 95 % intervals."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.figures import figure
from bench.judging_data import DATA, GOLD, Labelled, labelled, particulars
from bench.judging_training import folds, learn
from tonetop.assistant.judging.document import DUTIES
from tonetop.assistant.judging.learned import Chances, Learned

OUTER = 8
DRAWS = 1000


class Told:
    """Judgements of gold's passages beside their labels."""

    def __init__(self, count: int) -> None:
        self.duties = np.zeros((count, len(DUTIES)), bool)
        self.standing = np.zeros(count, int)
        self.actor = np.zeros(count, int)
        self.about_ai = np.zeros(count, bool)
        self.backed = np.zeros(count, bool)
        self.confidence = np.zeros(count)

    def take(self, at: np.ndarray, made: Learned, chances: Chances) -> None:
        """Write down the judgements of the passages at these places."""
        for place, duties in zip(at, made.decided(chances), strict=True):
            self.duties[place] = [duty in duties for duty in DUTIES]
        self.standing[at], self.actor[at] = chances.standing.argmax(axis=1), chances.actor.argmax(axis=1)
        self.about_ai[at] = chances.about_ai >= 0.5
        sure = made.backing(chances) >= made.about["backed_at"]
        self.backed[at] = (
            sure & self.duties[at].any(axis=1) & (self.standing[at] == 0) & (self.actor[at] == 0)
        )
        self.confidence[at] = made.confidence(chances)


def judged(data: Labelled, fold: np.ndarray) -> Told:
    """Every gold passage judged by what was learned without its fold, thresholds too."""
    told = Told(len(data.present))
    for number in sorted(set(fold[: data.gold].tolist())):
        out = fold == number
        made = learn(data.part(~out))
        told.take(np.flatnonzero(out), made, made.chances(data.part(out).rows))
    return told


def kappa(one: np.ndarray, other: np.ndarray) -> float:
    """Agreement beyond chance (Cohen)."""
    values = np.unique(np.concatenate([one, other]))
    agreed = float((one == other).mean())
    chance = float(sum((one == value).mean() * (other == value).mean() for value in values))
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def f1(true: np.ndarray, told: np.ndarray) -> float:
    """The harmonic mean of precision and recall over all cells."""
    hit = float((true & told).sum())
    return 2 * hit / float(true.sum() + told.sum()) if hit else 0.0


def interval(documents: np.ndarray, score: Callable[[np.ndarray], float]) -> tuple[float, float, float]:
    """A score and its 95 % interval, documents drawn with replacement."""
    names = sorted(set(documents.tolist()))
    places = {name: np.flatnonzero(documents == name) for name in names}
    draw = np.random.default_rng(42)
    scores = [
        score(np.concatenate([places[names[index]] for index in draw.integers(0, len(names), len(names))]))
        for _ in range(DRAWS)
    ]
    low, high = np.nanpercentile(scores, [2.5, 97.5])
    return score(np.arange(len(documents))), float(low), float(high)


def at_least(name: str, value: tuple[float, float, float], target: float) -> bool:
    """A figure that must reach its target, with its interval in the name."""
    return figure(
        f"{name} [95% {value[1]:.2f}-{value[2]:.2f}]", value[0], "", f">= {target:g}", value[0] >= target
    )


def passages(data: Labelled, told: Told, name: str, targets: bool) -> bool:
    """The figures of the passages."""
    gold = slice(0, data.gold)
    duties, mine = data.duties[gold], told.duties[gold]
    true = data.present[gold] & (data.standing[gold] == 0) & (data.actor[gold] == 0)
    backed = told.backed[gold]

    def shared(at: np.ndarray) -> float:
        asked = at[duties[at].any(axis=1)]
        return float((duties[asked] & mine[asked]).any(axis=1).mean())

    def precision(at: np.ndarray) -> float:
        return float(true[at][backed[at]].mean()) if backed[at].any() else float("nan")

    scores: Sequence[tuple[str, Callable[[np.ndarray], float], float]] = (
        ("duty present F1", lambda at: f1(duties[at].any(axis=1), mine[at].any(axis=1)), 0.85),
        ("duties micro F1", lambda at: f1(duties[at], mine[at]), 0.63),
        ("a duty in common, where there is one", shared, 0.75),
        ("standing kappa", lambda at: kappa(data.standing[at], told.standing[at]), 0.55),
        ("actor kappa", lambda at: kappa(data.actor[at], told.actor[at]), 0.72),
        ("about AI kappa", lambda at: kappa(data.about_ai[at], told.about_ai[at]), 0.0),
        ("precision of backed by an act of top management", precision, 0.90),
        (
            "recall of the same",
            lambda at: float(backed[at][true[at]].mean()) if true[at].any() else float("nan"),
            0.30,
        ),
    )
    results = [
        at_least(f"{name}{what}", interval(data.document[gold], score), target if targets else -1.0)
        for what, score, target in scores
    ]
    return all(results)


def documents() -> bool:
    """The figures of the documents."""
    gold = [
        json.loads(line)
        for line in (DATA / "gold" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    told = [particulars(record["doc"]) for record in gold]
    kinds = np.array([made.kind.kind == record["kind"] for made, record in zip(told, gold, strict=True)])
    days = np.array(
        [
            (made.dated.iso if made.dated else None) == record["date"]
            for made, record in zip(told, gold, strict=True)
        ]
    )
    blank = np.array([bool(record["placeholder"]) for record in gold])
    found = np.array([made.placeholder is not None for made in told])
    return all(
        [
            figure("documents: kind", float(kinds.mean()), "", ">= 0.7", kinds.mean() >= 0.7),
            figure("documents: date exact", float(days.mean()), "", ">= 0.8", days.mean() >= 0.8),
            figure(
                "documents: placeholders found",
                float(found[blank].mean()),
                "",
                ">= 1",
                bool(found[blank].all()),
            ),
            figure(
                "documents: placeholders falsely found",
                float(found[~blank].sum()),
                "documents",
                "<= 3",
                found[~blank].sum() <= 3,
            ),
        ]
    )


def calibration(data: Labelled, told: Told) -> bool:
    """How far confidence lies from how often judgements are right, over five equal parts (calibration error)."""
    duties, mine = data.duties, told.duties
    both = (duties & mine).any(axis=1) | (~duties.any(axis=1) & ~mine.any(axis=1))
    right = (both & (data.standing == told.standing))[: data.gold]
    sure = told.confidence[: data.gold]
    parts = np.array_split(np.argsort(sure), 5)
    error = sum(
        len(part) * abs(float(right[part].mean()) - float(sure[part].mean())) for part in parts
    ) / len(sure)
    return figure("confidence against how often it is right", error, "", "<= 0.1", error <= 0.1)


def speed(seconds: float = 2.0) -> bool:
    """Passages judged a second on one core, but for their meaning."""
    from bench.judging_data import document, labels, text_of
    from tonetop.assistant.judging.judge import judge
    from tonetop.core.passage import Passage

    told, _ = labels()
    folder: dict[str, list[Passage]] = {}
    for label in told:
        passage = Passage(label["start"], label["end"], text_of(label["doc"])[label["start"] : label["end"]])
        folder.setdefault(label["doc"], []).append(passage)
    ready = [(document(doc), passages) for doc, passages in folder.items()]
    big = [(made, [*made_of] * 30) for made, made_of in ready]
    vectors = np.zeros((4000, 384), np.float32)
    done, begun = 0, time.process_time()
    for made, many in big:
        judge(made, many, vectors[: len(many)])
        done += len(many)
        if time.process_time() - begun > seconds:
            break
    rate = done / (time.process_time() - begun)
    return figure("judging but for meaning", rate, "passages/s of processor time", ">= 2000", rate >= 2000)


def main() -> int:
    if not GOLD.exists():
        print(f"The labelled passages are not there: {GOLD}", file=sys.stderr)
        return 1
    from tonetop.assistant.search.sentences import Sentences

    with tempfile.TemporaryDirectory() as cache:
        data = labelled(Sentences(Path(cache)))
    told = judged(data, folds(data.group, OUTER, 0))
    results = [passages(data, told, "", True), calibration(data, told), documents(), speed()]
    bodies = {name: index for index, name in enumerate(sorted(set(data.body.tolist())))}
    other = judged(data, np.array([bodies[name] for name in data.body.tolist()]))
    passages(data, other, "other bodies: ", False)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
