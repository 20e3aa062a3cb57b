"""What belongs under input d of a management review: the trends of nonconformities, measurements and audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard.review import (
    NOBODY,
    NOTHING,
    Found,
    Gatherer,
    Point,
    Trend,
    after,
    checked,
    table,
    tells_of,
    text,
)
from tonetop.standard.terms.closing import closed
from tonetop.standard.terms.findings import nonconformity
from tonetop.standard.terms.indicators import measured

PERIODS = 6
"""How many periods a trend shows at most; three are asked where history allows."""
RECENT_DAYS = 100
"""How old the last period of the trend of nonconformities may be."""


def performance_nonconformities(facts: Facts, since: str, note: str) -> Found:
    """d1: nonconformities by quarter, and those that are open or were raised or closed since."""
    rows = [row for row in facts.rows("Finding") if nonconformity(facts, row)]
    told = [row for row in rows if not closed(facts, row) or _moved(row, since, facts.as_of)]
    told.sort(key=lambda row: (closed(facts, row), row.due or cadence.LAST, row.id))
    columns = [
        ("name", "Nonconformity"),
        ("text", "Clause"),
        ("word", "Grade"),
        ("day", "Raised on"),
        ("day", "Due"),
    ]
    columns += [("day", "Closed"), ("word", "Effective?"), ("text", "Repeat of")]
    lines = (
        (row, [row.statement, row.clause, row.grade, row.raised_on, row.due, row.closed_on, row.effective]
         + [row.repeat_of], _owing(facts, row))
        for row in told
    )  # fmt: skip
    return Found(
        (table("Open, or raised or closed since the last review", columns, lines),),
        tuple(_by_quarter(facts, rows)),
        *_recent(facts, rows, note),
    )


def _moved(row: Row, since: str, day: str) -> bool:
    return after(row.raised_on, since, day) or after(row.closed_on, since, day)


def _owing(facts: Facts, row: Row) -> str:
    if closed(facts, row):
        return ""
    return "late" if row.due and row.due < facts.as_of else "open"


def _recent(facts: Facts, rows: list[Row], note: str) -> tuple[tuple[str, ...], str]:
    """Whether the last quarter in which anybody looked is recent enough: an audit that finds nothing is a look."""
    days = [day for row in rows for day in (row.raised_on, row.closed_on, row.verified_on) if day]
    days += [row.performed_on for row in facts.rows("InternalAudit") if row.performed_on]
    last = max((day for day in days if day <= facts.as_of), default="")
    if checked(note):
        return (), NOTHING
    if not last:
        return (NOBODY,), ""
    ended = min(cadence.period(quarter(last))[1], facts.as_of)
    age = cadence.between(facts.as_of, ended)
    said = f"The last period, {quarter(last)}, ended {age} days ago; {RECENT_DAYS} are allowed"
    return ((said,) if age > RECENT_DAYS else ()), said


def quarter(day: str) -> str:
    """The quarter of a day, as periods are written."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def _by_quarter(facts: Facts, rows: list[Row]) -> Iterator[Trend]:
    days = [row.raised_on for row in rows if row.raised_on]
    if not days:
        return
    periods, at = [quarter(facts.as_of)], quarter(facts.as_of)
    while len(periods) < PERIODS and at > quarter(min(days)):
        at = cadence.quarter_before(at) or ""
        periods.insert(0, at)
    opened = Counter(quarter(row.raised_on) for row in rows if row.raised_on)
    shut = Counter(quarter(row.closed_on) for row in rows if row.closed_on)
    again = Counter(quarter(row.raised_on) for row in rows if row.raised_on and row.repeat_of)
    late = {period: _late(rows, min(cadence.period(period)[1], facts.as_of)) for period in periods}
    for name, found in (
        ("Newly raised", opened),
        ("Closed", shut),
        ("Overdue at its end", late),
        ("Repeats", again),
    ):
        yield Trend(name, "", tuple(Point(period, str(found.get(period, 0))) for period in periods))


def _late(rows: list[Row], day: str) -> int:
    return sum(
        bool(row.due) and row.due < day and not (row.closed_on and row.closed_on <= day) for row in rows
    )


def performance_measurements(facts: Facts, since: str, note: str) -> Found:
    """d2: each active objective with its measurements against the target."""
    objectives = [row for row in facts.rows("AIObjective") if row.status in ("active", None)]
    lines, trends, lacks = [], [], []
    for row in sorted(objectives, key=lambda row: row.id):
        figures = measured(facts, row.id)[-PERIODS:]
        last = figures[-1] if figures else None
        points = tuple(Point(m.period or m.measured_on, text(m.value), m.status or "") for m in figures)
        trends.append(Trend(row.title or row.id, text(row.target), points))
        fresh = last is not None and last.measured_on > since
        if not fresh and not checked(note) and not tells_of(note, row.id, row.title):
            lacks.append(
                f"{row.title or row.id} was not measured since the last review, and no reason is given"
            )
        value = [text(last.value), last.measured_on, last.status] if last else [None] * 3
        sign = "late" if last is not None and last.status == "red" else "" if fresh else "open"
        lines.append((row, [row.title, row.target, *value, row.owner], sign))
    if not objectives and not checked(note):
        lacks.append("no objective is active, and nobody has said why")
    columns = [("name", "Objective"), ("text", "Target"), ("text", "Last value"), ("day", "Measured")]
    columns += [("word", "Status"), ("person", "Owner")]
    said = f"All {len(objectives)} active objectives are measured or spoken of" if objectives else NOTHING
    if len(objectives) == 1:
        said = "The one active objective is measured or spoken of"
    return Found((table("Against the target", columns, lines),), tuple(trends), tuple(lacks), said)


def performance_audits(facts: Facts, since: str, note: str) -> Found:
    """d3: every audit since the last review, planned ones that were not performed, and findings by clause."""
    audits = [*_audits(facts, since)]
    inside = {(row.type, row.id) for row, _, _ in audits}
    raised = [
        row
        for row in facts.rows("Finding")
        if ("InternalAudit", row.audit) in inside or ("ExternalAudit", row.external_audit) in inside
    ]
    raised.sort(key=lambda row: (row.clause or "", row.id))
    found = (
        (row, [row.statement, row.clause, row.grade, row.due, row.closed_on], _owing(facts, row))
        for row in raised
    )
    columns = [
        ("name", "Audit"),
        ("day", "Held on"),
        ("text", "Clauses"),
        ("day", "Reported"),
        ("text", "Findings"),
    ]
    of = [("name", "Finding"), ("text", "Clause"), ("word", "Grade"), ("day", "Due"), ("day", "Closed")]
    lacks = [f"{cells[0]} was not performed and reported yet" for _, cells, sign in audits if sign]
    lacks = [said for said in lacks if not tells_of(note, said.partition(" was ")[0])]
    if not audits and not checked(note):
        lacks = ["no audit was held since the last review, and nobody has said why"]
    said = f"All {len(audits)} audits since the last review are here" if audits else NOTHING
    if len(audits) == 1:
        said = "The one audit since the last review is here"
    return Found(
        (table("Audits", columns, audits), table("Findings by clause", of, found)), (), tuple(lacks), said
    )


def _audits(facts: Facts, since: str) -> Iterator[tuple[Row, list[str | None], str]]:
    grades = Counter((row.audit or row.external_audit, row.grade) for row in facts.rows("Finding"))

    def told(row: Row) -> str:
        return ", ".join(f"{n} {word}" for word in ("major", "minor", "ofi") if (n := grades[row.id, word]))

    for row in facts.rows("InternalAudit"):
        if (
            after(row.performed_on, since, facts.as_of)
            or not row.performed_on
            and after(row.planned_on, since, facts.as_of)
        ):
            sign = "" if row.performed_on and row.reported_on else "open"
            name = row.title or f"Internal audit {row.id}"
            yield row, [name, row.performed_on, text(row.clauses), row.reported_on, told(row)], sign
    for row in facts.rows("ExternalAudit"):
        if after(row.held_on or row.planned_on, since, facts.as_of):
            name = " ".join(filter(None, (row.kind or "External audit", row.body)))
            yield (
                row,
                [name, row.held_on, text(row.clauses), row.ended_on, told(row)],
                "" if row.held_on else "open",
            )


GATHERED: dict[str, Gatherer] = {
    "performance_nonconformities": performance_nonconformities,
    "performance_measurements": performance_measurements,
    "performance_audits": performance_audits,
}
"""The gatherers of 9.3.2 d1 to d3 by the catalogue's keys."""
