"""Draw a sample for an audit from a population that is frozen, so that anybody can draw it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tonetop.core import cadence, sampling
from tonetop.core.facts import Row
from tonetop.core.sampling import Population
from tonetop.records import clock, facts, intake, write
from tonetop.records.facts import DataFolder
from tonetop.records.intake import Refused
from tonetop.records.listing import filters
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

BY = "by "
"""What the part of a condition begins with that names the field by which the population is divided."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a population is taken from: a register as of a day and as known on another, some of it, divided or not.

    where: the words that fields must hold. by: the field whose words divide the population into strata.
    """

    register: str
    as_of: str
    known_on: str
    where: Mapping[str, str] = field(default_factory=dict)
    by: str = ""

    @property
    def condition(self) -> str:
        """How the record of the sample tells `where` and `by`."""
        parts = [f"{name}={word}" for name, word in sorted(self.where.items())]
        return "; ".join([*parts, *([f"{BY}{self.by}"] if self.by else [])])


@dataclass(frozen=True, slots=True)
class Again:
    """A sample drawn once more: the population found, what is drawn from it, and whether both are as recorded."""

    population: Population
    drawn: tuple[str, ...]
    same_population: bool
    same_sample: bool


def frame(register: str, as_of: str, known_on: str, condition: str = "") -> Frame:
    """Judge what a population is taken from. Raises Refused for what no register, field or day is."""
    if register not in registers():
        raise Refused(f"{register or 'nothing'} is no register; choose one to draw from")
    for day in (as_of, known_on):
        if not cadence.is_day(day):
            raise Refused(f"{day!r} is no day; write YYYY-MM-DD")
        if day > clock.today():
            raise Refused(f"{day} is yet to come; a population is frozen on a day that was")
    known = {name: words for name, _, words in filters(registers()[register])}
    where, by = {}, ""
    for part in filter(None, map(str.strip, condition.split(";"))):
        name, _, word = part.removeprefix(BY).partition("=")
        if name not in known or (word and word not in known[name]):
            raise Refused(f"{register} is not told apart by {part!r}; {_offer(known)}")
        if word:
            where[name] = word
        else:
            by = name
    return Frame(register, as_of, known_on, where, by)


def _offer(known: Mapping[str, tuple[str, ...]]) -> str:
    return f"choose {', '.join(known)}" if known else "it has no field of fixed words"


def strata(of: Frame, until: int | None = None) -> dict[str, list[str]]:
    """The ids of a population by the word of the field that divides it; by "" where nothing divides it.

    until: the last ledger event whose records are known (None: all).
    """
    found: dict[str, list[str]] = {}
    for row in facts.taken(of.as_of, of.known_on, DataFolder(until)).rows(of.register):
        if all(_word(row, name) == word for name, word in of.where.items()):
            found.setdefault(_word(row, of.by) or "none" if of.by else "", []).append(row.id)
    return found


def _word(row: Row, name: str) -> str:
    value = getattr(row, name)
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else value or ""


def population(parts: Mapping[str, list[str]]) -> Population:
    """All strata together as the population that is hashed. Raises Refused for an id that cannot stand in a line."""
    try:
        return sampling.population(ident for some in parts.values() for ident in some)
    except ValueError as fault:
        raise Refused(str(fault)) from None


def drawn(parts: Mapping[str, list[str]], seed: str, size: int) -> tuple[str, ...]:
    """The records drawn, stratum by stratum in the order of their words."""
    by_word = sampling.draw_by(parts, seed, size)
    return tuple(ident for _, some in sorted(by_word.items()) for ident in some)


def draw_sample(  # noqa: PLR0913 - what makes a draw reproducible, and why it is as large
    account: Account, audit: str, of: Frame, *, seed: str, size: int, justification: str
) -> Record:
    """Freeze the population, draw from it and record both; every draw is on record, so that none is made in secret.

    Raises Forbidden, and Refused where seed, reason or size are missing or the population is too small.
    """
    by = writer(account, "AuditSample")
    seed, justification = seed.strip(), justification.strip()
    if not seed:
        raise Refused("a draw needs a seed: any word or number, so that the draw can be made again")
    if not justification:
        raise Refused("say why so many: a sample without a reason convinces nobody")
    with transaction.atomic():
        parts = strata(of)
        whole = population(parts)
        if not 0 < size <= whole.size:
            raise Refused(f"a sample of {size} cannot be drawn from {whole.size}; choose 1 to {whole.size}")
        plain: dict[str, Any] = {
            "id": next_ref("AuditSample"),
            "audit": audit,
            "register": of.register,
            "frozen_as_of": of.as_of,
            "frozen_known_on": of.known_on,
            "condition": of.condition,
            "population": whole.size,
            "sha256": whole.sha256,
            "seed": seed,
            "size": size,
            "justification": justification,
            "drawn": list(drawn(parts, seed, size)),
            "drawn_by": account.person,
            "drawn_on": clock.today(),
        }
        made = write.save(intake.take("AuditSample", plain), by, after=0)
    if made is None:
        raise Refused("the sample was drawn already")
    return made


def draw_again(sample: Any) -> Again:
    """Draw a recorded sample once more, from what the ledger held before it was first drawn.

    sample: its row of facts or its record. Raises Refused when it does not say what it was drawn from.
    """
    if not (sample.register and sample.frozen_as_of and sample.frozen_known_on and sample.seed):
        raise Refused("the sample does not say from which register, which days or by which seed it was drawn")
    ref = getattr(sample, "ref", None) or sample.id
    first = registers()["AuditSample"].objects.filter(ref=ref).order_by("revision").first()
    of = frame(sample.register, sample.frozen_as_of, sample.frozen_known_on, sample.condition or "")
    parts = strata(of, first.seq - 1 if first else None)
    whole = population(parts)
    found = drawn(parts, sample.seed, int(sample.size or 0))
    same = (whole.sha256, whole.size) == (sample.sha256, sample.population)
    return Again(whole, found, same, found == tuple(sample.drawn or ()))
