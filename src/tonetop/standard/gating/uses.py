"""Uses of AI systems: which are among the prohibited practices by their words, and of which a person has yet to say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard import plain_yaml
from tonetop.standard.gating import word
from tonetop.standard.gating.rank import WAIVER, authority, run, top
from tonetop.standard.terms.people import unit_kind_on

WORD = re.compile(r"[^\W_]+")
"""A word of a use; what stands between words, and how they are capitalised, keeps no use from its rule."""

CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
"""Where one word ends and another begins without a blank."""

LEGAL = "legal"
"""The kind of unit whose people say of a use whether the law prohibits it."""

judgements = Groups("UseJudgement", "system")
"""Judgements of uses by their AI system, in order of id."""


def use_key(use: str | None) -> str:
    """A use as it is compared: its words in small letters, a hyphen between them."""
    return "-".join(WORD.findall((use or "").casefold()))


@cache
def practices() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The prohibited practices, each with the beginnings of words by which a use is known to be it."""
    text = resources.files(__package__).joinpath("practices.yaml").read_bytes()
    told: Any = plain_yaml.read(text)
    return {name: tuple(tuple(line.split()) for line in lines) for name, lines in told.items()}


def practice_of(use: str) -> str:
    """The prohibited practice that a use is by its words, in whatever order and form; empty where none is known.

    What is written without blanks (`SocialScoring`) counts as its words.
    """
    words = use_key(CAMEL.sub(" ", use)).split("-")
    return next((name for name, lines in practices().items() if any(_is(words, line) for line in lines)), "")


def _is(words: Sequence[str], beginnings: Sequence[str]) -> bool:
    joined = "".join(beginnings)
    apart = all(any(one.startswith(begins) for one in words) for begins in beginnings)
    return apart or any(one.startswith(joined) for one in words)


def prohibited(facts: Facts, systems: Sequence[Row]) -> list[str]:
    """The uses of AI systems that are prohibited: by their words, or because somebody said so; see `_is_lifted`."""
    return [use for _, use in found_prohibited(facts, systems)]


def found_prohibited(facts: Facts, systems: Sequence[Row]) -> list[tuple[str, str]]:
    """The prohibited uses, each with the id of its AI system."""
    return [(row.id, use) for row, use in _uses(systems) if _prohibited(facts, row, use)]


def undecided(facts: Facts, systems: Sequence[Row]) -> list[tuple[str, str]]:
    """The uses, each with the id of its AI system, of which nobody who may but the owner said that the law allows them.

    Who may waive gates may, and whoever is of a legal unit by an entry that was not their own.
    """
    return [
        (row.id, use)
        for row, use in _uses(systems)
        if not _prohibited(facts, row, use)
        and not any(
            _allows(facts, row, one) and _may_judge(facts, one.judged_by, one.judged_on)
            for one in _said(facts, row, use)
        )
    ]


def _uses(systems: Sequence[Row]) -> list[tuple[Row, str]]:
    return [(row, use) for row in systems for use in row.uses or ()]


def _prohibited(facts: Facts, system: Row, use: str) -> bool:
    said = _said(facts, system, use)
    findings = [one for one in said if one.prohibited]
    if not findings and not practice_of(use):
        return False
    since = max((max(one.judged_on or "", one.recorded_on or "") for one in findings), default="")
    return not any(_is_lifted(facts, system, one, since) for one in said)


def _is_lifted(facts: Facts, system: Row, said: Row, since: str) -> bool:
    """Whether top management says in its own word, later than any finding, that the law allows a use."""
    ranked = top(facts, said.judged_by, said.judged_on)
    return ranked and _allows(facts, system, said) and said.judged_on > since


def _said(facts: Facts, system: Row, use: str) -> list[Row]:
    rows = facts.part(judgements, system.id) or ()
    return [row for row in rows if use_key(row.use) == use_key(use)]


def _allows(facts: Facts, system: Row, said: Row) -> bool:
    dated = bool(said.judged_on) and said.judged_on <= facts.as_of
    other = said.judged_by not in word.ever(facts, system, "owner")
    return dated and said.prohibited is False and other and word.given(facts, said)


def _may_judge(facts: Facts, person: str, day: str) -> bool:
    if authority(facts, person, day, WAIVER):
        return True
    row = facts.get("Person", person)
    if row is None or unit_kind_on(facts, person, day) != LEGAL:
        return False
    said = run(facts, row, day, lambda version: version.unit_kind == LEGAL)
    return bool(said) and said[-1].entered_by != person
