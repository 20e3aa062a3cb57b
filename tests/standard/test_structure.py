"""How the house is ordered for the AIMS: bodies, roles, who answers for what, attendance by function."""

from typing import Any

from tonetop.core.facts import Facts
from tonetop.standard import facts_file
from tonetop.standard.structure import attendance, current, holders, responsibilities

PEOPLE = [
    {"id": "a", "name": "A", "unit_kind": "legal", "valid_from": "2020-01-01"},
    {"id": "b", "name": "B", "unit_kind": "it", "valid_from": "2020-01-01"},
]


def facts(**records: Any) -> Facts:
    return facts_file.take({"Person": PEOPLE, **records}).facts("2025-12-31")


def test_a_role_tells_what_is_missing_of_it_and_the_roles_of_the_aims_come_first():
    roles = [
        {"id": "unit", "role": "unit-manager", "person": "b", "valid_from": "2025-01-01"},
        {"id": "lead", "role": "aims-lead", "person": "a", "authority": "may stop", "assigned_by": "b"}
        | {"assigned_on": "2025-01-01", "accepted_on": "2025-01-02", "valid_from": "2025-01-01"},
        {"id": "gone", "role": "deputy", "person": "a", "valid_from": "2020-01-01", "valid_to": "2024-01-01"},
    ]
    found = [(one.row.id, one.missing) for one in holders(facts(RoleAssignment=roles))]
    assert found == [("lead", ()), ("unit", ("authority", "appointing act", "acceptance"))]


def test_bodies_and_responsibilities_are_those_of_the_day():
    bodies = [{"id": "x", "valid_from": "2026-01-01"}, {"id": "y", "valid_from": "2025-01-01"}]
    duties = [
        {"id": "2", "item": "9.2", "settled_on": "2025-01-01"},
        {"id": "1", "item": "5.2", "settled_on": "2025-01-01"},
    ]
    given = facts(Body=bodies, Responsibility=duties)
    assert [row.id for row in current(given, "Body")] == ["y"]
    assert [row.id for row in responsibilities(given)] == ["1", "2"]


def test_attendance_counts_each_function_once_a_meeting():
    meetings = [
        {"id": "m1", "kind": "steering", "held_on": "2025-03-01"},
        {"id": "m2", "kind": "steering", "held_on": "2025-06-01"},
        {"id": "old", "kind": "steering", "held_on": "2023-06-01"},
        {"id": "talk", "kind": "one-to-one", "held_on": "2025-06-01"},
    ]
    came = [
        {"meeting": "m1", "person": "a", "mode": "present"},
        {"meeting": "m1", "person": "b", "mode": "remote"},
        {"meeting": "m2", "person": "b", "mode": "apology"},
        {"meeting": "m2", "person": "a", "mode": "present"},
    ]
    (found,) = attendance(facts(Meeting=meetings, Attendance=came))
    assert (found.kind, found.held) == ("steering", 2)
    assert {name: n for name, n in found.by.items() if n} == {"legal": 2, "it": 1}
