"""LD-6: people know their part: roles are accepted, training is mandated and done, goals name the role."""

from __future__ import annotations

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.people import authority, role_now, roles_by_word, roles_in_force, valid_person
from tonetop.standard.terms.posts import WATCHED
from tonetop.standard.terms.training import Turnout, TurnoutOf, mandated


def _given(facts: Facts, row: Row) -> bool:
    return authority(facts, row.assigned_by, row.assigned_on, "role-assignment")


def _holders(now: Moment, rows: list[Row]) -> list[Row]:
    return [person for row in rows if (person := now.get("Person", row.person)) is not None]


def _role(now: Moment, role: str) -> tuple[list[Node], Node]:
    """How one of the two roles fails, and whether it stands as asked."""
    inforce = [row for row in now.facts.prepared(roles_by_word).get(role, ()) if role_now(now, row)]
    held = [row for row in inforce if valid_person(now, now.get("Person", row.person))]
    given = [row for row in held if _given(now.facts, row)]
    whole = [row for row in given if row.authority and row.accepted_on]
    standing = f"The role {role} has {len(held)} assignments in force with a valid holder"
    ranked = f"{len(given)} of them were assigned with authority"
    asked = f"{len(whole)} of those state the role's authority and are accepted"
    act = f"Assign the role {role} anew, by top management"
    mend = f"Have the role {role} accepted and its authority written down"
    fails = [
        Node(not held, standing, inforce, act=act),
        Node(bool(held) and not given, f"{standing}; {ranked}", held, act=act),
    ]
    good = whole or given or held
    return fails, Node(bool(whole), f"{standing}; {ranked}; {asked}", [*good, *_holders(now, good)], act=mend)


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


@check("LD-6.2", act="Let top management mandate training with an audience and a due date, and see it done")
def trained(now: Moment, of: Of) -> Case:
    mandates = now.window("TrainingMandate").where(mandated)
    given = Node(
        not len(mandates),
        f"{len(mandates)} training mandates were given with authority in 365 days",
        mandates,
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
    rows = [row for _, row in due]
    poor = Node(worst.share < now.parameter("training_partial"), said, (mandate,), act=act)
    good = Node(
        worst.share >= now.parameter("training_pass"), f"Of the worst: {said}", [*rows, *worst.done], act=act
    )
    return Case(fail=some(given, poor), passes=good)


@check("LD-6.6", act="Put the AIMS role into the goals of each person who holds one", of=roles_in_force)
def in_goals(now: Moment, of: Of) -> Case:
    held = [row for row in of if row.in_goals is True]
    loose = [row for row in of if row.in_goals is not True]
    share = len(held) / len(of)
    said = share_said(len(held), len(of), "roles in force stand in their holder's goals")
    act = f"Put the role {loose[0].role} ({loose[0].id}) into its holder's goals" if loose else None
    return Case(
        fail=Node(share < 0.5, said, loose, act=act), passes=Node(share >= 0.8, said, loose or of, act=act)
    )
