"""Words as the index keeps them: folded, cut to a light stem, and in pairs; with the ranges at which they stand.

The stem is light: endings that English gives to one word are taken off, and some of German, so that "approved" and
"approval of budgets" meet "approve a budget". It need not be a word, only the same for question and passage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SHORT = 4  # letters: a shorter word is its own stem
ENDINGS = (
    *(("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"), ("iveness", "ive")),
    *(("schaften", "schaft"), ("tionen", "tion"), ("heiten", "heit"), ("keiten", "keit"), ("ungen", "ung")),
    *(("ations", "ate"), ("ation", "ate"), ("ments", "ment"), ("ingly", ""), ("edly", ""), ("ities", "ity")),
    *(
        ("ies", "y"),
        ("ings", ""),
        ("ing", ""),
        ("ions", "ion"),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
        ("ly", ""),
    ),
)
NO_PLURAL = ("ss", "us", "is")
ENGLISH = """
a about above after all also although am among an and any are as at be because been before being below
between both but by can could did do does doing down during each either else for from further had has have
having he her here hers him his how i if in into is it its just may me might more most must my neither no
nor not of off on once only or other our out over own per shall she should since so some such than that the
their them then there these they this those through to too under until up upon us very was we were what when
where whether which while who whom whose why will with within without would you your
"""
GERMAN = """
aber als am auch auf aus bei bis da das dass dem den der des dies diese dieser dieses doch du durch ein eine einem einen
einer eines er es euch für gegen habe haben hatte ich ihm ihn ihr ihre im ist ja kann kein keine können mit muss müssen
nach nicht noch nun nur ob oder ohne sehr sein seine sich sie sind soll sollen sowie über um und uns unser unter vom von
vor wann warum was wegen weil weiter welche welcher welches wenn werden wer wie wird wir wo wurde wurden zu zum zur
zwischen
"""  # without what is a word of its own in English
STOP = frozenset((ENGLISH + GERMAN).split())


class Term(NamedTuple):
    """A word that bears meaning: its stem and where it stands."""

    stem: str
    start: int
    end: int


def stem(word: str) -> str:
    """The light stem of a word: small letters, without accents and endings."""
    word = word.casefold()
    if not (word.isascii() and word.isalnum()):
        word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isalnum())
    if len(word) < SHORT:
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORT - 1:
            if ending != "s" or not word.endswith(NO_PLURAL):
                word = word[: -len(ending)] + instead
            break
    if len(word) > SHORT and word.endswith("e"):
        word = word[:-1]
    doubled = len(word) > SHORT and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if doubled else word


@lru_cache(maxsize=200_000)
def borne(word: str) -> str:
    """The stem of a word that says something by itself; nothing for another."""
    return "" if word.casefold() in STOP else stem(word)


def terms(text: str) -> list[Term]:
    """The words of a text that bear meaning, in order."""
    found = ((borne(match[0]), *match.span()) for match in WORD.finditer(text))
    return [Term(*term) for term in found if term[0]]


def stems(text: str) -> list[str]:
    """Their stems alone."""
    return [stem for stem in map(borne, WORD.findall(text)) if stem]


def pairs(words: Sequence[str]) -> list[str]:
    """Each two neighbours as one: "ai policy" -> "ai_policy"."""
    return [f"{first}_{second}" for first, second in pairwise(words)]
