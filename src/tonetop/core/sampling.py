"""Reproducible samples: whoever has the population, the seed and the size draws the same records again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isqrt

FEW = 5
"""Up to how many records nothing is drawn: all are looked at."""


@dataclass(frozen=True, slots=True)
class Population:
    """What is drawn from: ids, each once, in the order of their UTF-8 bytes; the SHA-256 of them, one a line."""

    idents: tuple[str, ...]
    sha256: str

    @property
    def size(self) -> int:
        """How many records there are."""
        return len(self.idents)


@dataclass(frozen=True, slots=True)
class Size:
    """A suggested size of a sample, by which thinking (its name), and the reason in one sentence."""

    size: int
    name: str
    reason: str


def population(idents: Iterable[str]) -> Population:
    """A population of ids. Raises ValueError for an id that holds a line feed, which would be read as two."""
    ordered = tuple(sorted(set(idents), key=str.encode))
    broken = next((ident for ident in ordered if "\n" in ident), None)
    if broken is not None:
        raise ValueError(f"the id {broken!r} holds a line feed, and a population has one id a line")
    return Population(ordered, sha256("".join(f"{ident}\n" for ident in ordered).encode()).hexdigest())


def place(seed: str, ident: str) -> str:
    """Where an id stands in the order of a draw: the SHA-256 of seed and id, one after the other, as UTF-8."""
    return sha256(f"{seed}{ident}".encode()).hexdigest()


def draw(idents: Iterable[str], seed: str, size: int) -> tuple[str, ...]:
    """The first `size` ids in the order of SHA-256(seed || id); all of them when there are fewer.

    Raises ValueError for an empty seed or a negative size.
    """
    _demand(seed, size)
    return tuple(sorted(set(idents), key=lambda ident: (place(seed, ident), ident))[:size])


def draw_by(strata: Mapping[str, Collection[str]], seed: str, size: int) -> dict[str, tuple[str, ...]]:
    """A draw from each stratum, in the order of their names, in proportion to how many records it holds.

    Every stratum gives one at least where the size allows it. Raises ValueError as `draw` does.
    """
    _demand(seed, size)
    shares = portions({name: len(set(some)) for name, some in strata.items()}, size)
    return {name: draw(strata[name], seed, share) for name, share in sorted(shares.items())}


def portions(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How a sample is shared among strata of these counts: one each, the largest first, then in proportion.

    The next record goes to the stratum that lies furthest below its exact share; ties go to the first name.
    """
    left = {name: count for name, count in sorted(counts.items()) if count > 0}
    size = min(size, sum(left.values()))
    biggest = sorted(left, key=lambda name: (-left[name], name))
    given = {name: 1 if place < size else 0 for place, name in enumerate(biggest)}
    total = sum(left.values())
    while sum(given.values()) < size:
        open_ones = [name for name in left if given[name] < left[name]]
        # The stratum that lies furthest below its exact share comes next; whole numbers only, so no rounding.
        name = max(open_ones, key=lambda name: (left[name] * size - given[name] * total, _first(name)))
        given[name] += 1
    return {name: given[name] for name in left}


def _first(name: str) -> tuple[int, ...]:
    """A key by which `max` takes the name that comes first."""
    return tuple(-ord(letter) for letter in name)


def sizes(count: int) -> list[Size]:
    """Suggested sizes for a population, the smallest first, each with its reason; nobody has to take one."""
    if count <= FEW:
        return [Size(count, "all", f"There are only {count}, so all are looked at.")]
    root = min(count, isqrt(count - 1) + 1)
    found = [Size(root, "root", f"The square root of {count}, rounded up: for records that are much alike.")]
    for share, sure in ((10, 90), (5, 95)):
        size = finding_one(count, share, sure)
        reason = (
            f"If {share} % of the {count} or more were faulty, so many show one at least "
            f"with {sure} % certainty (drawn without putting back)."
        )
        found.append(Size(size, f"one of {share} %", reason))
    found.append(Size(count, "all", f"All {count}: nothing is left to chance."))
    return sorted(found, key=lambda size: (size.size, size.name))


def finding_one(count: int, share: int, sure: int) -> int:
    """The smallest sample that shows a faulty record with `sure` percent certainty where `share` percent are faulty.

    By the hypergeometric distribution in whole numbers: the chance that n drawn of `count` are all sound is
    C(count - faulty, n) / C(count, n), and it must not exceed 100 - sure percent.
    """
    faulty = -(-count * share // 100)
    missed, of = 1, 1
    for size in range(count + 1):
        if missed * 100 <= (100 - sure) * of:
            return size
        missed *= max(0, count - faulty - size)
        of *= count - size
    return count


def _demand(seed: str, size: int) -> None:
    if not seed:
        raise ValueError("a draw needs a seed, so that it can be made again")
    if size < 0:
        raise ValueError(f"a sample cannot have {size} records")
