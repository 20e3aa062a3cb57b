"""Means by what they are for: four kinds of means by four uses, with what was asked and granted in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.terms.figures import exact, total
from tonetop.standard.terms.means import acceptances, by_kind, decided, short, sums
from tonetop.standard.terms.money import for_aims, spent_share
from tonetop.standard.terms.posts import current_posts, fill

KINDS = {"money": ("money",), "people": ("people", "skills"), "time": ("time",), "tools": ("tool", "compute")}
"""The four kinds of means, each with the kinds of request that the catalogue knows."""

ESTABLISH, RUN, IMPROVE, MAINTAIN = "establish", "run", "improve", "maintain"
USES = (ESTABLISH, RUN, IMPROVE, MAINTAIN)
"""The four uses. The catalogue's word operate is both of running and maintaining; see `use`."""


def family(request: Row) -> str | None:
    """The kind of means that a request is about."""
    return next((name for name, kinds in KINDS.items() if request.kind in kinds), None)


def year(request: Row) -> str:
    """The year in which a request is needed, else was asked; empty when it says neither."""
    return str(request.needed_by or request.requested_on or "")[:4]


def first_run(facts: Facts) -> dict[str, str]:
    """By kind of request, the first year for which something was granted to operate."""
    found: dict[str, str] = {}
    for row in facts.rows("ResourceRequest"):
        if row.kind and row.purpose == "operate" and decided(row) and row.granted and year(row):
            found[row.kind] = min(year(row), found.get(row.kind, year(row)))
    return found


def use(facts: Facts, request: Row) -> str | None:
    """What a request is for: establish and improve as they are; operate is to run in the first year for which the
    kind was granted to operate, and to maintain in every later one."""
    if request.purpose != "operate":
        return request.purpose or None
    began = facts.prepared(first_run).get(request.kind or "")
    return MAINTAIN if began and began < year(request) else RUN


@dataclass(frozen=True, slots=True)
class Sum:
    """Requests of one kind and currency: how many, how many undecided, what was asked and granted in all."""

    kind: str
    currency: str
    count: int
    undecided: int
    asked: Fraction
    granted: Fraction

    @property
    def share(self) -> Fraction | None:
        """granted / asked; None where no amount was asked."""
        return self.granted / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the sixteen: its requests, and their sums by kind and currency."""

    family: str
    use: str
    requests: tuple[Row, ...]
    sums: tuple[Sum, ...]


def requests(facts: Facts) -> list[Row]:
    """All resource requests, the latest needed first."""
    return sorted(
        facts.rows("ResourceRequest"),
        key=lambda row: (row.needed_by or row.requested_on or "", row.id),
        reverse=True,
    )


def chosen(facts: Facts, of: str = "") -> list[Row]:
    """The requests of one year; of: empty for those needed in the last 365 days or later, and all undecided ones."""
    if of:
        return [row for row in facts.prepared(requests) if year(row) == of]
    since = cadence.shift(facts.as_of, -365)
    return [
        row
        for row in facts.prepared(requests)
        if (row.needed_by or row.requested_on or "") > since or not decided(row)
    ]


def matrix(facts: Facts, rows: list[Row]) -> list[list[Cell]]:
    """The sixteen cells, one list a kind of means."""
    places: dict[tuple[str | None, str | None], list[Row]] = {}
    for row in rows:
        places.setdefault((family(row), use(facts, row)), []).append(row)
    return [[_cell(facts, kind, of, places.get((kind, of), [])) for of in USES] for kind in KINDS]


def years(facts: Facts) -> list[str]:
    """The years for which anything was asked, in order."""
    return sorted({year(row) for row in facts.rows("ResourceRequest")} - {""})


@dataclass(frozen=True, slots=True)
class Needs:
    """A preparation of facts: the requests that are chosen, and their matrix; of: as in `chosen`."""

    of: str = ""

    def __call__(self, facts: Facts) -> tuple[list[Row], list[list[Cell]]]:
        rows = chosen(facts, self.of)
        return rows, matrix(facts, rows)


def unplaced(rows: list[Row]) -> list[Row]:
    """Requests that name no kind or no purpose, and so stand in no cell."""
    return [row for row in rows if not row.kind or not row.purpose]


def _cell(facts: Facts, kind: str, purpose: str, rows: list[Row]) -> Cell:
    told = []
    for (of, currency), some in by_kind(rows).items():
        given, asked = sums(facts, some)
        told.append(Sum(of, currency, len(some), sum(not decided(row) for row in some), asked, given))
    return Cell(kind, purpose, tuple(rows), tuple(told))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a list tells it: what share was granted, whether that is short, and who accepted what follows.

    share: None while undecided or no amount was asked. acceptance: the reasoned decision of top about it, if any.
    """

    request: Row
    use: str | None
    share: Fraction | None
    short: bool
    acceptance: Row | None


def asked(facts: Facts, row: Row) -> Asked:
    """One request with how it was answered."""
    accepting = acceptances(facts, row)
    share = exact(row.granted or 0) / exact(row.amount) if decided(row) and row.amount else None
    return Asked(row, use(facts, row), share, short(facts, row), accepting[0] if accepting else None)


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line with the share that is spent of what was approved, and the share of its period that is over."""

    line: Row
    spent: Fraction | None
    elapsed: Fraction
    for_aims: bool


def lines(facts: Facts) -> list[Line]:
    """Budget lines, the latest period first."""
    now = Moment(facts)
    rows = sorted(
        facts.rows("BudgetLine"), key=lambda row: (cadence.period(row.period), row.id), reverse=True
    )
    return [Line(row, spent_share(row), now.elapsed(row.period), for_aims(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of the periods that run: each with its fill (None: unknown), what is needed and filled in all."""

    posts: tuple[tuple[Row, Fraction | None], ...]
    needed: Fraction
    filled: Fraction


def posts(facts: Facts) -> Posts:
    """Staff allocations of a current period, the least filled first."""
    rows = current_posts(Moment(facts))
    none = Fraction(1)
    by_fill: Callable[[tuple[Row, Fraction | None]], tuple[Fraction, str]] = lambda one: (  # noqa: E731
        none if one[1] is None else one[1],
        str(one[0].id),
    )
    told = sorted(((row, fill(row)) for row in rows), key=by_fill)
    return Posts(tuple(told), total(row.fte_required for row in rows), total(row.fte_filled for row in rows))
