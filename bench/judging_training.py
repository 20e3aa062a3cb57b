"""Learning to judge: from labelled passages to the product's numbers (`python -m bench.judging_training`)."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression

from bench.judging_data import GOLD, OWN, Labelled, labelled
from bench.judging_thresholds import PRECISION, thresholds, weights, weights_by_setting
from tonetop.assistant.judging.document import ACTORS, DUTIES, STANDINGS
from tonetop.assistant.judging.learned import Chances, Learned, Scaled, scaled

HERE = Path(__file__).parents[1] / "src" / "tonetop" / "assistant" / "judging"
WEIGHS = (1.0, 0.5, 0.5, 1.0, 4.0)
"""What the blocks weigh in the wide logistic: worth of words, of what stands above, cues, leanings, meaning."""
MIX = (2.0, 1.0, 1.0)
"""Shares in standing of a logistic of the rules' leanings, the wide logistic, and the trees."""
WIDE, TINY = 0.03, 0.3
TREES, LEAF, DEPTH = 64, 4, 10
INNER = 5


def logistic(
    rows: np.ndarray, values: np.ndarray, weight: np.ndarray, strength: float, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of a logistic regression with a row for each outcome."""
    made = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(rows, values, sample_weight=weight)
    coefficients, bias = np.zeros((count, rows.shape[1]), np.float32), np.full(count, -30.0, np.float32)
    if count == 1:
        return made.coef_.astype(np.float32), made.intercept_.astype(np.float32)
    coefficients[made.classes_], bias[made.classes_] = made.coef_, made.intercept_
    return coefficients, bias


def forest(rows: np.ndarray, values: np.ndarray, weight: np.ndarray, count: int) -> dict[str, np.ndarray]:
    """Trees as flat arrays: feature (-1 at a leaf), threshold, left, right, chances at the leaf."""
    made = ExtraTreesClassifier(
        TREES, min_samples_leaf=LEAF, max_depth=DEPTH, max_features=0.3, random_state=0
    ).fit(rows, values, sample_weight=weight)
    parts: dict[str, list[np.ndarray]] = {
        name: [] for name in ("feature", "threshold", "left", "right", "leaf")
    }
    roots, base = [], 0
    for grown in made.estimators_:
        tree = grown.tree_
        chances = np.zeros((tree.node_count, count), np.float32)
        seen = tree.value[:, 0, :]
        chances[:, made.classes_] = seen / seen.sum(axis=1, keepdims=True)
        parts["feature"].append(np.where(tree.children_left < 0, -1, tree.feature).astype(np.int16))
        parts["threshold"].append(tree.threshold.astype(np.float32))
        parts["left"].append((tree.children_left + base).astype(np.int32))
        parts["right"].append((tree.children_right + base).astype(np.int32))
        parts["leaf"].append(chances.astype(np.float16))
        roots.append(base)
        base += tree.node_count
    return {
        "roots": np.array(roots, np.int32),
        **{name: np.concatenate(part) for name, part in parts.items()},
    }


def units(data: Labelled) -> dict[str, np.ndarray]:
    """Means and spreads of the blocks."""
    told: dict[str, np.ndarray] = {
        "weighs": np.array(WEIGHS, np.float32),
        "width": np.array(data.rows.meaning.shape[1]),
    }
    for name, block in zip(("own", "above", "cues"), data.rows[:3], strict=True):
        told[f"{name}_mean"], told[f"{name}_spread"] = block.mean(axis=0), block.std(axis=0)
    told["meaning_mean"] = data.rows.meaning.mean(axis=0)
    return told


def numbers(data: Labelled) -> dict[str, np.ndarray]:
    """What is learned from labelled passages, but for the thresholds."""
    told = units(data)
    at = scaled(data.rows, told)
    present = weights(data.present, data.gold)
    told["present_weights"], told["present_bias"] = logistic(at.wide, data.present, present, WIDE, 1)
    told.update(
        {f"present_{part}": array for part, array in forest(at.tree, data.present * 1, present, 2).items()}
    )
    duties = [logistic(at.wide, data.duties[:, index], present, WIDE, 1) for index in range(len(DUTIES))]
    told["duties_weights"] = np.vstack([weight for weight, _ in duties])
    told["duties_bias"] = np.concatenate([bias for _, bias in duties])
    told["about_ai_weights"], told["about_ai_bias"] = logistic(
        at.wide, data.about_ai, weights(data.about_ai, data.gold), WIDE, 1
    )
    told.update(_standing(data, at))
    told.update(_actor(data, at))
    return told


def _standing(data: Labelled, at: Scaled) -> dict[str, np.ndarray]:
    """The numbers of standing: two logistics and trees, and their shares."""
    weight, count = weights_by_setting(data.standing, data), len(STANDINGS)
    told = {"standing_mix": np.array(MIX, np.float32)}
    for kind, rows, strength in (("tiny", at.tiny, TINY), ("wide", at.wide, WIDE)):
        told[f"standing_{kind}_weights"], told[f"standing_{kind}_bias"] = logistic(
            rows, data.standing, weight, strength, count
        )
    grown = forest(at.tree, data.standing, weight, count)
    return {**told, **{f"standing_{part}": array for part, array in grown.items()}}


def _actor(data: Labelled, at: Scaled) -> dict[str, np.ndarray]:
    """Who acts where something is done, promised or missing: of where nothing is, standing tells enough."""
    told = data.standing != STANDINGS.index("none")
    weight = weights_by_setting(data.actor, data)
    rows, bias = logistic(at.wide[told], data.actor[told], weight[told], WIDE, len(ACTORS))
    return {"actor_weights": rows, "actor_bias": bias}


def folds(groups: np.ndarray, count: int, seed: int) -> np.ndarray:
    """A fold's number for each passage: documents stay whole."""
    names = sorted(set(groups.tolist()))
    np.random.default_rng(seed).shuffle(names)
    number = {name: index % count for index, name in enumerate(names)}
    return np.array([number[name] for name in groups.tolist()])


def held_out(data: Labelled, fold: np.ndarray) -> Chances:
    """The chances of every passage by what was learned without its fold."""
    parts: list[tuple[np.ndarray, Chances]] = []
    for number in sorted(set(fold.tolist())):
        out = fold == number
        made = Learned(numbers(data.part(~out)), {})
        parts.append((np.flatnonzero(out), made.chances(data.part(out).rows)))
    order = np.argsort(np.concatenate([index for index, _ in parts]))
    return Chances(
        *(np.concatenate(block)[order] for block in zip(*(chances for _, chances in parts), strict=True))
    )


def learn(data: Labelled, seed: int = 0) -> Learned:
    """The model of these passages, its thresholds chosen on passages held out within them."""
    return Learned(numbers(data), thresholds(data, held_out(data, folds(data.group, INNER, seed))))


def write(made: Learned, data: Labelled) -> None:
    """Put the model where the product finds it, with what it was made of."""
    about = {
        **made.about,
        "passages": {
            "gold": data.gold,
            "own": len(data.present) - data.gold,
            "documents": len(set(data.document.tolist())),
        },
        "labels": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (GOLD, OWN)},
        "mix": MIX,
        "weighs": WEIGHS,
        "precision_asked_of_backing": PRECISION,
    }
    (HERE / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    small = {
        name: array.astype(np.float32) if array.dtype == np.float64 else array
        for name, array in made.told.items()
    }
    np.savez_compressed(HERE / "model.npz", **small)


def main() -> None:
    from tonetop.assistant.search.sentences import Sentences

    if not GOLD.exists():
        raise SystemExit(f"The labelled passages are not there: {GOLD}")
    with tempfile.TemporaryDirectory() as cache:
        data = labelled(Sentences(Path(cache)))
    write(learn(data), data)
    print(f"Learned from {len(data.present)} passages.")


if __name__ == "__main__":
    main()
