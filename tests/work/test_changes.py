"""What changed between two days of the demo's year, and which results turned because of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.work.conftest import at, copied
from tonetop.standard.facts_file import Refused


@pytest.fixture(scope="module")
def autumn(steady: Path, tmp_path_factory: pytest.TempPathFactory):
    """From before the second risk review to after its correction."""
    from tonetop.work.changes import changes

    with at(copied(steady, tmp_path_factory.mktemp("autumn"))):
        yield changes("2025-09-22", "2025-10-03")


def test_a_record_that_is_new_a_record_that_changed_and_what_of_it(autumn):
    found = {(one.type, one.id): one for one in autumn.records}
    assert found["Meeting", "meeting-2025-09-23"].kind == "created"
    plan = found["RiskTreatmentPlan", "plan-1"]
    assert plan.kind == "changed"
    fields = {one.name: (one.before, one.after) for one in plan.fields}
    assert fields["residual_accepted_by"] == ("rehn", "lind")
    assert fields["residual_accepted_on"] == ("2025-03-18", "2025-10-02")


def test_what_a_later_act_fills_is_a_change_although_the_version_is_the_same(autumn):
    found = {(one.type, one.id): one for one in autumn.records}
    fields = {one.name: (one.before, one.after) for one in found["Decision", "dec-2025-08-05"].fields}
    assert fields == {"status": ("open", "closed"), "closed_on": (None, "2025-09-30")}


def test_a_turned_result_names_the_changed_records_it_rests_on(autumn):
    turned = {one.id: one for one in autumn.turns}
    assert (turned["LD-5.3"].before, turned["LD-5.3"].after) == ("partial", "pass")
    assert "meeting-2025-09-23" in turned["LD-5.3"].because
    assert {*turned["LD-5.3"].because} <= {one.name for one in autumn.records}
    assert "meeting-2025-09-23" in turned["LD-5"].because


def test_results_that_did_not_turn_are_left_out(autumn):
    assert all(one.before != one.after for one in autumn.turns)
    assert "LD-1.1" not in {one.id for one in autumn.turns}


def test_the_plain_form_is_json(autumn):
    plain = json.loads(json.dumps(autumn.plain()))
    assert sorted(plain) == ["records", "results", "since", "until"]
    assert sorted(plain["results"][0]) == [
        *("after", "because", "before", "id", "kind", "lapsed_on", "title", "why")
    ]


def test_a_result_that_lapsed_says_on_which_day(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.changes import changes

    lapses = assess("2025-12-31").checks["LD-1.2"].expires_on
    turned = {one.id: one for one in changes("2025-12-31", "2026-11-30").turns}
    assert lapses == "2026-10-28"
    assert turned["LD-1.2"].lapsed_on == lapses


def test_a_withdrawn_record_is_told_as_such(demo: Path):
    from tonetop.records import write
    from tonetop.work.changes import changes

    write.withdraw("Concern", "con-4", write.By())
    found = {(one.type, one.id): one for one in changes("2025-12-30", "2025-12-31").records}
    assert (found["Concern", "con-4"].kind, found["Concern", "con-4"].fields) == ("withdrawn", ())


def test_a_day_has_no_difference_from_itself_and_the_days_stand_in_order(demo: Path):
    from tonetop.work.changes import changes

    same = changes("2025-06-01", "2025-06-01")
    assert (same.records, same.turns) == ((), ())
    with pytest.raises(Refused, match="2025-06-02 is after 2025-06-01"):
        changes("2025-06-02", "2025-06-01")


def test_what_became_of_a_pitfall_is_told_with_its_signals(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.changes import changes

    before, after = assess("2025-09-02"), assess("2026-09-30")
    turned = {one.id for one in changes("2025-09-02", "2026-09-30").turns if one.kind == "pitfall"}
    expected = {id for id in after.pitfalls if after.pitfalls[id].raised != before.pitfalls[id].raised}
    assert turned == expected
    assert expected
