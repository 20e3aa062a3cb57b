"""Requirements of other frameworks with what backs them here: by the crosswalk ISO/IEC 42001, and own evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from tonetop.core import cadence
from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS
from tonetop.core.facts import Facts, Row
from tonetop.standard.assessment import Assessment
from tonetop.standard.framework import Asked, Framework, expanded, shipped
from tonetop.standard.maps.centre import Line, lines, state

MONTHS = 12
"""For how long evidence that names a requirement of another framework is in date."""
ORDER = (FAIL, NO_DATA, PARTIAL, PASS)


def known(facts: Facts) -> dict[str, Framework]:
    """Every framework by its key: those that ship, then those on record on the facts' day."""
    rows: dict[str, list[Row]] = {}
    for row in facts.rows("FrameworkRequirement"):
        if row.framework and row.number:
            rows.setdefault(row.framework, []).append(row)
    own = {
        name: Framework(name, name, "", "", tuple(map(_asked, some))) for name, some in sorted(rows.items())
    }
    return {**shipped(), **own}


def _asked(row: Row) -> Asked:
    title, status = row.title or row.number, row.status or "active"
    return Asked(row.number, title, row.part or "", row.statement or "", tuple(row.backed_by or ()), status)


def backed(found: Assessment, framework: Framework) -> tuple[Line, ...]:
    """The requirements of a framework as lines of the centre; those that were withdrawn are left out."""
    here = {line.id: line for line in lines(found)}
    evidence = _named(found.facts, framework)
    return tuple(
        _line(found.as_of, framework, asked, here, evidence.get(asked.number, ()))
        for asked in framework.requirements
        if asked.status != "withdrawn"
    )


def is_named(facts: Facts, text: str) -> bool:
    """Whether a text names a requirement of another framework, as `key number`."""
    wanted = _plainly(text)
    return any(
        wanted == _plainly(f"{one.key} {asked.number}")
        for one in known(facts).values()
        for asked in one.requirements
    )


def _plainly(text: str) -> str:
    return " ".join(text.split()).casefold()


def _named(facts: Facts, framework: Framework) -> dict[str, list[Row]]:
    """Evidence by the number of this framework that it names as `key number`, such as `gdpr 30`."""
    wanted = {_plainly(f"{framework.key} {asked.number}"): asked.number for asked in framework.requirements}
    found: dict[str, list[Row]] = {}
    for row in facts.rows("Evidence"):
        for name in row.requirements or ():
            number = wanted.get(_plainly(name))
            if number is not None:
                found.setdefault(number, []).append(row)
    return found


def _line(
    as_of: str, framework: Framework, asked: Asked, here: Mapping[str, Line], evidence: Sequence[Row]
) -> Line:
    ids = expanded(asked.backed_by)
    by = [here[id] for id in ids if id in here and here[id].result != NOT_APPLICABLE]
    days = sorted(row.occurred_on for row in evidence if row.occurred_on)
    own_until = cadence.months_on(days[-1], MONTHS) if days else ""
    results = [line.result for line in by] + ([PASS if own_until > as_of else FAIL] if evidence else [])
    result = together(results)
    lapses = min(filter(None, (*(line.lapses for line in by), own_until)), default="")
    newest = max((*(line.newest for line in by), *days), default="")
    owner = next((line for line in by if line.owner), by[0] if by else None)
    stands = state(result, lapses, as_of)
    count = sum(line.evidence for line in by) + len(evidence)
    about = (
        asked.number,
        asked.title,
        asked.part or framework.key,
        stands,
        result,
        _why(asked, by, evidence),
    )
    who = (owner.owner, owner.role) if owner is not None else ("", "")
    return Line(*about, *who, count, newest, lapses, _act(framework, asked, by))


def together(results: Collection[str]) -> str:
    """What backs a requirement in several ways: wholly when all of it is, not when nothing is, else partly."""
    if not results or set(results) == {NO_DATA}:
        return NO_DATA
    if set(results) == {PASS}:
        return PASS
    return PARTIAL if PASS in results or PARTIAL in results else FAIL


def _why(asked: Asked, by: Iterable[Line], evidence: Sequence[Row]) -> str:
    named = ", ".join(line.id for line in by)
    if not named:
        return f"{len(evidence)} pieces of evidence name it" if evidence else "Nothing recorded here backs it"
    return f"By what backs {named}"


def _act(framework: Framework, asked: Asked, by: Sequence[Line]) -> str:
    """What the weakest of what backs it asks for; where nothing does, evidence that names it."""
    if not by:
        return f"Enter evidence that names {framework.key} {asked.number}"
    weakest = min(by, key=lambda line: (ORDER.index(line.result), line.lapses or "9999"))
    return f"{weakest.id}: {weakest.next_act}" if weakest.next_act else ""
