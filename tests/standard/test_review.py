"""The input pack of a management review: what belongs under each input, and when each is complete."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.core import canonical
from tonetop.standard import catalogue, demo, facts_file
from tonetop.standard.assessment import assessment
from tonetop.standard.review import Input, Pack, notes_by_input, who_checked
from tonetop.standard.review_inputs import last_review
from tonetop.standard.review_practice import gathered

CHECKED = "none, checked by p on 2025-12-30"
REVIEW = {"id": "mr-1", "kind": "management-review", "held_on": "2025-06-30"}


def packed(day: str, since: str = "2025-06-30", notes: dict[str, str] | None = None, **records: Any) -> Pack:
    """The pack of a few plain records as of a day."""
    found = assessment(facts_file.take(records).facts(day))
    return gathered(found, since, notes or {})


def one(pack: Pack, key: str) -> Input:
    """One input of a pack."""
    return next(found for found in pack.inputs if found.key == key)


def ids(pack: Pack, key: str) -> list[str]:
    """The ids of the records under an input, in their order."""
    return [line.id for table in one(pack, key).tables for line in table.lines]


def of_demo(day: str, notes: dict[str, str] | None = None) -> Pack:
    """The pack of the demo's steady year."""
    facts = facts_file.take(demo.story("steady")).facts(day)
    return gathered(assessment(facts), last_review(facts), notes or {})


def test_the_demo_is_gathered_as_worked_out_by_hand():
    pack = of_demo("2025-12-31")
    assert pack.since == "2025-10-21"
    asked = {found.letter: found.complete for found in pack.inputs if found.letter}
    # con-7 waits; O4 and O5 were last measured in September; the certification body came in November.
    assert asked == {"a": True, "b": True, "c": False, "d1": True, "d2": False, "d3": True, "e": True}
    assert ids(pack, "performance_audits") == ["external-2025", "f-c2", "f-c1"]
    before = one(of_demo("2025-11-17"), "performance_audits")
    assert (before.complete, before.records) == (False, ())
    assert before.why == "no audit was held since the last review, and nobody has said why"
    assert {found.key for found in pack.inputs} == set(catalogue.review_inputs())
    assert len(one(pack, "previous_actions").tables[0].lines) == 8
    assert ids(pack, "context_changes") == ["trg-ai-act-models", "trg-surveillance"]
    assert "O4" not in one(pack, "performance_measurements").why
    assert "95% of staff trained" in one(pack, "performance_measurements").why


def test_a_pack_has_a_canonical_form_and_is_the_same_every_time():
    assert canonical.dumps(of_demo("2025-12-31").plain()) == canonical.dumps(of_demo("2025-12-31").plain())


def test_every_decision_of_earlier_reviews_appears_also_when_it_is_closed_or_comes_from_an_old_review():
    meetings = [{**REVIEW, "id": "mr-0", "held_on": "2024-06-30"}, REVIEW]
    meetings += [{"id": "st-1", "kind": "steering", "held_on": "2025-03-01"}]
    decisions = [
        {"id": "d-0", "source": "mr-0", "decided_on": "2024-06-30", "due": "2024-09-01", "status": "closed",
         "closed_on": "2024-09-11"},
        {"id": "d-1", "source": "mr-1", "decided_on": "2025-06-30", "due": "2025-09-01", "status": "open"},
        {"id": "d-2", "source": "st-1", "decided_on": "2025-03-01", "status": "open"},
    ]  # fmt: skip
    actions = [{"id": "a-1", "decision": "d-1", "due": "2025-09-01", "status": "open"}]
    pack = packed("2025-12-31", Meeting=meetings, Decision=decisions, Action=actions)
    assert ids(pack, "previous_actions") == ["d-1", "d-0", "a-1"]
    first, closed = one(pack, "previous_actions").tables[0].lines
    assert (first.sign, first.cells[-1]) == ("late", "121")
    assert (closed.sign, closed.cells[-1]) == ("", "10")
    assert one(pack, "previous_actions").complete


def test_a_decision_without_any_state_makes_the_first_input_incomplete():
    decision = {"id": "d-1", "source": "mr-1", "decided_on": "2025-06-30"}
    pack = packed("2025-12-31", Meeting=[REVIEW], Decision=[decision])
    assert not one(pack, "previous_actions").complete
    acted = packed(
        "2025-12-31",
        Meeting=[REVIEW],
        Decision=[decision],
        Action=[{"id": "a", "decision": "d-1", "status": "open"}],
    )
    assert one(acted, "previous_actions").complete


def test_before_the_first_review_nothing_is_owed_from_earlier_ones():
    pack = packed("2025-12-31", since="")
    assert one(pack, "previous_actions").complete
    assert one(pack, "previous_actions").records == ()


@pytest.mark.parametrize(
    "key", ["context_changes", "interested_party_changes", "performance_nonconformities"]
)
def test_an_input_without_records_is_complete_once_somebody_has_checked(key: str):
    assert not one(packed("2025-12-31"), key).complete
    assert one(packed("2025-12-31", notes={key: CHECKED}), key).complete
    assert not one(packed("2025-12-31", notes={key: "we looked"}), key).complete


def test_changes_since_the_last_review_count_and_older_ones_do_not():
    systems = [
        {"id": "s-1", "name": "New", "go_live_on": "2025-07-01"},
        {"id": "s-2", "name": "Old", "go_live_on": "2025-06-30"},
        {"id": "s-3", "name": "Gone", "retired_on": "2025-12-31"},
        {"id": "s-4", "name": "Later", "go_live_on": "2026-01-01"},
    ]
    triggers = [
        {"id": "t-1", "kind": "law", "occurred_on": "2025-01-01", "summary": "Waits for an assessment"}
    ]
    goals = [{"id": "g-1", "title": "Faster", "approved_on": "2024-01-01", "changed_on": "2025-08-01"}]
    people = [{"id": "p-1", "is_top_management": True, "valid_from": "2025-09-01"}]
    pack = packed("2025-12-31", AISystem=systems, TriggerEvent=triggers, StrategyGoal=goals, Person=people)
    assert ids(pack, "context_changes") == ["t-1", "s-1", "g-1", "p-1", "s-3"]


def test_each_party_is_answered_or_spoken_of():
    concern = {"id": "c-1", "channel": "the hotline", "raised_on": "2025-11-01"}
    panel = {"id": "m-1", "kind": "stakeholder-meeting", "title": "Panel", "sent_on": "2025-11-04"}
    asked = {**panel, "feedback_count": 5, "feedback_answered": 3}
    pack = packed("2025-12-31", Concern=[concern], Communication=[asked])
    assert one(pack, "interested_party_changes").why == (
        "Panel: not answered yet; concerns by the hotline: not answered yet"
    )
    notes = {
        "interested_party_changes": "The Panel meets again in March; concerns by the hotline are with HR"
    }
    told = packed("2025-12-31", notes=notes, Concern=[concern], Communication=[asked])
    assert one(told, "interested_party_changes").complete
    survey = {
        "id": "sv",
        "kind": "pulse",
        "run_on": "2025-11-01",
        "responses": 40,
        "population": 50,
        "score": 4.1,
    }
    heard = packed(
        "2025-12-31",
        Concern=[{**concern, "resolved_on": "2025-11-20"}],
        Communication=[panel],
        SurveyResult=[survey],
    )
    assert one(heard, "interested_party_changes").complete
    assert ids(heard, "interested_party_changes") == ["m-1", "c-1", "sv"]


def test_concerns_are_told_without_their_words():
    concern = {"id": "c-1", "channel": "mail", "raised_on": "2025-11-01", "text": "my boss hides errors"}
    assert "hides" not in repr(packed("2025-12-31", Concern=[concern]))


def test_the_trend_of_nonconformities_goes_by_quarter_and_leaves_advice_out():
    findings = [
        {
            "id": "f-1",
            "grade": "minor",
            "raised_on": "2025-02-01",
            "due": "2025-03-15",
            "closed_on": "2025-05-01",
        },
        {"id": "f-2", "grade": "major", "raised_on": "2025-11-01", "due": "2025-12-01", "repeat_of": "f-1"},
        {"id": "f-3", "grade": "ofi", "raised_on": "2025-11-01"},
    ]
    found = one(packed("2025-12-31", Finding=findings), "performance_nonconformities")
    told = {trend.name: [point.value for point in trend.points] for trend in found.trends}
    assert [point.at for point in found.trends[0].points] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert told == {
        "Newly raised": ["1", "0", "0", "1"],
        "Closed": ["0", "1", "0", "0"],
        "Overdue at its end": ["1", "0", "0", "1"],
        "Repeats": ["0", "0", "0", "1"],
    }
    assert [(line.id, line.sign) for line in found.tables[0].lines] == [("f-2", "late")]


def test_the_last_period_may_be_a_hundred_days_old_and_not_older():
    audit = {"id": "i-1", "performed_on": "2025-02-10"}  # its quarter ended on 31 March
    assert one(packed("2025-07-09", InternalAudit=[audit]), "performance_nonconformities").complete
    late = one(packed("2025-07-10", InternalAudit=[audit]), "performance_nonconformities")
    assert not late.complete
    assert late.why == "The last period, 2025-Q1, ended 101 days ago; 100 are allowed"


def test_every_active_objective_is_measured_since_or_spoken_of():
    objectives = [
        {"id": "O1", "title": "Fewer errors", "status": "active", "target": 1},
        {"id": "O2", "title": "Faster answers"},
        {"id": "O3", "title": "Given up", "status": "cancelled"},
    ]
    measured = [{"kpi": "O1", "measured_on": "2025-09-30", "value": 0.5, "status": "green"}]
    records = {"AIObjective": objectives, "Measurement": measured}
    found = one(packed("2025-12-31", **records), "performance_measurements")
    assert found.why == "Faster answers was not measured since the last review, and no reason is given"
    assert [trend.name for trend in found.trends] == ["Fewer errors", "Faster answers"]
    notes = {"performance_measurements": "O2 begins in January"}
    assert one(packed("2025-12-31", notes=notes, **records), "performance_measurements").complete
    assert not one(packed("2025-12-31"), "performance_measurements").complete


def test_every_audit_since_is_performed_and_reported():
    audits = [
        {"id": "i-0", "performed_on": "2025-05-01", "reported_on": "2025-05-09"},
        {"id": "i-1", "performed_on": "2025-09-01", "reported_on": "2025-09-09"},
        {"id": "i-2", "planned_on": "2025-11-01"},
        {"id": "i-3", "planned_on": "2026-02-01"},
    ]
    outside = [{"id": "x-1", "kind": "surveillance", "body": "Body", "held_on": "2025-11-18"}]
    findings = [
        {"id": "f-1", "audit": "i-1", "grade": "minor", "clause": "8.1", "raised_on": "2025-09-01"},
        {"id": "f-2", "external_audit": "x-1", "grade": "ofi", "clause": "7.1", "raised_on": "2025-11-18"},
    ]
    records = {"InternalAudit": audits, "ExternalAudit": outside, "Finding": findings}
    pack = packed("2025-12-31", **records)
    assert ids(pack, "performance_audits") == ["i-1", "i-2", "x-1", "f-2", "f-1"]
    assert one(pack, "performance_audits").why == "Internal audit i-2 was not performed and reported yet"
    notes = {"performance_audits": "Internal audit i-2 was moved to February"}
    assert one(packed("2025-12-31", notes=notes, **records), "performance_audits").complete


def test_no_chance_to_improve_needs_a_reason():
    key = "improvement_opportunities"
    assert not one(packed("2025-12-31", notes={key: CHECKED}), key).complete
    assert one(packed("2025-12-31", notes={key: f"{CHECKED}: the last ones run until March"}), key).complete
    open_ = packed("2025-12-31", Improvement=[{"id": "im", "title": "A log", "approved_on": "2025-09-01"}])
    assert one(open_, key).complete


def test_good_practice_is_gathered_and_never_missing():
    pack = of_demo("2025-12-31")
    practice = {found.key: found for found in pack.inputs if not found.letter}
    assert {found.complete for found in practice.values()} == {None}
    assert practice["top_ai_risks"].records == ("risk-1", "plan-1")
    assert practice["impact_assessments"].records == ("ia-healthrate-2",)
    assert "RP-3" in practice["privacy_gaps"].records
    assert [line.id for line in practice["pitfall_signals"].tables[0].lines] == ["PF-7", "PF-8"]
    assert "2025/AIMS" in ids(pack, "resources")
    assert "2025/AIMS" not in practice["resources"].records  # a meeting names only records that have an id


def test_notes_are_read_by_input():
    assert notes_by_input(["context_changes: a: b", "nonsense: c"]) == {"context_changes": "a: b"}
    assert notes_by_input(None) == {}


def test_who_checked_is_read_out_of_a_note():
    assert who_checked(f"{CHECKED}: quiet: really") == ("p", "2025-12-30", "quiet: really")
    assert who_checked(CHECKED) == ("p", "2025-12-30", "")
    assert who_checked("we looked") is None
