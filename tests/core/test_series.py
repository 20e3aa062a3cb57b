"""Series, groups and entries say of rows what a fresh look would say, while rows come, go and change."""

from collections.abc import Sequence
from operator import attrgetter

from tests.core.small_world import World, ids, member, task
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries, Groups, Series, entries, series
from tonetop.core.window import has, lacks

GONE = {"effective_on": "2025-06-01", "withdrawn_on": "2025-06-01"}
STARTED = series("Task", "started_on")


def by_a_chief(facts: Facts, row: Row) -> bool:
    """Whether the member who does a task is a chief; reads another record."""
    doer = facts.get("Member", row.member)
    return doer is not None and doer.chief is True


def while_there_are_no_members(facts: Facts, row: Row) -> bool:
    """Whether there are no members, whatever the task."""
    return not facts.rows("Member")


def told(facts: Facts, asked: Series) -> list[tuple[str, str]]:
    """The days and ids of a series."""
    line = facts.prepared(asked)
    return list(zip(line.days, ids(line.rows), strict=True))


def test_rows_stand_in_order_of_their_day_then_id_and_without_a_day_nowhere():
    world = World(
        task("c", started_on="2025-01-02"),
        task("b", started_on="2025-01-02"),
        task("d", started_on="2025-01-01"),
        task("a"),
    )
    expected = [("2025-01-01", "d"), ("2025-01-02", "b"), ("2025-01-02", "c")]
    assert told(world.facts(), STARTED) == expected


def test_the_day_may_be_what_a_function_says_of_a_row():
    rows = task("a", started_on="2025-03-01", due_on="2025-01-01"), task("b", started_on="2025-02-01")
    earliest = series("Task", lambda row: min(filter(None, (row.started_on, row.due_on)), default=None))
    assert told(World(*rows).facts(), earliest) == [("2025-01-01", "a"), ("2025-02-01", "b")]


def test_a_series_narrowed_twice_by_the_same_condition_is_the_same_series():
    assert STARTED.where(has("kind", "plan")) is STARTED.where(has("kind", "plan"))
    assert series("Task", "started_on") is STARTED


def test_conditions_on_the_row_alone_and_conditions_that_read_others_narrow_one_after_the_other():
    world = World(
        member("m", chief=True),
        task("a", started_on="2025-01-01", member="m", kind="plan"),
        task("b", started_on="2025-01-02", member="m"),
        task("c", started_on="2025-01-03", kind="plan"),
    )
    facts = world.facts()
    assert ids(facts.prepared(STARTED.where(has("kind"))).rows) == ["a", "c"]
    assert ids(facts.prepared(STARTED.where(has("kind", "plan")).where(by_a_chief)).rows) == ["a"]
    assert ids(facts.prepared(STARTED.where(lacks("kind")).where(by_a_chief)).rows) == ["b"]


def test_a_row_comes_moves_to_its_new_day_and_goes():
    world = World(task("a", started_on="2025-02-01"), task("b", started_on="2025-03-01"))
    facts = world.facts()
    assert told(facts, STARTED) == [("2025-02-01", "a"), ("2025-03-01", "b")]
    world.add(facts, task("c", started_on="2025-02-01"))
    assert told(facts, STARTED) == [("2025-02-01", "a"), ("2025-02-01", "c"), ("2025-03-01", "b")]
    world.add(facts, task("a", started_on="2025-04-01", effective_on="2025-05-01"))
    assert told(facts, STARTED) == [("2025-02-01", "c"), ("2025-03-01", "b"), ("2025-04-01", "a")]
    world.add(facts, task("b", started_on="2025-03-01", **GONE))
    assert told(facts, STARTED) == [("2025-02-01", "c"), ("2025-04-01", "a")]


def test_a_row_that_gets_or_loses_its_day_enters_or_leaves():
    world = World(task("a", due_on="2026-01-01"), task("b"))
    facts, due = world.facts(), series("Task", "due_on")
    assert told(facts, due) == [("2026-01-01", "a")]
    world.add(
        facts, task("a", effective_on="2025-05-01"), task("b", due_on="2026-02-01", effective_on="2025-05-01")
    )
    assert told(facts, due) == [("2026-02-01", "b")]


def test_a_row_enters_and_leaves_when_what_its_condition_reads_changes():
    world = World(
        member("m"),
        member("n", chief=True),
        task("a", started_on="2025-01-01", member="m"),
        task("b", started_on="2025-01-02", member="n"),
        task("late", member="m"),
    )
    facts, led = world.facts(), STARTED.where(by_a_chief)
    assert told(facts, led) == [("2025-01-02", "b")]
    world.add(facts, member("m", chief=True, effective_on="2025-05-01"))
    assert told(facts, led) == [("2025-01-01", "a"), ("2025-01-02", "b")]
    world.add(facts, member("n", chief=False, effective_on="2025-05-01"))
    assert told(facts, led) == [("2025-01-01", "a")]


def test_a_row_whose_sources_changed_is_not_taken_while_the_wider_series_leaves_it_out():
    world = World(member("m"), task("a", started_on="2025-01-01", member="m", kind="plan"))
    facts, led = world.facts(), STARTED.where(has("kind", "plan")).where(by_a_chief)
    assert told(facts, led) == []
    world.add(facts, task("a", started_on="2025-01-01", member="m", effective_on="2025-05-01"))
    assert told(facts, led) == []
    world.add(facts, member("m", chief=True, effective_on="2025-05-01"))
    assert told(facts, led) == []
    world.add(facts, task("a", member="m", kind="plan", effective_on="2025-06-01"))
    assert told(facts, led) == []


def test_a_row_that_is_gone_is_not_looked_at_when_what_it_read_changes():
    world = World(member("m", chief=True), task("a", started_on="2025-01-01", member="m"))
    facts, led = world.facts(), STARTED.where(by_a_chief)
    assert told(facts, led) == [("2025-01-01", "a")]
    world.add(facts, task("a", started_on="2025-01-01", member="m", **GONE))
    assert told(facts, led) == []
    world.add(facts, member("m", chief=False, effective_on="2025-07-01"))
    world.add(facts, member("m", chief=True, effective_on="2025-08-01"))
    assert told(facts, led) == []


def test_a_series_whose_condition_reads_all_of_something_is_made_again_and_followed_on():
    world = World(*(task(name, started_on=f"2025-01-0{number}") for number, name in enumerate("abc", 1)))
    facts, few = world.facts(), STARTED.where(while_there_are_no_members)
    early = few.where(lambda facts, row: row.started_on < "2025-01-03")
    assert told(facts, early) == [("2025-01-01", "a"), ("2025-01-02", "b")]
    world.add(facts, member("m"))
    assert told(facts, early) == []
    world.add(facts, member("m", **GONE))
    assert told(facts, early) == [("2025-01-01", "a"), ("2025-01-02", "b")]


def test_whoever_was_given_the_rows_keeps_what_they_saw():
    world = World(task("a", started_on="2025-01-01"))
    facts = world.facts()
    seen = facts.prepared(STARTED).rows
    world.add(facts, task("b", started_on="2025-01-02"))
    assert (ids(facts.prepared(STARTED).rows), ids(seen)) == (["a", "b"], ["a"])


def test_a_place_in_a_series_is_told_by_day_and_id():
    first, second = task("a", started_on="2025-01-01"), task("b", started_on="2025-01-01")
    line = World(first).facts().prepared(STARTED)
    assert (line.place(first), line.place(second)) == (0, 1)
    assert (line.holds(first), line.holds(second)) == (True, False)
    assert not line.holds(task("a", started_on="2025-01-02"))
    assert line.take(second) is None


def _abouts(row: Row) -> Sequence[str]:
    return row.about or ()


BY_KIND = Groups("Task", "kind")
BY_ABOUT = Groups("Task", _abouts, attrgetter("due_on", "id"))
IN_NO_ORDER = Groups("Task", "kind", None)


def grouped(facts: Facts, groups: Groups) -> dict[str, list[str]]:
    """The ids of each group."""
    return {key: ids(rows) for key, rows in facts.prepared(groups).items()}


def test_rows_are_grouped_by_a_field_in_order_of_id_and_without_a_value_in_no_group():
    world = World(task("c", kind="x"), task("b", kind="y"), task("a", kind="x"), task("d"))
    assert grouped(world.facts(), BY_KIND) == {"x": ["a", "c"], "y": ["b"]}


def test_a_row_with_several_keys_stands_in_several_groups():
    world = World(
        task("a", about=("x", "y"), due_on="2025-02-01"),
        task("b", about=("y",), due_on="2025-01-01"),
        task("c", about=()),
    )
    assert grouped(world.facts(), BY_ABOUT) == {"x": ["a"], "y": ["b", "a"]}


def test_a_row_without_a_key_need_not_have_what_groups_are_ordered_by():
    world = World(task("a", about=("x",), due_on="2025-02-01"), task("b"), task("c"))
    facts = world.facts()
    assert grouped(facts, BY_ABOUT) == {"x": ["a"]}
    world.add(facts, task("d"), task("e", about=("x",), due_on="2025-01-01"))
    assert grouped(facts, BY_ABOUT) == {"x": ["e", "a"]}


def test_a_row_that_changes_leaves_its_groups_joins_others_and_an_empty_group_goes():
    world = World(task("a", kind="x"), task("b", kind="y"), task("c", kind="y"))
    facts = world.facts()
    assert grouped(facts, BY_KIND) == {"x": ["a"], "y": ["b", "c"]}
    world.add(facts, task("a", kind="y", effective_on="2025-05-01"))
    assert grouped(facts, BY_KIND) == {"y": ["a", "b", "c"]}
    world.add(facts, task("b", effective_on="2025-05-01"))
    assert grouped(facts, BY_KIND) == {"y": ["a", "c"]}


def test_a_row_that_stays_in_its_group_is_there_as_it_is_now():
    world = World(task("a", kind="x", amount=1))
    facts = world.facts()
    assert [row.amount for row in facts.prepared(BY_KIND)["x"]] == [1]
    world.add(facts, task("a", kind="x", amount=2, effective_on="2025-05-01"))
    assert [row.amount for row in facts.prepared(BY_KIND)["x"]] == [2]


def test_a_version_that_holds_from_a_later_day_on_moves_no_row():
    world = World(task("a", kind="x"))
    facts = world.facts()
    group = facts.prepared(BY_KIND)["x"]
    world.add(facts, task("a", kind="y", effective_on="2026-06-01"))
    assert facts.prepared(BY_KIND)["x"] is group


def test_groups_in_no_order_take_rows_as_they_come():
    world = World(task("b", kind="x"))
    facts = world.facts()
    assert grouped(facts, IN_NO_ORDER) == {"x": ["b"]}
    world.add(facts, task("a", kind="x"))
    assert grouped(facts, IN_NO_ORDER) == {"x": ["b", "a"]}


BY_MEMBER = Groups("Task", "member")


@entries("Member")
def tasks_done(facts: Facts, row: Row) -> list[str] | None:
    """The kinds of what a member did, if anything."""
    return [task.kind for task in facts.part(BY_MEMBER, row.id) or ()] or None


def test_something_is_said_of_each_row_or_nothing():
    world = World(member("m"), member("n"), task("a", member="m", kind="plan"))
    assert isinstance(tasks_done, Entries)
    assert world.facts().prepared(tasks_done) == {"m": ["plan"]}


def test_what_is_said_of_a_row_is_said_anew_when_what_it_reads_changes():
    world = World(member("m"), member("n"), task("a", member="m", kind="plan"))
    facts = world.facts()
    assert facts.part(tasks_done, "m") == ["plan"]
    world.add(facts, task("a", member="n", kind="plan", effective_on="2025-05-01"))
    assert facts.prepared(tasks_done) == {"n": ["plan"]}
    world.add(facts, member("n", **GONE), task("b", member="m", kind="run"))
    assert facts.prepared(tasks_done) == {"m": ["run"]}
