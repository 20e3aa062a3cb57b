"""What was learned from labelled passages, and how it judges rows: logistic weights and small trees, in numpy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np

from tonetop.assistant.judging.document import ACTORS, DUTIES, STANDINGS
from tonetop.assistant.judging.rows import Array, Rows

LEANING = 7
CLIP = 4.0
SPREAD = 0.05


class Chances(NamedTuple):
    """For each passage: of any duty, each duty, each standing, each actor, and of being about AI governance."""

    present: Array
    duties: Array
    standing: Array
    actor: Array
    about_ai: Array


class Scaled(NamedTuple):
    """Rows in the units in which they were learned: wide (all), tiny (leanings alone), tree (unscaled)."""

    wide: Array
    tiny: Array
    tree: Array


def scaled(rows: Rows, told: Mapping[str, Any]) -> Scaled:
    """Rows in learned units. told: the means and spreads of each block, and what each block weighs."""
    blocks = []
    for name, block in (("own", rows.own), ("above", rows.above), ("cues", rows.cues)):
        spread = np.asarray(told[f"{name}_spread"]) + SPREAD
        blocks.append(np.clip((block - told[f"{name}_mean"]) / spread, -CLIP, CLIP))
    own, above, cue = blocks
    leaning = cue[:, -LEANING:]
    weighs = told["weighs"]
    width = int(told["width"])
    meaning = (
        rows.meaning - told["meaning_mean"]
        if rows.meaning.shape[1]
        else np.zeros((len(own), width), np.float32)
    )
    wide = np.hstack(
        [own * weighs[0], above * weighs[1], cue * weighs[2], leaning * weighs[3], meaning * weighs[4]]
    ).astype(np.float32)
    return Scaled(wide, leaning.astype(np.float32), np.hstack([rows.own, rows.cues]).astype(np.float32))


def softmax(values: Array) -> Array:
    """Each row as chances that sum to 1."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def sigmoid(values: Array) -> Array:
    """Each value as a chance."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))), np.float32)


def grown(tree: Array, told: Mapping[str, Any], name: str) -> Array:
    """The mean of a forest's leaves: chances of each outcome (rows, outcomes)."""
    roots = told[f"{name}_roots"]
    feature, threshold, left, right, leaf = (
        told[f"{name}_{part}"] for part in ("feature", "threshold", "left", "right", "leaf")
    )
    at = np.broadcast_to(roots, (len(tree), len(roots))).copy()
    rows = np.arange(len(tree))[:, None]
    while True:
        split = feature[at]
        inner = split >= 0
        if not inner.any():
            break
        goes_left = tree[rows, np.maximum(split, 0)] <= threshold[at]
        at = np.where(inner, np.where(goes_left, left[at], right[at]), at)
    return np.asarray(leaf[at].mean(axis=1), np.float32)


def settled(acting: Array, nothing: Array) -> Array:
    """The chances of each actor: those of passages that tell something, and nobody's where nothing is told."""
    told = acting * (1.0 - nothing)[:, None]
    told[:, ACTORS.index("unclear")] += nothing
    return np.asarray(told, np.float32)


class Learned:
    """The learned numbers, by name, and what they say of rows."""

    def __init__(self, told: Mapping[str, Any], about: Mapping[str, Any]) -> None:
        self.told = told
        self.about = about

    def chances(self, rows: Rows) -> Chances:
        """What each passage is likely to be."""
        at = scaled(rows, self.told)
        present = np.stack(
            [sigmoid(self._logits(at.wide, "present")[:, 0]), grown(at.tree, self.told, "present")[:, 1]]
        )
        duties = sigmoid(self._logits(at.wide, "duties"))
        about_ai = sigmoid(self._logits(at.wide, "about_ai")[:, 0])
        standing = self._standing(at)
        return Chances(present.mean(axis=0), duties, standing, self._actor(at, standing), about_ai)

    def _logits(self, wide: Array, name: str) -> Array:
        return np.asarray(wide @ self.told[f"{name}_weights"].T + self.told[f"{name}_bias"], np.float32)

    def _standing(self, at: Scaled) -> Array:
        """The weighted mean of a logistic of the rules' leanings, a logistic of everything, and trees."""
        share = self.told["standing_mix"]
        parts = (
            softmax(self._logits(at.tiny, "standing_tiny")),
            softmax(self._logits(at.wide, "standing_wide")),
            grown(at.tree, self.told, "standing"),
        )
        return np.asarray(
            sum(weight * part for weight, part in zip(share, parts, strict=True)) / share.sum(), np.float32
        )

    def _actor(self, at: Scaled, standing: Array) -> Array:
        """Who acts if something is told at all; where nothing is told as done, promised or missing, nobody does."""
        nothing = standing[:, STANDINGS.index("none")] ** self.about.get("nothing_counts", 1.0)
        return settled(softmax(self._logits(at.wide, "actor")), nothing)

    def decided(self, chances: Chances) -> list[tuple[str, ...]]:
        """The duties of each passage: none below the threshold, else the likeliest, and a second that is likely too."""
        made: list[tuple[str, ...]] = []
        for present, row in zip(chances.present, chances.duties, strict=True):
            order = np.argsort(-row)
            if present < self.about["present_at"]:
                made.append(())
            elif row[order[1]] >= self.about["second_at"]:
                made.append(tuple(sorted(DUTIES[index] for index in order[:2])))
            else:
                made.append((DUTIES[order[0]],))
        return made

    def backing(self, chances: Chances) -> Array:
        """How likely each passage is an act of top management for a duty."""
        return np.asarray(np.cbrt(chances.present * chances.standing[:, 0] * chances.actor[:, 0]), np.float32)

    def confidence(self, chances: Chances) -> Array:
        """How often judgements as sure as these were right on passages of documents not learned from."""
        return sigmoid(
            sureness(chances) @ np.asarray(self.about["sure_weights"], np.float32) + self.about["sure_bias"]
        )


def sureness(chances: Chances) -> Array:
    """What confidence is calibrated on: how decided presence is, the likeliest duty, standing and actor."""
    present = np.abs(chances.present - 0.5) * 2
    duty = np.where(chances.present >= 0.5, chances.duties.max(axis=1), 1 - chances.duties.max(axis=1))
    return np.stack([present, duty, chances.standing.max(axis=1), chances.actor.max(axis=1)], axis=1).astype(
        np.float32
    )


@cache
def learned() -> Learned:
    """The model that comes with the product."""
    folder = files(__package__)
    about = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    with as_file(folder.joinpath("model.npz")) as path, np.load(path) as numbers:
        return Learned({name: numbers[name] for name in numbers.files}, about)
