"""The words of a column's or table's name, however it is written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "œ": "oe"})


@lru_cache(maxsize=4096)
def words_of(name: str) -> str:
    """`dateOfBirth`, `DATE_OF_BIRTH` and `Date de naissance` as lower words without accents, one space between."""
    folded = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(_PARTS.findall(folded)).lower()
