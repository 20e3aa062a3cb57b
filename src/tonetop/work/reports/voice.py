"""How a report tells what it shows: in English as it is composed; other languages take their own words for it."""

from __future__ import annotations

from typing import Any


class Voice:
    """English. Days are YYYY-MM-DD in files that are kept; `Reader` tells the same in the language of who asks."""

    language = "en"

    def said(self, text: str) -> str:
        """A sentence of the rules, a title of the catalogue, or a heading of ours."""
        return text

    def form(self, text: str, **gaps: Any) -> str:
        """A sentence with gaps, `%(name)s`; what stands in them is told already."""
        return text % gaps

    def word(self, value: str | None) -> str:
        """A word of a list as it stands within a sentence."""
        return (value or "").replace("-", " ")

    def kind(self, type: str) -> str:
        """The name of a register."""
        return type

    def day(self, value: str | None) -> str:
        """A day; an empty text for none."""
        return value or ""

    def month(self, day: str) -> str:
        """The month of a day, short."""
        return day[:7]

    def number(self, value: float) -> str:
        """A number, thousands apart."""
        return f"{value:,}".removesuffix(".0").replace(",", " ")


ENGLISH = Voice()
