"""PF-4 and PF-6: the AIMS lacks money or people, or is left to the technicians."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from tonetop.core.assess import Node, Signals
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.core.series import Groups
from tonetop.core.together import Together
from tonetop.standard.checks.rule import holding, pitfall, share_said
from tonetop.standard.terms.figures import amount, exact, percent, total
from tonetop.standard.terms.forum import Attended, steering
from tonetop.standard.terms.means import (
    accepted,
    by_kind,
    due_requests,
    overdue_actions,
    short,
    sums,
    undecided_late,
    unfinished,
)
from tonetop.standard.terms.meetings import attending
from tonetop.standard.terms.people import roles_in_force, valid_person
from tonetop.standard.terms.posts import fill, vacancies, worst_post
from tonetop.standard.terms.systems import gates_in_force, live_systems


def _cut(now: Moment) -> Node:
    """PF-4 A: far less money or people was granted than asked, and a short request is not accepted."""
    least = exact(now.parameter("grant_ratio_partial"))
    found, said = [], []
    for (kind, currency), rows in by_kind(due_requests(now).where(has("decided_on"))).items():
        given, asked = sums(now.facts, rows)
        if kind not in ("money", "people") or not asked or given / asked >= least:
            continue
        bare = [row for row in rows if short(now.facts, row) and not accepted(now.facts, row)]
        if bare:
            found.extend(bare)
            said.append(f"{kind}{' ' if currency else ''}{currency}: {amount(given)} of {amount(asked)}")
    return Node(bool(found), f"Granted of what was asked, and accepted by nobody: {'; '.join(said)}", found)


def _unfilled(now: Moment) -> Node:
    """PF-4 B: a post is filled too little, or a role that needs a holder stands vacant, as in LD-3.4."""
    worst, vacant = worst_post(now), vacancies(now)
    share = fill(worst) if worst is not None else None
    low = share is not None and share < exact(now.parameter("fill_partial"))
    said = [f"{role} was last held on {day}" for role, day, _ in vacant]
    if low and worst is not None and share is not None:
        said.insert(0, f"{worst.role} is filled to {percent(share)}")
    records = [worst, *(row for *_, row in vacant)] if low else [row for *_, row in vacant]
    return Node(low or bool(vacant), f"Posts of the AIMS: {'; '.join(said)}", records)


def approved_by_year(facts: Facts) -> dict[str, list[Row]]:
    """Budget lines with approved money by the calendar year of their period."""
    found: dict[str, list[Row]] = {}
    for row in sorted(facts.rows("BudgetLine"), key=lambda row: str(row.id)):
        if row.approved:
            found.setdefault(row.period[:4], []).append(row)
    return found


def _live_a_year_ago(now: Moment) -> int:
    """How many of the systems were live 365 days before the day, as they were recorded for that day."""
    return sum(_was_live(now, now.facts, row) for row in now.rows("AISystem"))


def _was_live(now: Moment, facts: Facts, system: Row) -> bool:
    versions = facts.versions(system)
    then = [row for row in versions if not row.effective_on or now.older(row.effective_on, 364)]
    if not then:
        return False
    row = then[-1]
    begun = now.older(row.go_live_on, 364) if row.go_live_on else row.state == "live"
    gone = now.older(row.retired_on, 364) if row.retired_on else row.state == "retired"
    return begun and not gone


def _less_for_more(now: Moment) -> Node:
    """PF-4 D: the year's money fell by more than a fifth while more systems are live."""
    year = now.year()
    lines = now.facts.prepared(approved_by_year)
    these, those = lines.get(year, []), lines.get(f"{int(year) - 1:04d}", [])
    current, past = total(row.approved for row in these), total(row.approved for row in those)
    if not past or (past - current) / past <= Fraction(1, 5):
        return Node(False, f"The money approved for {year} did not fall by more than a fifth")
    live, before = live_systems(now), _live_a_year_ago(now)
    money = f"Approved for {year}: {amount(current)} after {amount(past)}"
    said = f"{money}; live AI systems: {len(live)} after {before}"
    return Node(len(live) > before, said, [*these, *those, *live])


@pitfall("PF-4")
def starved(now: Moment) -> Signals:
    late, stuck = overdue_actions(now).where(has("cause", "resources")), undecided_late(now)
    held = holding(
        A=_cut(now),
        B=_unfilled(now),
        C=Node(len(late) >= 3, f"Actions overdue for want of resources: {len(late)}", late),
        D=_less_for_more(now),
        E=Node(bool(stuck), f"Requests undecided past the day they were needed: {len(stuck)}", stuck),
    )
    return Signals(held, "A" in held or "B" in held or len(held.keys() & {"C", "D", "E"}) >= 2)


def _apart(person: Row) -> Sequence[str]:
    if person.unit_kind not in ("it", "data"):
        return ()
    return ("leaving",) if person.valid_to else ("staying",)


technical = Groups("Person", _apart, None)
"""Persons of a unit of IT or data, as of the facts' day, apart by whether it is said when they leave."""


def _staying(facts: Facts) -> frozenset[str]:
    return frozenset(row.id for row in facts.part(technical, "staying") or ())


def experts(now: Moment) -> frozenset[str]:
    """Ids of the valid persons of a unit of IT or data."""
    leaving = now.facts.part(technical, "leaving") or ()
    return now.facts.prepared(_staying).union(row.id for row in leaving if valid_person(now, row))


def _open(action: Row) -> Sequence[str]:
    return ("open",) if action.status not in ("closed", "cancelled") else ()


open_actions = Groups("Action", _open)
"""Actions that are neither closed nor cancelled, in order of id."""


def finished(facts: Facts, action: Row) -> bool:
    """Whether an action is closed or cancelled; a predicate."""
    return not unfinished(facts, action)


def _with_technicians(now: Moment) -> Node:
    """PF-6 A: most roles, gates and actions together are with persons of IT or data."""
    people, roles, gates = experts(now), roles_in_force(now), gates_in_force(now)
    open_ones = now.facts.part(open_actions, "open") or []
    actions = Together(now.window("Action", field="due").where(finished), open_ones)
    whole = len(roles) + len(gates) + len(actions)
    own = [row for row in roles if row.person in people]
    own += [row for rows in (gates, actions) for row in rows if row.owner in people]
    said = share_said(len(own), whole, "roles, gates and actions are with persons of IT or data")
    return Node(bool(whole) and Fraction(len(own), whole) > exact(now.parameter("it_share_warn")), said, own)


def _one_sided(now: Moment) -> Node:
    """PF-6 B: legal or business is away from more than half of the steering meetings."""
    held = steering(now)
    there = {side: len(held.where(Attended((side,)))) for side in ("legal", "business")}
    told = ", ".join(f"{side} attended {count}" for side, count in there.items())
    away = any((len(held) - count) / len(held) > 0.5 for count in there.values()) if len(held) else False
    said = f"Of {len(held)} steering meetings in 365 days {told}"
    return Node(away, said, lambda: chain(held, (row for one in held for row in attending(now.facts, one))))


def _ungated(now: Moment) -> Node:
    """PF-6 C: processes stand, and no gate is in force in any of procurement or people."""
    processes = now.facts.index("BusinessProcess")
    business = {ident for ident, row in processes.items() if row.kind in ("procurement", "hr")}
    gates = [row for row in gates_in_force(now) if row.process in business]
    said = f"Gates in force in procurement and people processes: {len(gates)}"
    return Node(bool(processes) and not gates, said, list(processes.values()))


def proven_entries(facts: Facts) -> list[Row]:
    """SoA entries with evidence."""
    return [row for row in facts.rows("SoAEntry") if row.evidence_refs]


def _technical_proof(now: Moment) -> Node:
    """PF-6 D: nearly all SoA entries with evidence are controls of resources, life cycle and data."""
    entries = now.facts.prepared(proven_entries)
    inner = [row for row in entries if row.control.split(".")[:2] in (["A", "4"], ["A", "6"], ["A", "7"])]
    said = share_said(len(inner), len(entries), "SoA entries with evidence are of A.4, A.6 or A.7")
    return Node(len(entries) >= 5 and len(inner) / len(entries) > 0.8, said, lambda: _with_proof(now, inner))


def _with_proof(now: Moment, entries: Iterable[Row]) -> Iterator[Row]:
    """SoA entries with their evidence."""
    for row in entries:
        proofs = (now.get("Evidence", ident) for ident in row.evidence_refs)
        yield row
        yield from (proof for proof in proofs if proof is not None)


def _technical_money(now: Moment) -> Node:
    """PF-6 E: all budget lines of the current periods stand at cost centres of IT or data."""
    lines = [row for row in now.rows("BudgetLine") if now.current(row.period)]
    inner = [row for row in lines if row.cost_centre_kind in ("it", "data")]
    said = share_said(len(inner), len(lines), "current budget lines stand at cost centres of IT or data")
    return Node(bool(lines) and len(inner) == len(lines), said, inner)


@pitfall("PF-6")
def technicians(now: Moment) -> Signals:
    held = holding(
        A=_with_technicians(now),
        B=_one_sided(now),
        C=_ungated(now),
        D=_technical_proof(now),
        E=_technical_money(now),
    )
    if now.facts.organisation.get("business") == "software":
        held.pop("A", None)
    return Signals(held, len(held) >= (2 if "A" in held else 3))
