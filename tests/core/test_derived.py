"""What is prepared from facts is kept, and made again only when something that it read has moved."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.small_world import World, ids, member, task, team
from tonetop.core.derived import differences
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries, Groups, series

GONE = {"effective_on": "2025-06-01", "withdrawn_on": "2025-06-01"}
BY_MEMBER = Groups("Task", "member")


class Made:
    """A preparation that counts how often it is made."""

    def __init__(self, make: Callable[[Facts], Any]) -> None:
        self.make, self.times = make, 0

    def __call__(self, facts: Facts) -> Any:
        self.times += 1
        return self.make(facts)


class Said:
    """What to say of a row, with the ids of the rows that were looked at, in order."""

    def __init__(self, say: Callable[[Facts, Row], Any]) -> None:
        self.say, self.looked_at = say, list[str]()

    def __call__(self, facts: Facts, row: Row) -> Any:
        self.looked_at.append(row.id)
        return self.say(facts, row)


def names(facts: Facts) -> list[str]:
    """The names of all teams."""
    return sorted(row.name for row in facts.rows("Team"))


def test_a_value_is_made_once_and_kept():
    facts, made = World(team("a", name="A")).facts(), Made(names)
    assert facts.prepared(made) is facts.prepared(made)
    assert (facts.prepared(made), made.times) == (["A"], 1)


def test_a_value_is_not_made_again_while_nothing_that_it_read_moves():
    world = World(team("a", name="A"))
    facts, made = world.facts(), Made(names)
    facts.prepared(made)
    world.add(facts, member("m"))
    assert (facts.prepared(made), made.times) == (["A"], 1)


def test_a_value_is_made_again_only_when_it_is_asked_for():
    world = World(team("a", name="A"))
    facts, made = world.facts(), Made(names)
    facts.prepared(made)
    world.add(facts, team("b", name="B"))
    world.add(facts, team("c", name="C"))
    assert made.times == 1
    assert (facts.prepared(made), made.times) == (["A", "B", "C"], 2)


def test_what_reads_a_value_that_was_made_again_and_came_out_the_same_is_kept():
    world = World(team("a", name="A"))
    facts, below = world.facts(), Made(names)
    above = Made(lambda facts: len(facts.prepared(below)))
    facts.prepared(above)
    world.add(facts, team("a", name="A", founded_on="2025-01-01", effective_on="2025-05-01"))
    assert (facts.prepared(above), below.times, above.times) == (1, 2, 1)
    world.add(facts, team("b", name="B"))
    assert (facts.prepared(above), below.times, above.times) == (2, 3, 2)


def test_whoever_read_one_part_is_not_made_again_when_another_moves():
    world = World(member("m"), member("n"), task("a", member="m"))
    facts = world.facts()
    grouped = Made(lambda facts: ids(facts.part(BY_MEMBER, "m") or ()))
    single = Made(lambda facts: facts.get("Member", "m").chief)
    for made in (grouped, single):
        facts.prepared(made)
    world.add(facts, task("b", member="n"), member("n", chief=True, effective_on="2025-05-01"))
    assert (facts.prepared(grouped), grouped.times) == (["a"], 1)
    assert (facts.prepared(single), single.times) == (None, 1)
    world.add(facts, task("b", member="m", effective_on="2025-05-01"))
    world.add(facts, member("m", chief=True, effective_on="2025-05-01"))
    assert (facts.prepared(grouped), grouped.times) == (["a", "b"], 2)
    assert (facts.prepared(single), single.times) == (True, 2)


def test_whoever_read_a_part_and_all_is_made_again_when_anything_moves():
    world = World(member("m"), task("a", member="m"))
    facts = world.facts()
    part_first = Made(lambda facts: (facts.part(BY_MEMBER, "m"), len(facts.prepared(BY_MEMBER)))[1])
    all_first = Made(lambda facts: (len(facts.prepared(BY_MEMBER)), facts.part(BY_MEMBER, "m"))[0])
    assert (facts.prepared(part_first), facts.prepared(all_first)) == (1, 1)
    world.add(facts, member("n"), task("b", member="n"))
    assert (facts.prepared(part_first), facts.prepared(all_first)) == (2, 2)


def test_whoever_asked_only_whether_there_is_any_record_is_not_made_again_for_one_more():
    world = World()
    facts, made = world.facts(), Made(lambda facts: facts.holds("Task"))
    assert facts.prepared(made) is False
    world.add(facts, task("a"))
    assert (facts.prepared(made), made.times) == (True, 2)
    world.add(facts, task("b"))
    assert (facts.prepared(made), made.times) == (True, 2)
    world.add(facts, task("a", **GONE), task("b", **GONE))
    assert (facts.prepared(made), made.times) == (False, 3)


def test_a_value_of_no_order_moves_as_a_whole():
    world = World(task("a", started_on="2025-01-01"))
    facts = world.facts()
    made = Made(lambda facts: facts.prepared(series("Task", "started_on")).days)
    first = Made(lambda facts: facts.prepared(made)[0])
    assert facts.prepared(first) == "2025-01-01"
    world.add(facts, task("b", started_on="2024-01-01"))
    assert (facts.prepared(first), made.times, first.times) == ("2024-01-01", 2, 2)


def test_what_a_value_would_no_longer_read_need_not_be_there_to_be_made():
    world = World(task("a", started_on="2025-01-01"))
    facts = world.facts()

    def earliest(facts: Facts) -> str:
        return min(row.started_on for row in facts.rows("Task"))

    def told(facts: Facts) -> str:
        return facts.prepared(earliest) if facts.holds("Task") else "never"

    assert facts.prepared(told) == "2025-01-01"
    world.add(facts, task("a", **GONE))
    assert facts.prepared(told) == "never"


def test_of_what_is_followed_only_those_rows_are_looked_at_again_whose_sources_moved():
    world = World(*(member(name) for name in "lmn"), task("a", member="m"))
    said = Said(lambda facts, row: ids(facts.part(BY_MEMBER, row.id) or ()))
    facts, entries = world.facts(), Entries("Member", said)
    assert (facts.prepared(entries), said.looked_at) == ({"m": ["a"]}, ["l", "m", "n"])
    for told in (["b"], ["b", "c"]):
        said.looked_at.clear()
        world.add(facts, task(told[-1], member="n"))
        assert (facts.part(entries, "n"), said.looked_at) == (told, ["n"])


def test_of_a_series_that_is_followed_only_those_rows_are_looked_at_again_whose_sources_moved():
    world = World(
        member("m"), member("n"), *(task(name, started_on="2025-01-01", member=name) for name in "mn")
    )
    said = Said(lambda facts, row: facts.get("Member", row.member).chief is True)
    facts, led = world.facts(), series("Task", "started_on").where(said)
    assert (ids(facts.prepared(led).rows), said.looked_at) == ([], ["m", "n"])
    for number, chief in enumerate((True, False), 1):
        said.looked_at.clear()
        world.add(facts, member("n", chief=chief, effective_on=f"2025-05-0{number}"))
        assert (ids(facts.prepared(led).rows), said.looked_at) == (["n"] if chief else [], ["n"])


class Addressed(Entries):
    """What is said of each row, and to whom: the team a, which is looked up once and not for each row."""

    def __call__(self, facts: Facts) -> dict[str, Any]:
        to = facts.get("Team", "a").name
        return {ident: f"{to}: {said}" for ident, said in super().__call__(facts).items()}


def test_what_is_read_in_no_rows_turn_makes_the_whole_again():
    world = World(team("a", name="A"), member("m"), member("n"))
    facts, addressed = world.facts(), Addressed("Member", lambda facts, row: row.id)
    assert facts.prepared(addressed) == {"m": "A: m", "n": "A: n"}
    world.add(facts, team("a", name="B", effective_on="2025-05-01"))
    assert facts.prepared(addressed) == {"m": "B: m", "n": "B: n"}


def test_two_rows_that_read_the_same_record_are_both_looked_at_when_it_moves():
    world = World(team("t"), team("u"), member("m", team="t"), member("n", team="t"), member("o", team="u"))
    said = Said(lambda facts, row: facts.get("Team", row.team).name)
    facts, entries = world.facts(), Entries("Member", said)
    assert facts.prepared(entries) == {}
    said.looked_at.clear()
    world.add(facts, team("t", name="T", effective_on="2025-05-01"))
    assert facts.prepared(entries) == {"m": "T", "n": "T"}
    assert sorted(said.looked_at) == ["m", "n"]


def test_a_row_may_read_other_rows_of_the_type_that_is_followed():
    world = World(team("a", name="A"), team("b", name="B", parent="a"), team("c", name="C", parent="b"))
    parents = Entries("Team", lambda facts, row: row.parent and facts.get("Team", row.parent).name)
    sisters = Entries("Team", lambda facts, row: len(facts.rows("Team")))
    facts = world.facts()
    assert facts.prepared(parents) == {"b": "A", "c": "B"}
    assert facts.prepared(sisters) == {"a": 3, "b": 3, "c": 3}
    world.add(facts, team("a", name="Z", effective_on="2025-05-01"))
    assert facts.prepared(parents) == {"b": "Z", "c": "B"}
    world.add(facts, team("d"))
    assert facts.prepared(sisters) == {"a": 4, "b": 4, "c": 4, "d": 4}


def test_moves_of_several_times_are_taken_together():
    world = World(task("a", kind="x", member="m"), task("b", kind="x"), member("m"), member("n"))
    facts, groups = world.facts(), Groups("Task", "kind")
    above = Made(lambda facts: sorted(facts.prepared(groups)))
    assert (facts.prepared(above), ids(facts.prepared(BY_MEMBER)["m"])) == (["x"], ["a"])
    world.add(facts, task("a", kind="y", member="n", effective_on="2025-05-01"))
    facts.prepared(groups)
    world.add(facts, task("a", kind="z", member="m", effective_on="2025-05-02"))
    facts.prepared(groups)
    world.add(facts, task("c", kind="z", member="m"))
    assert facts.prepared(above) == ["x", "z"]
    assert {key: ids(rows) for key, rows in facts.prepared(BY_MEMBER).items()} == {"m": ["a", "c"]}


def test_a_row_that_is_made_again_without_a_change_moves_nothing():
    world = World(member("m", team="a"), team("a"), team("b", founded_on="2026-06-01"))
    facts, said = world.facts(), Said(lambda facts, row: row.team)
    entries = Entries("Member", said)
    above = Made(lambda facts: dict(facts.prepared(entries)))
    facts.prepared(above)
    world.add(facts, team("b", founded_on="2025-06-01", effective_on="2025-06-01"))
    assert (facts.prepared(above), above.times) == ({"m": "a"}, 1)


def test_after_a_failure_nothing_stays_half_made():
    world = World(team("a", name="A"), team("b", name="B"), member("m", team="a"), member("n", team="b"))
    facts, broken = world.facts(), list[str]()

    def name(facts: Facts, row: Row) -> str | None:
        found: str | None = facts.get("Team", row.team).name
        if row.id in broken:
            raise OSError("the disk is full")
        return found

    entries = Entries("Member", name)
    above = Made(lambda facts: sorted(facts.prepared(entries).values()))
    assert facts.prepared(above) == ["A", "B"]
    world.add(facts, team("b", effective_on="2025-05-01"))
    broken.append("n")
    for _ in range(2):
        with pytest.raises(OSError, match="full"):
            facts.prepared(above)
    broken.clear()
    assert facts.prepared(above) == ["A"]


def test_mappings_differ_key_by_key_and_other_values_as_a_whole():
    assert differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5}) == {
        "b": (2, 4),
        "c": (3, None),
        "d": (None, 5),
    }
    assert differences([1], [2]) == {None: ([1], [2])}
    assert differences([1], [1]) == {}
