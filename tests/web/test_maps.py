"""The three maps as pages: strategy to evidence, means by use, gates by process; and confirming objectives."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import House

GOAL = {
    "id": "SG2",
    "title": "Most trusted insurer of all",
    "owner": "solvang",
    "approved_by": "solvang",
    "approved_on": "2024-06-18",
    "status": "active",
    "changed_on": "2025-12-20",
    "concerns_ai": True,
}


def text(response: Any) -> str:
    """The page without its markup's line breaks."""
    return " ".join(response.content.decode().split())


def account(role: str) -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role=role)


def write(role: str, type: str, plain: dict[str, Any]) -> None:
    from tonetop.work.change_record import change_record

    change_record(account(role), type, plain)


def ticked(client: Any) -> list[str]:
    """What the boxes of the page say, one an objective that waits."""
    return re.findall(r'name="objective" value="([^"]+)"', client.get("/alignment/").content.decode())


def decisions() -> list[Any]:
    from tonetop.records.registry import registers

    return list(registers()["Decision"].objects.filter(ref__startswith="D-"))


def test_the_map_draws_every_objective_and_tells_its_orphans_in_words(house: House):
    page = text(house["executive"].get("/alignment/"))
    assert "5 objectives drawn from strategy to evidence; a table follows" in page
    assert "1 objective serves no active goal" in page
    assert "1 goal that is not about AI has no objective" in page
    assert "Privacy, Human oversight" in page
    assert page.count('<path class="') == 4 * 4 + 3
    assert page.count('<tr><th scope="row"><a href="/registers/AIObjective/record/') == 5 + 1


def test_the_map_is_narrowed_to_a_goal_and_to_what_has_none(house: House):
    client = house["executive"]
    assert "3 objectives on their way" in text(client.get("/alignment/?goal=SG2"))
    assert "1 objective on its way" in text(client.get("/alignment/?goal=-"))
    assert "No objective is meant by this choice" in text(client.get("/alignment/?goal=nonsense"))


def test_the_map_shows_what_held_on_the_day_looked_at_and_acts_wait_for_today(house: House):
    client = house["governance-lead"]
    page = text(client.get("/alignment/?as_of=2025-08-20"))
    assert "1 objective waits to be confirmed since its goal changed" in page
    assert 'name="objective"' not in page
    assert "Acts are recorded today." in page
    assert "No goal and no objective is on record" in text(client.get("/alignment/?as_of=2020-01-01"))
    client.get("/?as_of=&known_on=")


def test_every_measurement_says_which_meeting_saw_it(house: House):
    page = text(house["guest-auditor"].get("/alignment/"))
    assert "All 18 measurements of the last 365 days were shown to a meeting with top management" in page
    assert "/registers/Meeting/record/meeting-2025-12-09/" in page


def test_a_leader_confirms_all_objectives_of_a_changed_goal_by_one_act(own: House):
    write("governance-lead", "StrategyGoal", GOAL)
    client = own["executive"]
    boxes = ticked(client)
    assert [box.partition(" ")[0] for box in boxes] == ["O2", "O3", "O4"]
    assert 'name="decided_by"' not in text(client.get("/alignment/"))
    done = client.post("/alignment/", {"objective": boxes, "why": "They serve it as before."}, follow=True)
    assert "3 objectives are confirmed." in text(done)
    (made,) = decisions()
    assert list(made.about) == ["O2", "O3", "O4", "SG2"]
    assert (made.kind, made.decided_by, made.decided_on) == ("objective", "solvang", "2025-12-31")
    assert ticked(client) == []
    assert "11 days" in text(client.get("/alignment/"))


def test_the_governance_lead_enters_a_confirmation_for_the_leader_who_decided(own: House):
    write("governance-lead", "StrategyGoal", GOAL)
    client = own["governance-lead"]
    (box, *_) = ticked(client)
    plain = {"objective": [box], "why": "Said in the board.", "decided_by": "lind", "on": "2025-12-22"}
    client.post("/alignment/", plain)
    (made,) = decisions()
    assert (made.decided_by, made.decided_on, made.entered_by) == ("lind", "2025-12-22", "haddad")
    assert len(ticked(client)) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"objective": []}, "Tick at least one objective"),
        ({"why": " "}, "Say in a sentence why"),
        ({"decided_by": ""}, "was not top management"),
        ({"decided_by": "thun"}, "was not top management"),
        ({"on": "2025-12-19"}, "decide again since"),
        ({"on": "2026-01-01"}, "is no day up to today"),
        ({"on": "soon"}, "is no day up to today"),
        ({"objective": ["O2 0123456789abcdef"]}, "was changed since you saw it"),
        ({"objective": ["O1 0123456789abcdef"]}, "waits for no confirmation"),
    ],
)
def test_a_confirmation_that_cannot_stand_is_refused_in_one_sentence(
    own: House, changed: dict[str, Any], told: str
):
    write("governance-lead", "StrategyGoal", GOAL)
    client = own["governance-lead"]
    plain = {"objective": ticked(client), "why": "They fit.", "decided_by": "lind", "on": "2025-12-22"}
    assert told in text(client.post("/alignment/", plain | changed, follow=True))
    assert decisions() == []


def test_an_account_that_is_nobody_of_the_register_names_who_decided(own: House):
    write("governance-lead", "StrategyGoal", GOAL)
    client = own["administrator"]
    done = client.post("/alignment/", {"objective": ticked(client), "why": "They fit."}, follow=True)
    assert "Your account, which is nobody of the register, was not top management" in text(done)


@pytest.mark.parametrize("role", ["guest-auditor", "internal-auditor", "process-owner"])
def test_who_does_not_write_decisions_reads_the_map_and_confirms_nothing(own: House, role: str):
    write("governance-lead", "StrategyGoal", GOAL)
    boxes = ticked(own["executive"])
    assert ticked(own[role]) == []
    done = own[role].post("/alignment/", {"objective": boxes, "why": "They fit."}, follow=True)
    assert "does not write" in text(done)
    assert decisions() == []


def test_a_confirmation_turns_the_check_about_changed_goals(own: House):
    from tonetop.work.assess import assess

    write("governance-lead", "StrategyGoal", {**GOAL, "changed_on": "2025-09-20"})
    assert assess().checks["LD-1.7"].result == "fail"
    own["executive"].post("/alignment/", {"objective": ticked(own["executive"]), "why": "They fit."})
    assert assess().checks["LD-1.7"].result == "partial"


def test_the_sixteen_cells_show_what_was_granted_of_what_was_asked_and_their_blanks(house: House):
    page = text(house["executive"].get("/resources/"))
    assert "7 of 16 cells are blank" in page
    assert page.count("<span>blank</span>") == 7
    assert '<b class="num">360 000</b> of 420 000 EUR' in page
    assert 'href="?year=&amp;cell=money-run#requests"' in page
    assert "4.1 of 4.6 posts (FTE) are filled" in page


def test_a_cell_leads_to_its_requests_with_why_less_was_granted_and_who_accepted_it(house: House):
    page = text(house["guest-auditor"].get("/resources/?cell=people-run"))
    listed = re.findall(r'<th scope="row"><a href="/registers/ResourceRequest/record/([^/]+)/', page)
    assert "Asked and granted: People, run" in page
    assert listed == ["req-2025-fte", "req-2025-people"]
    assert "Why: The fourth post waits for the load of the first half-year" in page
    assert "cut with a reason, accepted" in page
    assert "75 %" in page


def test_requests_are_chosen_by_the_year_of_need(house: House):
    page = text(house["executive"].get("/resources/?year=2026"))
    assert "req-2026-money" in page
    assert "req-2025-money" not in page
    assert "No request is on record for these days" in text(house["executive"].get("/resources/?year=1999"))


def test_what_is_stalled_is_told_with_its_days_the_worst_first(house: House):
    client = house["executive"]
    assert "Nothing waits" in text(client.get("/resources/?as_of=2025-12-10"))
    page = text(client.get("/resources/?as_of=2025-08-20"))
    assert page.index("<b>57</b>") < page.index("Escalation: People 1") < page.index("<b>51</b>")
    assert "top management; put before nobody by name" in page
    assert "Greta Amsel" in page
    client.get("/?as_of=&known_on=")


def test_a_request_without_amount_kind_or_answer_is_told_as_it_is(own: House):
    client = own["governance-lead"]
    write("governance-lead", "ResourceRequest", {"id": "RR-1", "requested_on": "2025-12-01"})
    cut = {"kind": "money", "purpose": "improve", "amount": 100.5, "granted": 50, "decided_by": "rehn"}
    dates = {"requested_on": "2025-12-01", "decided_on": "2025-12-02"}
    write("governance-lead", "ResourceRequest", {"id": "RR-2", **cut, **dates})
    ask = {
        "kind": "decide",
        "about": ["O1"],
        "asked_of": "lind",
        "asked_on": "2025-12-30",
        "why": "Now or never",
    }
    write("governance-lead", "Ask", {"id": "ASK-1", **ask})
    page = text(client.get("/resources/"))
    assert "1 request names no kind or no purpose" in page
    assert "Request: RR-1" in page
    assert "cut without a reason" in page
    assert "100.5" in page
    assert "To decide: Now or never" in page


def test_the_nine_cells_show_the_gates_and_how_often_they_were_passed(house: House):
    client = house["executive"]
    assert "9 of 9 cells have a gate in force" in text(client.get("/integration/"))
    past = text(client.get("/integration/?as_of=2025-06-01&cell=impact-assessment.operations"))
    assert "8 of 9 cells have a gate in force" in past
    assert "gate, not used in 365 days" in past
    assert "No gate of this kind is in force in this workflow" in past
    assert text(client.get("/integration/?as_of=2020-01-01")).count("no gate") == 9
    client.get("/?as_of=&known_on=")


def test_a_cell_leads_to_its_gates_and_passages(house: House):
    page = text(house["guest-auditor"].get("/integration/?cell=risk-assessment.operations"))
    assert "7 passages in 365 days" in page
    assert "/registers/ProcessGate/record/gate-run-risk/" in page
    assert "Rollback of ClaimFlow within a day, until 31 Aug 2025" in page
    assert "Add a gate" not in page


def test_a_waiver_that_ran_out_is_told_in_its_cell(own: House):
    waiver = {"gate": "gate-run-risk", "subject": "AI-1", "decided_by": "lind", "outcome": "waived"}
    days = {"occurred_on": "2025-12-01", "waiver_expires_on": "2025-12-15"}
    write("governance-lead", "GatePassage", {"id": "GP-99", **waiver, **days})
    page = text(own["executive"].get("/integration/?cell=risk-assessment.operations"))
    assert "a waiver ran out" in page
    assert "no reason is on record, until 15 Dec 2025" in page


def test_a_stalled_request_is_decided_from_where_it_is_told(own: House):
    from tonetop.records.registry import registers
    from tonetop.records.write import By, withdraw

    for ask in registers()["Ask"].objects.filter(until_on=None, closed_on=None):
        withdraw("Ask", ask.ref, By())
    asked = {"kind": "money", "purpose": "improve", "amount": 100, "currency": "EUR"}
    days = {"requested_by": "haddad", "requested_on": "2025-12-01"}
    write("governance-lead", "ResourceRequest", {"id": "RR-7", **asked, **days})
    client, address = own["executive"], "/answer/ResourceRequest/RR-7/"
    assert f'href="{address}"' in text(client.get("/resources/"))
    (seen,) = set(re.findall(r'name="sha256" value="([0-9a-f]{64})"', client.get(address).content.decode()))
    client.post(address, {"answer": "approved", "amount": "100", "sha256": seen})
    page = text(client.get("/resources/"))
    assert "Nothing waits" in page
    assert f'href="{address}"' not in page
