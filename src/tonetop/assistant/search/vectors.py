"""Vectors as they are kept: whole numbers of eight bits with one scale, and their signs alone for a first look.

A million passages are 48 MB of signs, which are compared in one go; only the few thousand that agree best with the
question's signs are then compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tonetop.assistant.search.weights import Array

WIDTH = 384
SIGN_WORDS = WIDTH // 64

Signs: TypeAlias = npt.NDArray[np.uint64]


def packed(vectors: Array) -> list[bytes]:
    """Each vector (rows of WIDTH) as 4 bytes of scale and WIDTH bytes of whole numbers."""
    scales = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-12) / 127
    whole = np.rint(vectors / scales).astype(np.int8)
    return [scale.tobytes() + row.tobytes() for scale, row in zip(scales.astype("<f4"), whole, strict=True)]


def cosines(rows: Sequence[bytes], question: Array) -> Array:
    """The products of packed vectors with one question's, which is the cosine where all have length 1."""
    if not rows:
        return np.zeros(0, np.float32)
    table = np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), WIDTH + 4)
    scales = np.ascontiguousarray(table[:, :4]).view("<f4")[:, 0]
    products: Array = (table[:, 4:].view(np.int8).astype(np.float32) @ question) * scales
    return products


def signs(vectors: Array) -> Signs:
    """The signs of each vector: (rows, SIGN_WORDS)."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def nearest(
    table: Signs, question: Array, count: int, allowed: npt.NDArray[np.bool_] | None
) -> npt.NDArray[np.intp]:
    """The rows whose signs agree best with the question's, best first, at most count; of equals the earlier."""
    differing = np.zeros(len(table), np.uint16)
    for column, word in zip(table.T, signs(question[None])[0], strict=True):
        differing += np.bitwise_count(column ^ word)
    if allowed is not None:
        differing[~allowed] = WIDTH + 1
    order = np.argsort(differing, kind="stable")[:count]
    return order if allowed is None else order[allowed[order]]
