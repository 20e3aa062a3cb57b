"""LD-6: people know their part: roles are accepted, training is mandated and done, goals name the role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from tonetop.core.assess import RELIED, Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.people import authority, roles_held, roles_in_force, warrants
from tonetop.standard.terms.posts import WATCHED
from tonetop.standard.terms.training import Turnout, TurnoutOf, mandated


def given(facts: Facts, role: Row) -> bool:
    """Whether a role was assigned with authority on the day of assigning; a predicate."""
    return authority(facts, role.assigned_by, role.assigned_on, "role-assignment")


def _with_holders(now: Moment, rows: Iterable[Row]) -> Iterable[Row]:
    """Assignments with their holders and the delegations under which they were given."""
    first = list(islice(rows, RELIED))
    people = (now.get("Person", row.person) for row in first)
    delegations = (role for row in first for role in warrants(now.facts, row.assigned_by, row.assigned_on))
    return chain(first, (person for person in people if person is not None), delegations)


def _role(now: Moment, role: str) -> tuple[list[Node], Node]:
    """How one of the two roles fails, and whether it stands as asked."""
    in_force, held = (found.where(has("role", role)) for found in (roles_in_force(now), roles_held(now)))
    ranked = held.where(given)
    whole = ranked.where(has("authority")).where(has("accepted_on"))
    standing = f"Assignments of the role {role} in force with a valid holder: {len(held)}"
    assigned = f"assigned with authority: {len(ranked)}"
    asked = f"of these with stated authority and accepted: {len(whole)}"
    act = f"Assign the role {role} anew, by top management"
    mend = f"Have the role {role} accepted and its authority written down"
    good = next((found for found in (whole, ranked, held) if len(found)), in_force)
    fails = [
        Node(not held, standing, in_force, act=act),
        Node(len(held) > 0 and not ranked, f"{standing}, {assigned}", held, act=act),
    ]
    said = f"{standing}, {assigned}, {asked}"
    return fails, Node(len(whole) > 0, said, lambda: _with_holders(now, good), act=mend)


@check(
    "LD-6.1", act="Let top management assign the roles of conformity and reporting, and have them accepted"
)
def assigned(now: Moment, of: Of) -> Case:
    found = [_role(now, role) for role in WATCHED]
    return Case(
        fail=some(*(node for fails, _ in found for node in fails)), passes=every(*(node for _, node in found))
    )


def _due(now: Moment) -> list[tuple[Turnout, Row]]:
    """The mandates of 365 days with authority that are due and ask somebody, the worst turnout first."""
    mandates = now.window("TrainingMandate").where(mandated)
    turnouts = [(now.facts.prepared(TurnoutOf(row.id)), row) for row in mandates if now.reached(row.due_on)]
    found = [(turnout, row) for turnout, row in turnouts if turnout.asked]
    return sorted(found, key=lambda pair: (pair[0].share, pair[1].id))


def _with_warrants(now: Moment, mandates: Iterable[Row]) -> Iterator[Row]:
    """Mandates with the delegations under which they were given."""
    for row in mandates:
        yield row
        yield from warrants(now.facts, row.mandated_by, row.mandated_on)


def _turnout(now: Moment, due: list[tuple[Turnout, Row]]) -> Iterable[Row]:
    """The mandates that are due, the completions of the worst, and the persons who lack there."""
    worst = due[0][0]
    lacking = (now.get("Person", ident) for ident in worst.lacking)
    mandates = _with_warrants(now, (row for _, row in due))
    return chain(mandates, (row for row in lacking if row is not None), worst.done)


@check("LD-6.2", act="Let top management mandate training with an audience and a due date, and see it done")
def trained(now: Moment, of: Of) -> Case:
    mandates = now.window("TrainingMandate").where(mandated)
    given = Node(
        not mandates,
        f"Training mandates given with authority in 365 days: {len(mandates)}",
        lambda: _with_warrants(now, mandates or now.window("TrainingMandate")),
    )
    due = _due(now)
    if not due:
        none = Node(True, "No training mandate is due yet that asks anybody", mandates)
        return Case(fail=given, passes=none)
    worst, mandate = due[0]
    said = share_said(
        len(worst.done), worst.asked, f"persons asked completed {mandate.course} by {mandate.due_on}"
    )
    act = f"Follow up those who did not complete {mandate.course}, or enter their completions"
    poor = Node(worst.share < now.parameter("training_partial"), said, (mandate,), act=act)
    good = Node(
        worst.share >= now.parameter("training_pass"),
        f"The worst mandate: {said}",
        lambda: _turnout(now, due),
        act=act,
    )
    return Case(fail=some(given, poor), passes=good)


def unsaid(facts: Facts, role: Row) -> bool:
    """Whether a role is not shown to stand in its holder's goals; a predicate."""
    return role.in_goals is not True


@check("LD-6.6", act="Put the AIMS role into the goals of each person who holds one", of=roles_in_force)
def in_goals(now: Moment, of: Of) -> Case:
    roles = roles_in_force(now)
    held, loose = roles.where(has("in_goals", True)), roles.where(unsaid)
    share = len(held) / len(roles)
    said = share_said(len(held), len(roles), "roles in force stand in their holder's goals")
    first = next(iter(loose), None)
    act = f"Put the role {first.role} ({first.id}) into its holder's goals" if first is not None else None
    rows = loose if share < 0.8 else roles
    return Case(fail=Node(share < 0.5, said, rows, act=act), passes=Node(share >= 0.8, said, rows, act=act))
