"""The four answers a chief executive asks for: championed, integrated, resourced, aligned; each a number and an act."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.assess import Result
from tonetop.core.facts import Facts
from tonetop.core.moment import Moment
from tonetop.standard import acts
from tonetop.standard.checks.objectives import traced
from tonetop.standard.terms.means import by_kind, due_requests, sums
from tonetop.standard.terms.passages import stuck_systems
from tonetop.standard.terms.strategy import active_objectives, current_policy
from tonetop.standard.terms.systems import new_systems


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four: the question, its number, what the number counts, the next act and the check behind it."""

    question: str
    number: str
    said: str
    act: str
    check: str


def answers(facts: Facts, results: dict[str, Result]) -> list[Answer]:
    """The four answers as of the facts' day; a number with nothing behind it is a dash."""
    now = Moment(facts)
    return [
        _championed(facts, results),
        _integrated(now, results),
        _resourced(now, results),
        _aligned(now, results),
    ]


def _act(results: dict[str, Result], *checks: str) -> tuple[str, str]:
    """The first act that would change one of these checks, and the check."""
    for check in checks:
        act = results[check].next_act
        if act:
            return act, check
    return "", checks[0]


def _championed(facts: Facts, results: dict[str, Result]) -> Answer:
    done = [act for act in acts.last_days(facts) if act.mode == acts.IN_PERSON]
    gap = acts.longest_gap(facts)
    due = acts.next_due(facts)
    said = "by top managers in person in 365 days"
    said += f", longest silence {gap} days" if gap is not None else ""
    act = (
        f"{due.kind.replace('-', ' ').capitalize()} "
        f"{'before' if due.due_on > facts.as_of else 'was due by'} {due.due_on}"
        if due
        else _act(results, "LD-4.1")[0]
    )
    return Answer("Championed?", f"{len(done)} act{'' if len(done) == 1 else 's'}", said, act, "LD-4.1")


def _integrated(now: Moment, results: dict[str, Result]) -> Answer:
    systems = new_systems(now)
    number = _percent(len(systems) - len(stuck_systems(now)), len(systems))
    act, check = _act(results, "LD-2.2", "LD-2.3", "LD-2.1")
    return Answer("Integrated?", number, "of new AI systems passed every gate", act, check)


def _resourced(now: Moment, results: dict[str, Result]) -> Answer:
    money = [
        sums(now.facts, rows) for (kind, _), rows in by_kind(due_requests(now)).items() if kind == "money"
    ]
    worst = min((given / asked for given, asked in money if asked), default=None)
    number = "–" if worst is None else f"{float(worst) * 100:.0f} %"
    current = [row for row in now.rows("StaffAllocation") if now.current(row.period)]
    filled = sum(row.fte_filled or 0 for row in current)
    wanted = sum(row.fte_required or 0 for row in current)
    posts = f", {filled:g} of {wanted:g} posts filled" if wanted else ""
    act, check = _act(results, "LD-3.3", "LD-3.4", "LD-3.1")
    return Answer("Resourced?", number, f"of the money asked was granted{posts}", act, check)


def _aligned(now: Moment, results: dict[str, Result]) -> Answer:
    policy = current_policy(now)
    objectives = now.facts.prepared(active_objectives)
    traces = [row for row in objectives if traced(now, row, policy.principles or () if policy else ())]
    number = f"{len(traces)} of {len(objectives)}" if objectives else "–"
    act, check = _act(results, "LD-1.3", "LD-1.7")
    return Answer("Aligned?", number, "objectives trace to a strategic goal and the policy", act, check)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
