"""A check decides and explains from the same conditions, tells when its result lapses and which act would turn it."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.small_world import TODAY, World, ids, member, task
from tonetop.core import assess, cadence
from tonetop.core.assess import (
    FAIL,
    NO_DATA,
    NOT_APPLICABLE,
    PARTIAL,
    PASS,
    RELIED,
    Case,
    Check,
    Node,
    Pitfall,
    Result,
    Signals,
    at_least,
    every,
    some,
)
from tonetop.core.moment import Moment, has

RESULTS = (PASS, PARTIAL, FAIL, NO_DATA, NOT_APPLICABLE)


def _plans(now: Moment) -> list[Any]:
    return list(now.window("Task", 365).where(has("kind", "plan")))


def _fresh(now: Moment, of: Any) -> Case:
    """Fails without a task in 100 days, passes with one in 30 days; about the plans of a year."""
    lately, newest = now.window("Task", 100), now.window("Task", 30)
    return Case(
        fail=Node(not lately, f"{lately.many} tasks in 100 days", lately, act="Do a task"),
        passes=every(
            Node(bool(newest), f"{newest.many} tasks in 30 days", newest, act="Do a task soon"),
            Node(len(of) < 3, f"{len(of)} plans", of),
        ),
    )


FRESH = Check("C-1", _fresh, _plans, "Begin", ("Task",), ("tasks",), "plans")


def judged(*rows: Any, check: Check = FRESH, day: str = TODAY) -> Result:
    return assess.judge(check, World(*rows).facts(day))


def plan(ident: str, day: str) -> Any:
    return task(ident, started_on=day, kind="plan")


def test_without_a_record_of_its_kinds_there_is_no_data_and_the_check_names_the_act():
    found = judged(member("m"), plan("a", "2026-01-01"))
    assert (found.result, found.why, found.next_act) == (NO_DATA, "Nothing is recorded of tasks", "Begin")
    assert (found.records, found.expires_on) == ((), None)


def test_of_several_kinds_all_are_named_and_one_record_of_any_is_data():
    check = Check(
        "C-2", lambda now, of: Case(Node(False, "no"), Node(True, "yes")), None, "x", ("Task", "Member"), ()
    )
    assert judged(member("m"), check=check).result == PASS
    for called, said in ((("tasks", "members"), "tasks or members"), (("a", "b", "c"), "a, b or c")):
        bare = Check("C-2", check.judge, None, "x", ("Task", "Member"), called)
        assert judged(check=bare).why == f"Nothing is recorded of {said}"


def test_where_there_is_nothing_that_it_is_about_it_does_not_apply_and_asks_for_nothing():
    found = judged(task("a", started_on=TODAY))
    assert (found.result, found.why, found.next_act) == (NOT_APPLICABLE, "There are no plans", None)
    anything = Check("C-3", _fresh, lambda now: (), "x", ("Task",))
    assert judged(task("a"), check=anything).why == "There are no records that this is about"


def test_it_fails_when_its_fail_condition_holds_whatever_else_does():
    found = judged(plan("a", "2025-09-22"))
    assert (found.result, found.why, found.next_act) == (FAIL, "0 tasks in 100 days", "Do a task")
    assert found.expires_on is None


def test_it_passes_when_its_pass_condition_holds_and_says_why_and_until_when():
    found = judged(plan("a", "2025-12-02"), plan("b", "2025-06-01"))
    assert (found.result, found.next_act, ids(found.records)) == (PASS, None, ["a", "b"])
    assert found.why == "1 tasks in 30 days; 2 plans"
    assert found.expires_on == "2026-01-01"


def test_it_is_partial_when_neither_holds_and_says_what_is_missing_alone():
    found = judged(plan("a", "2025-12-01"))
    assert (found.result, found.why, found.next_act) == (PARTIAL, "0 tasks in 30 days", "Do a task soon")
    assert found.expires_on == "2026-03-11"


def test_a_deciding_condition_without_an_act_leaves_it_to_the_check():
    rows = [plan(name, "2025-12-31") for name in "abc"]
    found = judged(*rows)
    assert (found.result, found.why, found.next_act) == (PARTIAL, "3 plans", "Begin")
    assert ids(found.records) == ["a", "b", "c"]


def test_the_first_deciding_condition_in_depth_names_the_act():
    inner = some(Node(False, "a"), Node(False, "b", act="Do b"), why="ab")
    case = Case(Node(False, "no"), every(Node(True, "yes", act="no"), inner, Node(False, "c", act="Do c")))
    found = judged(task("t"), check=Check("C-4", lambda now, of: case, None, "x", ("Task",)))
    assert (found.result, found.why, found.next_act) == (PARTIAL, "a; b; c", "Do b")


def test_a_condition_whose_parts_came_out_otherwise_speaks_for_itself():
    loose = Node(False, "Neither this nor that", parts=(Node(True, "this"),))
    case = Case(Node(False, "no"), loose)
    assert judged(task("t"), check=Check("C-5", lambda now, of: case, None, "x", ("Task",))).why == loose.why


def test_a_sentence_that_decides_twice_is_said_once():
    case = Case(every(Node(True, "Nobody came"), Node(True, "Nobody came")), Node(False, "x"))
    assert (
        judged(task("t"), check=Check("C-6", lambda now, of: case, None, "x", ("Task",))).why == "Nobody came"
    )


def test_each_record_is_named_once_in_order_of_type_then_id():
    node = every(
        Node(True, "x", [task("b"), member("z")]),
        Node(True, "y", lambda: iter([task("a"), task("b"), member("z")])),
    )
    assert [(row.type, row.id) for row in assess.relied(node)] == [
        ("Member", "z"),
        ("Task", "a"),
        ("Task", "b"),
    ]


def test_one_condition_names_its_first_records_alone():
    rows = [task(f"t{number:04}") for number in range(RELIED + 5)]
    assert ids(assess.relied(Node(True, "x", rows))) == ids(rows[:RELIED])


def test_what_was_told_stays_told_whatever_becomes_of_the_facts():
    rows = [task("a")]
    told = assess.told(every(Node(True, "x", rows), Node(False, "y", lambda: rows)))
    rows.append(task("b"))
    assert [ids(part.records) for part in told.parts] == [["a"], ["a"]]


def test_conditions_are_joined_by_and_and_by_or():
    yes, no = Node(True, "yes"), Node(False, "no")
    assert [every(*parts).holds for parts in product((yes, no), repeat=2)] == [True, False, False, False]
    assert [some(*parts).holds for parts in product((yes, no), repeat=2)] == [True, True, True, False]


def test_a_share_on_its_limit_reaches_it_and_a_share_of_nothing_is_not_looked_at():
    assert [at_least(share, 0.8, "x").holds for share in (0.79, 0.8, 1.0, None)] == [False, True, True, True]


@settings(max_examples=30)
@given(st.sets(st.integers(-400, 30), max_size=6), st.integers(0, 3))
def test_a_result_lapses_on_the_first_day_on_which_it_would_be_another(days: set[int], back: int):
    world = World(*(plan(str(day), cadence.shift(TODAY, day)) for day in days))
    facts = world.facts(cadence.shift(TODAY, -back))
    found = assess.judge(FRESH, facts)
    ahead = (cadence.shift(facts.as_of, number) for number in range(1, 400))
    results = ((day, assess.outcome(FRESH, Moment(facts, day))[0]) for day in ahead)
    first = next((day for day, result in results if result != found.result), None)
    assert found.expires_on == (first if found.result in (PASS, PARTIAL) else None)


@pytest.mark.parametrize(("ahead", "lapses"), [(1830, True), (1831, False)])
def test_no_lapse_is_looked_for_beyond_the_horizon(ahead: int, lapses: bool):
    day = cadence.shift(TODAY, ahead)

    def judge(now: Moment, of: Any) -> Case:
        due = any(now.reached(row.due_on) for row in now.rows("Task"))
        return Case(Node(due, "It is due"), Node(True, "It is not due"))

    found = judged(task("a", due_on=day), check=Check("C-7", judge, None, "x", ("Task",)))
    assert (found.result, found.expires_on) == (PASS, day if lapses else None)


def test_a_turn_that_changes_nothing_is_passed_over():
    rows = plan("a", "2025-12-25"), plan("b", "2025-12-31")
    assert judged(*rows).expires_on == "2026-01-30"


def test_a_check_is_a_preparation_of_facts():
    world = World(plan("a", "2025-12-25"))
    facts = world.facts()
    assert facts.prepared(FRESH) == assess.judge(FRESH, world.facts())
    world.add(facts, plan("b", "2025-12-31"), plan("c", "2025-12-31"))
    assert facts.prepared(FRESH) == assess.judge(FRESH, world.facts())


def test_a_pitfall_tells_its_signals_as_they_stand():
    rows = [task("a")]
    pitfall = Pitfall("P-1", lambda now: Signals({"A": Node(True, now.day, rows)}, raised=True))
    found = World().facts().prepared(pitfall)
    rows.append(task("b"))
    assert (found.raised, found.signals["A"].why, ids(found.signals["A"].records)) == (True, TODAY, ["a"])


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ([], NOT_APPLICABLE),
        ([(NOT_APPLICABLE, True)], NOT_APPLICABLE),
        ([(NO_DATA, True), (NO_DATA, False), (NOT_APPLICABLE, True)], NO_DATA),
        ([(NO_DATA, True), (PASS, False)], FAIL),
        ([(FAIL, True), (PASS, True)], FAIL),
        ([(FAIL, False), (PASS, True)], PARTIAL),
        ([(NO_DATA, False), (PASS, True)], PARTIAL),
        ([(PARTIAL, True), (PASS, True)], PARTIAL),
        ([(PASS, True), (PASS, False), (NOT_APPLICABLE, True)], PASS),
    ],
)
def test_checks_add_up_to_a_duty_in_which_key_checks_weigh_more(results: list[tuple[str, bool]], told: str):
    assert assess.duty(results) == told


@pytest.mark.parametrize(
    ("duties", "told"),
    [
        ([NO_DATA, NO_DATA, NOT_APPLICABLE], NO_DATA),
        ([NOT_APPLICABLE, NOT_APPLICABLE], NO_DATA),
        ([NO_DATA, PASS], FAIL),
        ([FAIL, PARTIAL, PASS], FAIL),
        ([PARTIAL, PASS, NOT_APPLICABLE], PARTIAL),
        ([PASS, PASS], PASS),
    ],
)
def test_the_worst_duty_decides_the_clause_and_one_without_data_counts_as_failing(
    duties: list[str], told: str
):
    assert assess.commitment(duties) == told


@given(st.lists(st.tuples(st.sampled_from(RESULTS), st.booleans()), min_size=1))
def test_a_check_that_gets_worse_never_makes_its_duty_better(results: list[tuple[str, bool]]):
    order = (PASS, PARTIAL, FAIL)
    for place, (result, key) in enumerate(results):
        if result in order[:2]:
            worse = order[order.index(result) + 1]
            after = [*results[:place], (worse, key), *results[place + 1 :]]
            assert order.index(assess.duty(after)) >= order.index(assess.duty(results))
