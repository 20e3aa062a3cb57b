"""Conditions of gates in CEL, the Common Expression Language (cel.dev): judged when written, evaluated when asked.

What cannot be evaluated is told apart from what does not hold, so that whoever asks can fail closed on both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LONGEST = 500
"""How many characters a condition may have."""
MACROS = re.compile(r"\b(?:all|exists|exists_one|filter|map)\b")
"""Words that go through a list, wherever they stand: blanks and comments around them hide none."""
WALK = re.compile(r"\b([a-z]+)\.(all|exists)\(([a-z]),")
"""A walk through a list as it is written: which list, which macro, by which letter."""
DEEPEST = 3
"""How many times a condition may go through a list."""
STEPS = 1_000_000
"""How many steps through lists a condition may come to, some 2 seconds; the library itself knows no end."""
NESTED = 20
"""How many brackets may stand in one another: the library's parser needs stack for each, and threads have little."""
VALUES = (
    *("today", "subject", "process", "gate", "risks", "treatments", "impacts", "decisions"),
    *("passages", "incidents", "policies", "systems", "suppliers", "ids", "prohibited", "undecided"),
)
"""What a condition may speak of: maps of fields, lists of such maps, and the day as YYYY-MM-DD.

A member of a list is called by one letter: `risks.exists(r, r.status == "approved")`.
"""
FUNCTIONS = ("days_since", "days_until", "is_top", "may")
"""What a condition may call beside CEL's own functions."""
PLAIN = ("size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string")
"""The functions of CEL that a condition may call; the rest of its library is not for gates."""


class Misworded(ValueError):
    """A condition is none: the message says in a sentence what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition came to: whether it holds (None: it cannot be evaluated), and then why not.

    absent: whether it read a field that no record of this type has.
    """

    holds: bool | None
    problem: str = ""
    absent: bool = False


def judge(text: str) -> None:
    """Look at a condition before it is kept. Raises Misworded."""
    _compiled(text)


class Ground:
    """Values by name, and functions, over which conditions are evaluated; for one thread, and for one question.

    They are converted once, and only those that some condition reads, for converting costs more than evaluating.
    """

    def __init__(self, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> None:
        import cel  # noqa: PLC0415 - it loads its own terminal program, which only a gate should pay for

        self._lengths = {name: _length(value) for name, value in values.items()}
        self._found: dict[str, Outcome] = {}
        self._problem = ""
        try:
            self._context = cel.Context(variables=dict(values), functions=dict(functions))
        except Exception as error:  # noqa: BLE001 - a value that CEL knows not, of which a gate cannot tell
            self._problem = _first(error)

    def evaluate(self, text: str) -> Outcome:
        """What a condition comes to; never raises, for a gate stays shut on what it cannot tell."""
        if text not in self._found:
            self._found[text] = self._evaluated(text)
        return self._found[text]

    def _evaluated(self, text: str) -> Outcome:
        if self._problem:
            return Outcome(None, self._problem)
        try:
            program = _compiled(text)
            if self._steps(text) > STEPS:
                return Outcome(None, "it would go through too many records; make it shorter")
            found = program.execute(self._context)
        except Misworded as wrong:
            return Outcome(None, str(wrong))
        except KeyError as missing:
            return Outcome(None, f"it reads {missing.args[0]!r}, which is no field there", absent=True)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong inside, the gate stays shut and says so
            return Outcome(None, _first(error))
        if not isinstance(found, bool):
            return Outcome(None, "it comes to a value that is neither true nor false")
        return Outcome(found)

    def members(self, text: str, macro: str) -> tuple[str, ...]:
        """The ids of what a condition's walks through lists (`all` or `exists`) end at; none where it cannot be told.

        Of `all` the members that it does not hold of, of `exists` those that it holds of; walks inside others and
        inside brackets are left out.
        """
        found: dict[str, None] = {}
        for asked in _walks(text, macro):
            try:
                told = _compiled(asked).execute(self._context)
                found |= dict.fromkeys(one if isinstance(one, str) else one["id"] for one in told)
            except Exception:  # noqa: BLE001 - the verdict stands without it, and only names fewer records
                return ()
        return tuple(found)

    def _steps(self, text: str) -> int:
        """At most how many steps a condition takes, were each walk inside the one before, over lists put together."""
        longest = max((self._lengths.get(name, 0) for name in read_by(text)), default=0)
        return int(max(longest * (1 + text.count("+")), 1) ** len(MACROS.findall(text)))


def _walks(text: str, macro: str) -> list[str]:
    """For each walk of a macro that stands in no bracket, the condition that gives the members it ends at."""
    asked = []
    for match in WALK.finditer(text):
        name, kind, letter = match.groups()
        before = text[: match.start()]
        if kind != macro or before.count("(") != before.count(")"):
            continue
        depth, end = 1, match.end()
        while depth and end < len(text):
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        body = text[match.end() : end - 1].strip()
        asked.append(f"{name}.filter({letter}, {f'!({body})' if macro == 'all' else body})")
    return asked


def _length(value: Any) -> int:
    """How long the longest list is in a value: it, a field of it, or a field of a member."""
    if isinstance(value, list):
        return max((len(value), *map(_length, value)))
    return max(map(_length, value.values()), default=0) if isinstance(value, dict) else 0


def _nesting(text: str) -> int:
    """How deep the brackets of a text stand in one another."""
    depth = deepest = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest


@lru_cache(maxsize=512)
def read_by(text: str) -> tuple[str, ...]:
    """The names of the values that a condition reads, in the order of `VALUES`; none where it is no condition."""
    try:
        names = set(_compiled(text).variables())
    except Misworded:
        return ()
    return tuple(name for name in VALUES if name in names)


@lru_cache(maxsize=512)
def _compiled(text: str) -> Any:
    if len(text) > LONGEST:
        raise Misworded(f"it has {len(text)} characters; a condition has at most {LONGEST}")
    if len(MACROS.findall(text)) > DEEPEST:
        raise Misworded(f"it goes through lists more than {DEEPEST} times; make two rules of it")
    if _nesting(text) > NESTED:
        raise Misworded(f"more than {NESTED} of its brackets stand in one another")
    import cel  # noqa: PLC0415 - see above

    try:
        program = cel.compile(text)
    except Exception as error:  # noqa: BLE001 - the parser's errors have no common class of their own
        raise Misworded(f"it cannot be read: {_first(error)}") from None
    known = {*VALUES, *FUNCTIONS, *PLAIN}
    unknown = sorted(
        name
        for name in (*program.variables(), *program.functions())
        if name.isidentifier() and len(name) > 1 and name[0] != "_" and name not in known
    )
    if unknown:
        raise Misworded(f"it speaks of {unknown[0]!r}; there are {', '.join((*VALUES, *FUNCTIONS))}")
    return program


def _first(error: Exception) -> str:
    """The first sentence of an error, without what the parser drew below it."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]
