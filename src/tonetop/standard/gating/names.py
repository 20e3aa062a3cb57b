"""How names of suppliers are compared: as they are written, and as the firm that bears them whatever its legal form."""

from __future__ import annotations

from collections.abc import Sequence

FORMS = frozenset(
    (
        *("ag", "eg", "ek", "ev", "gbr", "gmbh", "kg", "kgaa", "ohg", "se", "ug"),
        *("co", "company", "corp", "corporation", "inc", "incorporated", "limited", "llc", "llp", "lp"),
        *("ltd", "plc", "pte", "pty", "pvt", "sa", "sarl", "sas", "sl", "spa", "srl", "bv", "nv"),
        *("ab", "abp", "aps", "as", "asa", "oy", "oyj", "kft", "spzoo", "sro"),
        *("&", "and", "und"),
    )
)
"""Legal forms of companies and what stands between them, in small letters without signs."""
SIGNS = str.maketrans("", "", "./")
LETTERS = 2
"""How many letters each piece has of a form that is written in several, such as S. p. A. or sp. z o.o."""


def name_key(name: str | None) -> str:
    """A supplier's name as it is written: capitals and blanks make no other supplier."""
    return " ".join((name or "").casefold().split())


def firm_key(name: str | None) -> str:
    """A supplier's name as gates compare it: without the legal forms at its end, of which at least one word is none."""
    words = name_key(name).replace(",", " ").split()
    while pieces := _form(words):
        del words[-pieces:]
    return " ".join(words)


def _form(words: Sequence[str]) -> int:
    """Of how many pieces the legal form is that stands at the end; 0 where none does or nothing would be left."""
    for count in range(1, min(4, len(words))):
        last = [word.translate(SIGNS) for word in words[-count:]]
        if "".join(last) in FORMS and (count == 1 or all(len(piece) <= LETTERS for piece in last)):
            return count
    return 0
