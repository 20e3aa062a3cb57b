"""Facts are what was the case on one day and known on another, row by row, also while more is learnt."""

from typing import Any

import pytest

from tests.core.small_world import SHAPES, World, ids, member, task, team
from tonetop.core.facts import Facts
from tonetop.core.history import events, hanging, row_class
from tonetop.core.references import emptied, gone
from tonetop.core.shape import Field, Shape

GONE = {"effective_on": "2025-06-01", "withdrawn_on": "2025-06-01"}


def told(facts: Facts, type: str = "Team") -> dict[str, Any]:
    """The rows of a type by id, without what is empty."""
    return {row.id: {k: v for k, v in row._asdict().items() if v and k != "id"} for row in facts.rows(type)}


def test_a_record_is_there_from_its_own_date_on_and_until_it_is_withdrawn():
    rows = team("a", founded_on="2025-12-31"), team("b", founded_on="2026-01-01"), team("c")
    left = team("d", withdrawn_on="2025-12-31"), team("e", withdrawn_on="2026-01-01")
    assert ids(World(*rows, *left).facts().rows("Team")) == ["a", "c", "e"]


def test_a_record_is_there_from_the_day_on_which_its_first_version_takes_effect():
    rows = team("a", effective_on="2025-12-31"), team("b", effective_on="2026-01-01")
    assert ids(World(*rows).facts().rows("Team")) == ["a"]


def test_the_version_that_holds_is_the_one_that_took_effect_last():
    world = World(
        team("a", name="second", effective_on="2025-06-01"),
        team("a", name="first", founded_on="2025-01-01"),
        team("a", name="third", effective_on="2026-06-01"),
    )
    names = {day: [row.name for row in world.facts(day).rows("Team")] for day in ("2025-05-31", "2025-06-01")}
    assert names == {"2025-05-31": ["first"], "2025-06-01": ["second"]}


def test_a_version_without_a_day_of_effect_holds_from_the_day_it_was_recorded():
    first = team("a", name="first", founded_on="2025-01-01", recorded_on="2025-01-05")
    world = World(first, team("a", name="second", recorded_on="2025-07-01"))
    assert [row.name for row in world.facts("2025-06-30").rows("Team")] == ["first"]
    assert [row.name for row in world.facts("2025-07-01").rows("Team")] == ["second"]


def test_what_was_recorded_later_is_not_known():
    world = World(
        team("a", name="A", recorded_on="2025-01-01"),
        team("a", name="Z", recorded_on="2025-03-01", effective_on="2025-01-01"),
        team("b", founded_on="2025-03-01"),
        team("c"),
    )
    known = world.facts(known_on="2025-02-01")
    assert told(known) == {"a": {"name": "A", "recorded_on": "2025-01-01"}, "c": {}}
    assert (known.known("Team", "b"), known.known("Team", "d")) == (True, False)
    world.add(known, team("c", name="C", recorded_on="2025-02-02"), team("e", recorded_on="2025-02-01"))
    assert sorted(told(known)) == ["a", "c", "e"]
    assert told(known)["c"] == {}


def test_a_record_is_found_by_its_id_and_nothing_by_none():
    facts = World(team("a")).facts()
    assert facts.get("Team", "a") is facts.index("Team")["a"]
    assert (facts.get("Team", "b"), facts.get("Team", None), facts.get("Team", "")) == (None, None, None)
    assert (facts.holds("Team"), facts.holds("Task")) == (True, False)


def test_the_version_of_another_day_is_told_though_the_record_is_not_yet_dated():
    world = World(
        team("a", name="first", founded_on="2025-01-01"),
        team("a", name="second", effective_on="2025-06-01"),
        team("b", founded_on="2025-03-01"),
    )
    facts = world.facts()
    asked = (
        ("a", "2025-05-31"),
        ("a", "2025-06-01"),
        ("a", "2024-12-31"),
        ("b", "2025-03-01"),
        ("b", "2025-02-28"),
    )
    found = [facts.on("Team", ident, day) for ident, day in asked]
    assert [row and (row.id, row.name) for row in found] == [
        ("a", "first"),
        ("a", "second"),
        None,
        ("b", None),
        None,
    ]
    assert facts.on("Team", "x", "2025-03-01") is None
    world.add(facts, team("c", founded_on="2025-04-01"))
    assert facts.on("Team", "c", "2025-04-01") is not None


def test_versions_are_told_in_the_order_in_which_they_hold():
    world = World(
        team("a", name="second", effective_on="2025-06-01"),
        team("a", name="first", effective_on="2025-01-01"),
        team("b"),
    )
    facts = world.facts()
    assert [row.name for row in facts.versions(facts.get("Team", "a"))] == ["first", "second"]
    assert facts.versions(facts.get("Team", "b")) == (facts.get("Team", "b"),)
    assert len(facts.history("Team").versions) == 3


def test_of_two_versions_of_one_day_the_one_recorded_later_holds():
    world = World(
        team("a", name="later", recorded_on="2025-02-02", effective_on="2025-01-01"),
        team("a", name="earlier", recorded_on="2025-02-01", effective_on="2025-01-01"),
    )
    assert [row.name for row in world.facts().rows("Team")] == ["later"]


def test_a_reference_to_what_is_known_but_not_there_is_empty():
    world = World(
        team("gone", withdrawn_on="2025-01-01"),
        team("there"),
        member("a", team="gone"),
        member("b", team="there"),
        task("t", about=("gone", "a", "there")),
        task("u", about=()),
    )
    facts = world.facts()
    assert [row.team for row in facts.rows("Member")] == [None, "there"]
    assert facts.get("Task", "t").about == ("a", "there")


def test_references_follow_the_coming_and_going_of_what_they_name():
    world = World(team("t"), member("a", team="t"), task("x", about=("t",)))
    facts = world.facts()
    assert (facts.get("Member", "a").team, facts.get("Task", "x").about) == ("t", ("t",))
    world.add(facts, team("t", **GONE))
    assert (facts.get("Member", "a").team, facts.get("Task", "x").about) == (None, ())
    world.add(facts, team("t", effective_on="2025-07-01"))
    assert (facts.get("Member", "a").team, facts.get("Task", "x").about) == ("t", ("t",))


def test_a_reference_is_kept_while_a_record_of_another_type_has_the_id():
    world = World(team("t", withdrawn_on="2025-01-01"), member("t"), task("x", about=("t",)))
    assert world.facts().get("Task", "x").about == ("t",)


def test_a_reference_fills_when_a_record_of_another_type_comes_with_the_id():
    world = World(team("t", withdrawn_on="2025-01-01"), task("x", about=("t",)))
    facts = world.facts()
    assert facts.get("Task", "x").about == ()
    world.add(facts, member("t"))
    assert facts.get("Task", "x").about == world.facts().get("Task", "x").about == ("t",)


def test_an_id_may_stand_in_two_types():
    facts = World(team("a"), member("a"), member("b")).facts()
    assert [facts.stands_twice(row) for row in facts.rows("Member")] == [True, False]


def test_what_is_learnt_of_a_type_that_nobody_asked_about_is_read_when_somebody_does():
    world = World(team("a"))
    facts = world.facts()
    world.add(facts, team("b"))
    assert ids(facts.rows("Team")) == ["a", "b"]


def test_a_type_of_which_only_versions_were_looked_up_is_learnt_as_well():
    world = World(team("a", name="A", founded_on="2025-01-01"))
    facts = world.facts()
    assert facts.prepared(_name_in_may) == "A"
    world.add(facts, team("a", name="B", effective_on="2025-04-01"))
    assert facts.prepared(_name_in_may) == "B"
    assert told(facts)["a"]["name"] == "B"


def _name_in_may(facts: Facts) -> str | None:
    row = facts.on("Team", "a", "2025-05-01")
    return row and row.name


def test_whoever_looks_at_rows_while_they_move_sees_those_before_or_after():
    world = World(team("a", name="A"))
    facts = world.facts()
    before = facts.get("Team", "a")
    world.add(facts, team("a", name="B", effective_on="2025-05-01"))
    assert (before.name, facts.get("Team", "a").name) == ("A", "B")


FIELDS = {
    "closed_on": Field("closed_on", "date"),
    "closed_by": Field("closed_by", "reference"),
    "status": Field("status", "word", ("open", "closed")),
    "presented_on": Field("presented_on", "date"),
    "presented_in": Field("presented_in", "references"),
    "due_on": Field("due_on", "date"),
    "asked_on": Field("asked_on", "date"),
}
REQUEST = Shape("Request", True, ("id",), (), FIELDS)


class Asked:
    """A source of one request."""

    def __init__(self, **values: Any) -> None:
        made = row_class("Request", tuple(FIELDS))
        self.row = made(**(dict.fromkeys(made._fields) | values | {"id": "a"}))

    def versions(self, type: str) -> list[Any]:
        return [self.row]


def test_a_later_event_is_not_yet_the_case_and_takes_along_what_hangs_on_it_while_plans_stand():
    source = Asked(
        closed_on="2026-01-01",
        closed_by="p",
        status="closed",
        presented_on="2026-01-02",
        presented_in=("m",),
        due_on="2026-02-01",
        asked_on="2025-12-31",
    )
    (row,) = Facts(source, {"Request": REQUEST}, "2025-12-31").rows("Request")
    assert {name: getattr(row, name) for name in FIELDS} == {
        "closed_on": None,
        "closed_by": None,
        "status": "open",
        "presented_on": None,
        "presented_in": (),
        "due_on": "2026-02-01",
        "asked_on": "2025-12-31",
    }
    (row,) = Facts(source, {"Request": REQUEST}, "2026-01-02").rows("Request")
    assert row == source.row


def test_events_are_the_days_on_which_something_happened():
    assert events(REQUEST) == ("closed_on", "presented_on", "asked_on", "recorded_on")
    assert hanging(REQUEST, "closed_on") == ("closed_by", "status")


def test_a_type_may_take_its_date_from_the_first_filled_of_several_fields():
    fields = {"sent_on": Field("sent_on", "date"), "planned": Field("planned", "date")}
    shape = Shape("Letter", True, ("id",), ("sent_on", "planned"), fields)
    made = row_class("Letter", tuple(fields))
    empty = dict.fromkeys(made._fields)
    rows = [
        made(**(empty | {"id": "a", "planned": "2026-01-01"})),
        made(**(empty | {"id": "b", "sent_on": "2025-01-01", "planned": "2026-01-01"})),
        made(**(empty | {"id": "c"})),
    ]

    class Letters:
        """A source of letters."""

        def versions(self, type: str) -> list[Any]:
            return rows

    assert ids(Facts(Letters(), {"Letter": shape}, "2025-12-31").rows("Letter")) == ["b", "c"]


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (None, None),
        ("x", None),
        ("y", "y"),
        (("x", "y"), ("y",)),
        (("y",), ("y",)),
        ({"goals": ("x", "y"), "risks": ()}, {"goals": ("y",), "risks": ()}),
        ({"goals": ("y",)}, {"goals": ("y",)}),
    ],
)
def test_ids_that_are_gone_are_taken_out_of_references_lists_and_inputs(value: Any, left: Any):
    (row,) = emptied([task("a", about=value)], "about", frozenset("x"))
    assert row.about == left


def test_where_nothing_is_gone_rows_stay_the_very_rows_they_were():
    rows = [task("a", about=("x",))]
    assert emptied(rows, "about", frozenset()) is rows
    assert emptied([], "about", frozenset("x")) == []
    assert gone(("Team",), {"Team": {"x"}}, {"Team": {}}) == {"x"}


def test_a_list_of_inputs_may_lead_anywhere():
    inputs = Shape("Meeting", True, ("id",), (), {"inputs": Field("inputs", "inputs", ("goals",))})
    assert inputs.leads_to("Team")
    assert [SHAPES["Member"].leads_to(type) for type in SHAPES] == [True, False, False]
