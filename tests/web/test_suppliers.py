"""Suppliers: questions that follow from what they do, a score and rank, what is mended, and when they are due again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text
from tonetop.standard.suppliers import questions

AT = "/suppliers/vendor-kestrel/"
FJORD = "/suppliers/vendor-fjordbook/"


def post(house: House, at: str = AT, who: str = "governance-lead", **said: str) -> Any:
    return house[who].post(at, said, follow=True)


def answers(value: str = "yes", **others: str) -> dict[str, str]:
    """Answers to all questions that are asked of a processor without AI."""
    told = {one.id: value for one in questions() if one.about != "ai"} | others
    notes = {f"n-{id}": "It lacks" for id, value in told.items() if value in ("no", "partly")}
    return {f"a-{id}": value for id, value in told.items()} | notes


def vendor(ref: str) -> Any:
    from tonetop.records import write

    return write.latest("Vendor", ref)


def test_the_list_tells_score_outcome_and_the_systems_that_hang_on_each(house: House) -> None:
    said = text(house["guest-auditor"].get("/suppliers/"))
    assert "Kestrel Chat" in said and "86 %" in said and "Chatbot Vera" in said
    assert "9 questions open" in said
    assert "Nordvale Cloud" in said
    assert house["executive"].get("/suppliers/none/").status_code == 404


def test_the_page_says_what_falls_short_and_what_hangs_on_it(house: House) -> None:
    said = text(house["guest-auditor"].get(AT))
    assert "4 answers fall short" in said
    assert "No test was shown to us" in said
    assert "Assessed, and in date." in said
    assert "Processing by Kestrel Chat" in said
    assert "Record the answers" not in said
    assert "Was it tested for unequal results" not in text(house["guest-auditor"].get(FJORD))


def test_a_supplier_is_answered_scored_and_settled_until_a_day(own: House) -> None:
    early = post(own, FJORD, act="settle", outcome="suitable", again="2026-06-30")
    assert "Answer the other questions first; 9 are left" in text(early)
    assert "9 answers are new." in text(post(own, FJORD, act="answer", **answers("yes", continuity="partly")))
    assert "0 answers are new." in text(post(own, FJORD, act="answer", **answers("yes", continuity="partly")))
    said = text(post(own, FJORD, act="settle", outcome="suitable", again="2026-12-31"))
    assert "The assessment is on record." in said
    row = vendor("vendor-fjordbook")
    assert (row.risk, row.outcome, row.reassess_due, row.assessed_on) == (
        "low",
        "suitable",
        "2026-12-31",
        "2025-12-31",
    )


@pytest.mark.parametrize(
    ("changed", "rank"),
    [({"security": "no"}, "high"), ({"contract": "partly"}, "medium"), ({"scope": "not-applicable"}, "low")],
)
def test_the_rank_follows_from_the_answers(own: House, changed: dict[str, str], rank: str) -> None:
    post(own, FJORD, act="answer", **answers("yes", **changed))
    if rank != "low":
        said = text(post(own, FJORD, act="settle", outcome="suitable", again="2026-12-31"))
        assert "it is suitable with conditions at best" in said
    kept = {"outcome": "suitable-with-conditions", "conditions": "Mended by June"}
    post(own, FJORD, act="settle", again="2026-06-30", **kept)
    assert vendor("vendor-fjordbook").risk == rank


def test_what_falls_short_becomes_a_decision_and_an_action(own: House) -> None:
    told = {"act": "mend", "answer": "SQ-12", "text": "Ask for the test", "owner": "vos", "due": "2026-02-28"}
    for wrong, problem in (
        ({"text": " "}, "Say what is to be done"),
        ({"owner": "Nobody At All"}, "Name who does it"),
        ({"due": "2025-01-01"}, "Say by which day, from today on"),
        ({"answer": "SQ-1"}, "is no answer that falls short"),
    ):
        assert problem in text(post(own, **(told | {"owner": "vos"} | wrong)))
    assert "is on its way." in text(post(own, **(told | {"owner": "vos"})))
    assert "is on its way already" in text(post(own, **(told | {"owner": "vos"})))
    assert own["process-owner"].post(AT, told).status_code == 403


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"act": "answer", "a-bias": "perhaps"}, "Choose an answer to bias"),
        ({"act": "answer", "a-law": "no"}, "Say what falls short in law"),
        ({"act": "answer", "a-nonsense": "yes"}, "is no question to this supplier"),
        ({"act": "settle", "outcome": "fine"}, "Choose whether the supplier is suitable"),
        ({"act": "settle", "outcome": "suitable-with-conditions"}, "Say under which conditions"),
        ({"act": "settle", "outcome": "not-suitable", "again": "2029-01-01"}, "within two years"),
    ],
)
def test_what_is_missing_is_said(own: House, said: dict[str, str], problem: str) -> None:
    answer = post(own, **said)
    assert answer.status_code == 400
    assert problem in text(answer)


def test_only_those_who_keep_vendors_settle_them_and_a_late_one_shows_at_the_system(own: House) -> None:
    said = {"act": "settle", "outcome": "not-suitable", "again": "2026-06-30"}
    assert own["process-owner"].post(AT, said).status_code == 403
    assert "Its suppliers on record are suitable" in text(own["dpo"].get("/systems/AI-3/"))
    post(own, who="dpo", **said)
    assert "Assess its suppliers Kestrel Chat" in text(own["dpo"].get("/systems/AI-3/"))
    assert own["guest-auditor"].post(AT, said).status_code == 403
