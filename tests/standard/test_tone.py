"""The tone from the top: cadence by leader and channel, themes and units covered, what is planned and what was held."""

from __future__ import annotations

from typing import Any

from tonetop.core.facts import Facts
from tonetop.standard import facts_file, learning, tone
from tonetop.standard.catalogue import parameters

PEOPLE = [
    {"id": "ceo", "name": "Ada", "is_top_management": True, "valid_from": "2020-01-01", "org_unit": "Board"},
    {"id": "cto", "name": "Bo", "is_top_management": True, "valid_from": "2020-01-01", "org_unit": "IT"},
    {"id": "s1", "name": "Cy", "org_unit": "Claims"},
    {"id": "s2", "name": "Di", "org_unit": "Claims"},
]


def world(**types: list[dict[str, Any]]) -> Facts:
    """Facts as of the last day of 2025."""
    return facts_file.take({"Person": PEOPLE, **types}).facts("2025-12-31")


def said(id: str, speaker: str, day: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "speaker": speaker, "sent_on": day, "kind": "email", **more}


def test_each_leader_has_a_meter_and_the_silent_come_first():
    facts = world(
        Communication=[said("a", "ceo", "2025-03-01"), said("b", "ceo", "2025-12-01", kind="video")]
    )
    together, first, second = tone.meters(facts)
    assert (together.person, together.since, together.gap, together.count) == (None, 30, 275, 2)
    assert (first.person.id, first.since, first.gap, first.result) == ("cto", None, None, "fail")
    assert second.person.id == "ceo"
    assert list(second.channels) == [("email", 1), ("video", 1)]
    assert second.result == "partial"


def test_whoever_spoke_within_the_limit_all_year_is_backed_and_lasting_silence_is_not():
    limit = int(parameters()["comm_gap_days"])
    often = [said(f"m{month}", "ceo", f"2025-{month:02}-28") for month in range(1, 13)]
    (_, _, ceo) = tone.meters(world(Communication=often))
    assert (ceo.result, ceo.limit, ceo.gap) == ("pass", limit, 31)
    (together, *_) = tone.meters(world(Communication=often[:3]))
    assert (together.result, together.since) == ("fail", 278)


def test_what_others_say_counts_for_nobody_and_stands_in_the_log_all_the_same():
    rows = [
        said("a", "s1", "2025-05-01", audience_size=80, reached=20),
        said("b", "ceo", "2025-06-01", artefact_ref="e1"),
    ]
    facts = world(Communication=rows, Evidence=[{"id": "e1", "sha256": "a" * 64}])
    log = tone.log(facts)
    assert [(one.record.id, one.by_top, one.share, one.kept) for one in log] == [
        ("b", True, None, True),
        ("a", False, 0.25, False),
    ]
    assert tone.meters(facts)[0].count == 1


def test_themes_that_nobody_of_the_top_spoke_of_come_first_with_the_plan_that_will():
    facts = world(
        Communication=[said("a", "ceo", "2025-06-01", themes=["policy", "risk"])],
        PlannedCommunication=[{"id": "p", "planned_on": "2026-02-01", "themes": ["ethics"]}],
    )
    found = {one.name: one for one in tone.themes(facts)}
    assert (found["policy"].count, found["policy"].last.id) == (1, "a")
    assert (found["ethics"].count, found["ethics"].last, found["ethics"].planned.id) == (0, None, "p")
    assert tone.themes(facts)[-1].last is not None


def test_units_with_ai_that_nobody_of_the_top_addressed_come_first():
    systems = [{"id": unit, "name": unit, "org_unit": unit, "state": "live"} for unit in ("Claims", "IT")]
    facts = world(Communication=[said("a", "ceo", "2025-06-01", units=["IT"])], AISystem=systems)
    assert [(one.name, one.count) for one in tone.units(facts)] == [("Claims", 0), ("IT", 1)]


def test_a_plan_tells_the_days_until_then_and_what_was_held_of_it():
    plans = [
        {"id": "late", "planned_on": "2025-12-24"},
        {"id": "soon", "planned_on": "2026-01-10"},
        {"id": "some-day"},
        {"id": "off", "planned_on": "2025-10-01", "cancelled_on": "2025-09-01"},
        {"id": "done", "planned_on": "2025-10-01", "settled_on": "2025-10-02", "done": "a"},
    ]
    facts = world(PlannedCommunication=plans, Communication=[said("a", "ceo", "2025-10-02")])
    assert [(one.record.id, one.days) for one in tone.planned(facts)] == [
        ("late", -7),
        ("soon", 10),
        ("some-day", None),
    ]
    assert tone.kept_plan(facts) == (1, 2)


def test_nothing_recorded_is_told_as_silence():
    facts = world()
    assert [meter.result for meter in tone.meters(facts)] == ["fail"] * 3
    assert (tone.log(facts), tone.planned(facts), tone.kept_plan(facts)) == ([], [], (0, 0))


MANDATE = {
    "id": "m",
    "course": "basics",
    "mandated_by": "ceo",
    "mandated_on": "2025-02-01",
    "audience": ["all"],
}


def done(person: str, day: str) -> dict[str, Any]:
    return {"person": person, "course": "basics", "completed_on": day}


def test_a_mandate_tells_who_was_done_in_time_late_and_not_by_unit_and_the_leaders_first():
    records = [done("ceo", "2025-03-01"), done("s1", "2025-03-02"), done("s2", "2025-09-01")]
    facts = world(TrainingMandate=[MANDATE | {"due_on": "2025-05-31"}], TrainingRecord=records)
    (found,) = learning.progress(facts)
    assert (found.whole.asked, found.whole.done, found.whole.late, found.whole.open) == (4, 2, 1, ["cto"])
    assert [(group.unit, group.asked, group.done) for group in found.units] == [
        ("IT", 1, 0),
        ("Claims", 2, 1),
        ("Board", 1, 1),
    ]
    assert [(one.person.id, one.timely, one.record is None) for one in found.leaders] == [
        ("cto", False, True),
        ("ceo", True, False),
    ]
    assert (found.due, found.result) == (True, "fail")


def test_a_mandate_is_judged_as_the_catalogue_does_and_only_once_it_is_due():
    everyone = [done(person["id"], "2025-03-01") for person in PEOPLE]
    (found,) = learning.progress(
        world(TrainingMandate=[MANDATE | {"due_on": "2025-05-31"}], TrainingRecord=everyone)
    )
    assert found.result == "pass"
    (found,) = learning.progress(
        world(TrainingMandate=[MANDATE | {"due_on": "2026-05-31"}], TrainingRecord=everyone)
    )
    assert (found.due, found.result, found.whole.done) == (False, "no-data", 4)
    (found,) = learning.progress(world(TrainingMandate=[MANDATE]))
    assert (found.whole.asked, found.result) == (0, "no-data")


def test_courses_are_those_that_mandates_or_records_name():
    facts = world(TrainingMandate=[MANDATE], TrainingRecord=[done("s1", "2025-03-01") | {"course": "extra"}])
    assert learning.courses(facts) == ["basics", "extra"]
