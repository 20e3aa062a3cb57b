"""What documents show of each duty, and the facts that they propose: acts alone back, promises and silence do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from tests.work.making_documents import MINUTES, POLICY, examined, minutes, policy, told
from tonetop.core.quote import held
from tonetop.standard import facts_file
from tonetop.work.propose.as_file import as_file
from tonetop.work.propose.propose import as_facts, propose
from tonetop.work.shown_by_documents import shown

DAY = "2025-12-31"


def test_an_act_of_top_management_within_a_year_backs_its_duty() -> None:
    found = shown([policy()], DAY)["LD-1"]
    assert (found.state, found.result) == ("backed", "partial")
    assert found.cites[0].quote.text == "The Executive Board approved the AI policy on 3 March 2025."


@pytest.mark.parametrize(
    ("standing", "actor", "date", "state", "result"),
    [
        ("commitment", "top", "2025-06-01", "promised", "no-data"),
        ("gap", "top", "2025-06-01", "lacking", "fail"),
        ("act", "delegate", "2025-06-01", "delegated", "no-data"),
        ("act", "unclear", "2025-06-01", "delegated", "no-data"),
        ("act", "top", "2024-12-31", "stale", "fail"),
        ("act", "top", "2025-01-01", "backed", "partial"),
        ("act", "top", "2026-01-01", "missing", "no-data"),
        ("act", "top", None, "stale", "fail"),
        ("none", "top", "2025-06-01", "missing", "no-data"),
    ],
)
def test_what_a_single_passage_shows(
    standing: str, actor: str, date: str | None, state: str, result: str
) -> None:
    words = "The board saw to it."
    document = examined("a.md", words, (told(words, words, standing, actor, "LD-9", date=date),))
    found = shown([document], DAY)["LD-9"]
    assert (found.state, found.result) == (state, result)


def test_what_is_said_to_lack_on_the_day_of_the_act_or_later_contradicts_it() -> None:
    words = "The board acted. It is still missing."
    act = told(words, "The board acted.", "act", "top", "LD-5", date="2025-06-10")
    lack = told(words, "It is still missing.", "gap", "top", "LD-5", date="2025-06-10")
    assert shown([examined("a.md", words, (act, lack))], DAY)["LD-5"].state == "contradicted"
    earlier = lack._replace(date="2025-06-09")
    assert shown([examined("a.md", words, (act, earlier))], DAY)["LD-5"].state == "backed"


@pytest.mark.parametrize(
    "change", [{"about_ai": False}, {"confidence": 0.4, "backed": False}, {"placeholder": True}]
)
def test_what_is_not_about_ai_or_unsure_or_a_blank_shows_nothing(change: dict[str, object]) -> None:
    words = "The board acted."
    one = told(words, words, "act", "top", "LD-5", date="2025-06-10")._replace(**change)  # type: ignore[arg-type]
    document = examined("a.md", words, (one,), kind="policy-publication", date="2025-06-10")
    assert shown([document], DAY)["LD-5"].state == "missing"
    assert propose([document]) == []


def test_minutes_propose_the_meeting_its_people_and_its_decisions() -> None:
    facts = as_facts(propose([minutes()]))
    assert [(meeting["kind"], meeting["held_on"]) for meeting in facts["Meeting"]] == [
        ("steering", "2025-06-10")
    ]
    assert [(one["person"], one["mode"]) for one in facts["Attendance"]] == [
        ("p-ada-chair", "present"),
        ("p-ben-member", "present"),
        ("p-cy-away", "apology"),
    ]
    assert [one["is_top_management"] for one in facts["Person"]] == [True, True, False]
    (decision,) = facts["Decision"]
    assert (decision["kind"], decision["decided_on"]) == ("resource", "2025-06-10")
    (line,) = facts["BudgetLine"]
    assert (line["approved"], line["period"]) == (120000, "2025")


def test_a_policy_page_proposes_its_approval_and_what_the_chief_executive_said() -> None:
    facts = as_facts(propose([policy()]))
    assert [one["approved_on"] for one in facts["PolicyVersion"]] == ["2025-03-03"]
    assert [one["sent_on"] for one in facts["Communication"]] == ["2025-05-12"]
    assert [one["kind"] for one in facts["Evidence"]] == ["policy-publication"]


def test_a_form_to_fill_in_and_an_agenda_without_day_propose_nothing() -> None:
    assert propose([replace(minutes(), placeholder=True)]) == []
    assert [one.type for one in propose([replace(minutes(), date=None, told=())])] == []


def test_a_month_alone_is_no_day_of_a_fact() -> None:
    one = told(POLICY, "We will publish an AI strategy next year.", "act", "top", "LD-4", date="2025-05")
    document = examined("p.md", POLICY, (one,), kind="policy-publication", date="2025-03")
    assert propose([document]) == []


def test_every_quotation_of_a_proposal_stands_in_its_document() -> None:
    texts = {"policy.md": POLICY, "minutes/2025-06-10.md": MINUTES}
    for proposal in propose([policy(), minutes()]):
        assert proposal.quotations()
        for cite in proposal.quotations():
            assert held(texts[cite.document], cite.quote)


def test_the_file_of_proposals_is_a_facts_file_with_the_quotations_above_each_record() -> None:
    proposals = propose([policy(), minutes()])
    text = as_file(proposals)
    assert yaml.safe_load(text) == yaml.safe_load(yaml.safe_dump(as_facts(proposals)))
    assert "# “The board approved EUR 120,000 for AI governance in 2025.” (minutes/2025-06-10.md" in text
    assert facts_file.take(as_facts(proposals)).records["Meeting"]
    assert as_file([]).endswith("{}\n")


def test_whoever_only_sent_apologies_is_proposed_as_top_management_by_a_rank_alone() -> None:
    from dataclasses import replace

    told = minutes()
    ranked = replace(told, present=tuple(one._replace(role="Chief executive") for one in told.present[2:]))
    found = [one for one in propose([told]) if one.type == "Person"]
    assert {one.fields["name"]: one.fields["is_top_management"] for one in found} == {
        "Ada Chair": True,
        "Ben Member": True,
        "Cy Away": False,
    }
    (person,) = [one for one in propose([ranked]) if one.type == "Person"]
    assert person.fields["is_top_management"] is True


def test_the_same_person_in_two_meetings_is_proposed_once_with_both_quotations() -> None:
    other = replace(
        minutes(),
        document="minutes/copy.md",
        date="2025-05-01",
        text=replace(minutes().text, sha256="0" * 64),
    )
    ada = [one for one in propose([minutes(), other]) if one.id == "p-ada-chair"]
    assert len(ada) == 1
    assert ada[0].fields["valid_from"] == "2025-05-01"
    assert len(ada[0].quotations()) == 2


def test_an_appointment_by_the_top_proposes_the_person_and_the_role() -> None:
    words = "The board appointed Ina Okoro as AI governance lead on 10 June 2025."
    document = examined("m.md", words, (told(words, words, "act", "top", "LD-6", date="2025-06-10"),))
    facts = as_facts(propose([document]))
    (role,) = facts["RoleAssignment"]
    assert (role["role"], role["person"], role["assigned_on"]) == ("aims-lead", "p-ina-okoro", "2025-06-10")
    (person,) = facts["Person"]
    assert (person["id"], person["name"], person["is_top_management"]) == ("p-ina-okoro", "Ina Okoro", False)


def test_money_stands_in_the_year_for_which_it_is_given() -> None:
    words = "The board approved EUR 90,000 for AI governance for fiscal year 2026."
    document = examined("m.md", words, (told(words, words, "act", "top", "LD-3", date="2025-06-10"),))
    (line,) = as_facts(propose([document]))["BudgetLine"]
    assert (line["period"], line["approved"], line["approved_on"]) == ("2026", 90000, "2025-06-10")
