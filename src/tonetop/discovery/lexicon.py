"""Dictionaries of names, places and words, looked up by hash for whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from tonetop.discovery.column import hashed

SLOTS = 18  # bits


@dataclass(frozen=True)
class Lexicon:
    """Which dictionaries a hash is in, as one bit per dictionary of `names`."""

    names: tuple[str, ...]
    hashes: np.ndarray  # sorted
    flags: np.ndarray
    slots: np.ndarray  # whether any entry falls into that slot: most words fall through here

    def look(self, hashes: np.ndarray) -> np.ndarray:
        """The bits of the dictionaries that hold each of these hashes."""
        result = np.zeros(len(hashes), np.uint32)
        likely = np.flatnonzero(self.slots[hashes >> np.uint64(64 - SLOTS)])
        place = np.searchsorted(self.hashes, hashes[likely])
        place[place == len(self.hashes)] = 0
        result[likely] = np.where(self.hashes[place] == hashes[likely], self.flags[place], 0)
        return result

    def bit(self, name: str) -> np.uint32:
        """The bit of a dictionary."""
        return np.uint32(1 << self.names.index(name))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All dictionaries: one file each, entries divided by new lines or commas, remarks after #."""
    entries: dict[str, int] = {}
    names: list[str] = []
    for file in sorted(
        files("tonetop.discovery").joinpath("dictionaries").iterdir(), key=lambda one: one.name
    ):
        if not file.name.endswith(".txt"):
            continue
        bit = 1 << len(names)
        names.append(file.name.removesuffix(".txt"))
        for line in file.read_text("utf-8").splitlines():
            for entry in line.partition("#")[0].split(","):
                if entry.strip():
                    entries[entry.strip()] = entries.get(entry.strip(), 0) | bit
    flags: dict[int, int] = {}
    for hash_, bits in zip(_hashes(list(entries)), entries.values(), strict=True):
        flags[int(hash_)] = flags.get(int(hash_), 0) | bits
    ordered = sorted(flags)
    hashes = np.array(ordered, np.uint64)
    slots = np.zeros(1 << SLOTS, bool)
    slots[hashes >> np.uint64(64 - SLOTS)] = True
    return Lexicon(tuple(names), hashes, np.array([flags[one] for one in ordered], np.uint32), slots)


def _hashes(entries: list[str]) -> np.ndarray:
    encoded = [entry.encode() for entry in entries]
    ends = np.cumsum([len(one) for one in encoded])
    starts = np.concatenate([[0], ends[:-1]])
    return hashed(np.frombuffer(b"".join(encoded), np.uint8), starts, ends)
