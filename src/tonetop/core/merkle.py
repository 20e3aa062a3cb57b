"""The Merkle tree over a log's leaves, as RFC 6962 section 2.1 draws it: roots, proofs, verification.

A hash is 32 bytes. Sizes count leaves, indexes count from 0. ``Frontier`` is what a writer must keep to
append one more leaf; ``Tree`` holds all hashes and yields proofs; the two ``verify`` functions need neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
Full = Callable[[int, int], bytes]
"""The hash over the leaves from the first number to before the second, which are a full subtree."""


class ProofError(ValueError):
    """A proof that does not hold; the message says in one sentence why."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data): the hash of a leaf holding ``data``."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right): the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Frontier(NamedTuple):
    """The roots of the full subtrees a tree of ``size`` leaves splits into, the largest first, joined."""

    size: int = 0
    roots: bytes = b""

    @classmethod
    def of(cls, size: int, roots: bytes) -> Frontier:
        """The frontier of these parts; raises ValueError when they do not belong together."""
        if len(roots) != size.bit_count() * HASH_BYTES:
            raise ValueError(f"the frontier of {size} leaves does not have {len(roots)} bytes")
        return cls(size, roots)

    def add(self, leaf: bytes) -> Frontier:
        """The frontier after appending the leaf hash ``leaf``."""
        node, roots, full = leaf, self.roots, self.size
        while full & 1:
            node, roots, full = node_hash(roots[-HASH_BYTES:], node), roots[:-HASH_BYTES], full >> 1
        return Frontier(self.size + 1, roots + node)

    def root(self) -> bytes:
        """The tree's root hash."""
        if not self.size:
            return EMPTY_ROOT
        root = self.roots[-HASH_BYTES:]
        for end in range(len(self.roots) - HASH_BYTES, 0, -HASH_BYTES):
            root = node_hash(self.roots[end - HASH_BYTES : end], root)
        return root


class Tree:
    """All full subtrees over a sequence of leaf hashes; all roots and proofs follow from them."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = iter(self._levels[-1])
            self._levels.append([node_hash(left, right) for left, right in zip(below, below, strict=False)])

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root when the tree held ``size`` leaves (default: all)."""
        size = self.size if size is None else size
        self._within(size)
        return self._hash(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of leaf ``index`` among ``size`` leaves, from the leaf up (RFC 6962, 2.1.1)."""
        size = self.size if size is None else size
        self._within(size)
        if not 0 <= index < size:
            raise ProofError(f"leaf {index} does not lie in a tree of {size} leaves")
        path, start, end = [], 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """The proof that the tree of ``old`` leaves begins that of ``size`` leaves (RFC 6962, 2.1.2)."""
        size = self.size if size is None else size
        self._within(size)
        return consistency(old, size, self._full)

    def _within(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ProofError(f"the tree holds {self.size} leaves, not {size}")

    def _hash(self, start: int, end: int) -> bytes:
        return _over(start, end, self._full)

    def _full(self, start: int, end: int) -> bytes:
        level = (end - start).bit_length() - 1
        return self._levels[level][start >> level]


def consistency(old: int, size: int, full: Full) -> list[bytes]:
    """The proof that the tree of ``old`` leaves begins that of ``size`` leaves (RFC 6962, 2.1.2)."""
    if not 0 < old <= size:
        raise ProofError(f"there is no consistency proof from {old} to {size} leaves")
    path, start, end, known = [], 0, size, True
    while end > old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_over(middle, end, full))
            end = middle
        else:
            path.append(_over(start, middle, full))
            start, known = middle, False
    return ([] if known else [_over(start, end, full)]) + path[::-1]


def _over(start: int, end: int, full: Full) -> bytes:
    """The hash over the leaves ``start`` to ``end``; only the right edge is computed."""
    count = end - start
    if count & (count - 1) == 0:
        return full(start, end)
    middle = start + _split(count)
    return node_hash(_over(start, middle, full), _over(middle, end, full))


def verify_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """Raises ProofError unless ``path`` shows ``leaf`` at ``index`` under ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} does not lie in a tree of {size} leaves")
    node, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise ProofError("the inclusion proof is longer than the tree is high")
        if node & 1 or node == last:
            found = node_hash(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the inclusion proof is shorter than the tree is high")
    if found != root:
        raise ProofError(f"the inclusion proof of leaf {index} leads to another root")


def verify_consistency(old: int, size: int, path: Sequence[bytes], old_root: bytes, root: bytes) -> None:
    """Raises ProofError unless ``path`` shows ``old_root`` to begin ``root`` (RFC 9162, 2.1.4.2).

    From the empty tree to a larger one nothing can be proved: that is an error, not a proof that holds.
    """
    if old == size:
        if path or old_root != root:
            raise ProofError(
                "two trees of one size are consistent only when their roots are equal, without a proof"
            )
        return
    if not 0 < old < size:
        raise ProofError(f"a consistency proof from {old} to {size} leaves proves nothing")
    if not path:
        raise ProofError("the consistency proof is empty")
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    old_found, found = _walk(old, size, steps)
    if old_found != old_root:
        raise ProofError(f"the consistency proof leads to another root at {old} leaves")
    if found != root:
        raise ProofError(f"the consistency proof leads to another root at {size} leaves")


def _walk(old: int, size: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_found = found = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("the consistency proof is longer than the tree is high")
        if node & 1 or node == last:
            old_found, found = node_hash(step, old_found), node_hash(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the consistency proof is shorter than the tree is high")
    return old_found, found


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1
