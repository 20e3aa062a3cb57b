"""Words that people write for categories of personal data, as the kinds they mean; the table is categories.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tonetop.discovery.kind import kinds

KEY = re.compile(r"(?:user|system)(?:\.[a-z_0-9]+)*")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
BROADEST = frozenset(("user",))


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("categories.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Keys by word, the longest words first: titles and DPV terms of the kinds, and what the table says."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in kinds():
        for word in (kind.title, kind.dpv):
            text = plain(word)
            found[text] = (*found.get(text, ()), kind.key)
    found |= {plain(word): tuple(row["keys"]) for row in _table()["words"] for word in row["words"]}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def plain(phrase: str) -> str:
    """A phrase in small letters, its words parted by one blank; `EmailAddress` and `dpv:EmailAddress` are two words."""
    text = HUMP.sub(" ", phrase.rpartition(":")[2] if re.match(r"[a-z-]+:\S", phrase) else phrase).lower()
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def is_none(phrase: str) -> bool:
    """Whether a person says by it that something is no personal data."""
    return plain(phrase) in map(plain, _table()["none"])


def is_wide(phrase: str) -> bool:
    """Whether a category is so wide that it means all there is, such as `customer data`."""
    return not BROADEST.isdisjoint(keys_of(phrase))


@cache
def keys_of(phrase: str) -> frozenset[str]:
    """The keys that a category means, each standing for all below it; none where it says nothing that is known."""
    if KEY.fullmatch(phrase.strip()):
        return frozenset((phrase.strip(),))
    text = plain(phrase)
    if text in _words():
        return frozenset(_words()[text])
    found: set[str] = set()
    left = f" {text} "
    for word, keys in _words().items():
        if f" {word} " in left:
            found.update(keys)
            left = left.replace(f" {word} ", "  ")
    return frozenset(found - BROADEST if found - BROADEST else found)


def covers(keys: Collection[str], kind: str) -> bool:
    """Whether a kind is one of the keys, or lies below one."""
    return any(kind == key or kind.startswith(f"{key}.") for key in keys)
