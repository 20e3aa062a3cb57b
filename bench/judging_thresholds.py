"""Where judgements begin: thresholds chosen on chances of passages that were held out while learning."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.judging_data import Labelled
from tonetop.assistant.judging.document import ACTORS, DUTIES, STANDINGS
from tonetop.assistant.judging.learned import Chances, Learned, settled, sureness
from tonetop.assistant.judging.rows import cues

GOLD_WEIGHS = 2.0
PRECISION = 0.92
"""Precision that the threshold of backing must reach on passages held out while learning."""
WINDOW = 5
"""Over how many neighbouring thresholds a score is levelled before the best is taken: few labels make it jump."""
POWERS = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2)
"""By how much the chance that a passage tells nothing may count less in who acts."""


def weights(values: np.ndarray, gold: int) -> np.ndarray:
    """Weights of passages: gold's more, the others so that their shares of outcomes are gold's."""
    shares, others = Counter(values[:gold].tolist()), Counter(values[gold:].tolist())
    ours = [
        shares[value] / max(gold, 1) / (others[value] / (len(values) - gold))
        for value in values[gold:].tolist()
    ]
    return np.concatenate([np.full(gold, GOLD_WEIGHS), np.array(ours)])


def weights_by_setting(values: np.ndarray, data: Labelled) -> np.ndarray:
    """The same within minutes and within everything else: minutes were drawn otherwise for gold than for the others."""
    minutes = data.rows.cues[:, cues().names.index("minutes")] > 0
    made = np.zeros(len(values))
    for here in (minutes, ~minutes):
        at, gold = np.flatnonzero(here), int(here[: data.gold].sum())
        made[at] = weights(values[at], gold)
        share = (gold / data.gold) / max((len(at) - gold) / (len(values) - data.gold), 1e-9)
        made[at[gold:]] *= share
    return made


def thresholds(data: Labelled, chances: Chances) -> dict[str, Any]:
    """From held-out chances: where a duty, a second one and an act of top management begin; and how sure one is."""
    weight = weights(data.present, data.gold)
    marks = np.arange(0.2, 0.71, 0.025)
    scores = np.array([f1(data.present, chances.present >= mark, weight) for mark in marks])
    smooth = np.convolve(np.pad(scores, WINDOW // 2, mode="edge"), np.ones(WINDOW) / WINDOW, mode="valid")
    about: dict[str, Any] = {"present_at": round(float(marks[int(smooth.argmax())]), 4)}
    about["nothing_counts"] = _nothing(data, chances)
    chances = chances._replace(actor=_less(chances, about["nothing_counts"]))
    about["second_at"] = round(_second(data, chances, about["present_at"]), 4)
    about["backed_at"] = round(_backed(data, chances, about["present_at"]), 4)
    about.update(_sure(data, chances, about))
    return about


def f1(true: np.ndarray, told: np.ndarray, weight: np.ndarray) -> float:
    """The harmonic mean of precision and recall over weighted passages."""
    hit = float(((true & told).T * weight).sum())
    return 2 * hit / float((true.T * weight).sum() + (told.T * weight).sum()) if hit else 0.0


def _less(chances: Chances, counts: float) -> np.ndarray:
    """The chances of actors when the chance that nothing is told counts by this power."""
    nothing = chances.standing[:, STANDINGS.index("none")]
    unclear = ACTORS.index("unclear")
    acting = chances.actor.copy()
    acting[:, unclear] -= nothing
    return settled(acting / np.maximum(1.0 - nothing, 1e-6)[:, None], nothing**counts)


def _nothing(data: Labelled, chances: Chances) -> float:
    """The power at which agreement on who acts is best, levelled over neighbours: one for chances taken as they are."""
    weight = weights_by_setting(data.actor, data)
    scores = [agreement(data.actor, _less(chances, mark).argmax(axis=1), weight) for mark in POWERS]
    smooth = np.convolve(np.pad(scores, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return POWERS[int(smooth.argmax())]


def agreement(true: np.ndarray, told: np.ndarray, weight: np.ndarray) -> float:
    """Agreement beyond chance (Cohen) over weighted passages."""
    share = weight / weight.sum()
    agreed = float(share[true == told].sum())
    chance = sum(float(share[true == value].sum() * share[told == value].sum()) for value in np.unique(true))
    return (agreed - chance) / (1 - chance)


def _second(data: Labelled, chances: Chances, present_at: float) -> float:
    marks = np.arange(0.2, 0.71, 0.05)
    weight = weights(data.present, data.gold)
    here, rows = chances.present >= present_at, np.arange(len(data.present))
    order = np.argsort(-chances.duties, axis=1)
    scores = []
    for mark in marks:
        told = np.zeros_like(data.duties)
        told[rows, order[:, 0]] = here
        told[rows, order[:, 1]] = here & (chances.duties[rows, order[:, 1]] >= mark)
        scores.append(f1(data.duties, told, weight))
    smooth = np.convolve(np.pad(scores, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return float(marks[int(smooth.argmax())])


def _backed(data: Labelled, chances: Chances, present_at: float) -> float:
    """The lowest threshold at which precision is high enough; gold counts double, and some must be there to count."""
    backing = Learned({}, {}).backing(chances)
    asked = (
        (chances.present >= present_at)
        & (chances.standing.argmax(axis=1) == 0)
        & (chances.actor.argmax(axis=1) == 0)
    )
    true = data.present & (data.standing == 0) & (data.actor == 0)
    order = np.flatnonzero(asked)[np.argsort(-backing[asked])]
    weight = np.where(order < data.gold, GOLD_WEIGHS, 1.0)
    hits = np.cumsum(true[order] * weight)
    precise = hits / np.cumsum(weight)
    good = np.flatnonzero((precise >= PRECISION) & (hits >= 10))
    return float(backing[order[good[-1]]]) if len(good) else 1.0


def _sure(data: Labelled, chances: Chances, about: dict[str, Any]) -> dict[str, Any]:
    """A logistic of the chances on whether the judgement is right: a duty in common (or none), and the standing."""
    decided = Learned({}, about).decided(chances)
    right = np.array(
        [
            bool({DUTIES.index(duty) for duty in told} & set(np.flatnonzero(true).tolist()))
            if told or true.any()
            else True
            for told, true in zip(decided, data.duties, strict=True)
        ]
    ) & (chances.standing.argmax(axis=1) == data.standing)
    made = LogisticRegression(C=1.0).fit(sureness(chances), right)
    return {
        "sure_weights": [round(float(value), 5) for value in made.coef_[0]],
        "sure_bias": round(float(made.intercept_[0]), 5),
    }
