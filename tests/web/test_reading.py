"""What the pages show: as of any day, in plain words, with a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.pages import PAGES

MOST = 12
SHOWN = [address for what, address in PAGES.items() if what not in ("no such page", "password")]


def text(response: Any) -> str:
    """The page without its markup's line breaks."""
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("address", SHOWN)
def test_no_page_asks_the_database_more_than_twelve_times(house: House, address: str):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = house["administrator" if address.startswith("/settings/accounts/") else "governance-lead"]
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    client.get("/?as_of=&known_on=")
    assert len(seen) <= MOST, [query["sql"][:100] for query in seen]


def test_the_home_tells_the_clause_its_duties_and_the_acts_that_would_change_them(house: House):
    page = text(house["executive"].get("/"))
    assert "4 of 8 duties backed" in page
    assert "Policy and objectives that fit strategy" in page
    assert "Link objective “Inference cost 10% lower” to a strategic goal" in page
    assert "Ingrid Solvang" in page


def test_the_engine_s_sentences_name_records_and_leave_their_ids_out(house: House):
    page = text(house["executive"].get("/checks/LD-5.2/"))
    assert "The review of 21 Oct 2025 was attended by" in page
    assert "(solvang)" not in page
    assert "meeting-21 Oct 2025" not in page
    assert "Management review, 21 Oct 2025 · Marek Dostal" in page


def test_a_list_is_led_by_what_a_record_is_called_and_tells_its_id_beside(house: House):
    page = text(house["dpo"].get("/registers/Evidence/?q=ev-allhands-2025-02"))
    assert ">Recording of the all-hands 2025-02-05</a></th>" in page
    assert '<td data-label="Id" class="id-cell">ev-allhands-2025-02</td>' in page


def test_a_register_told_apart_by_one_field_does_not_tell_it_twice(house: House):
    page = text(house["dpo"].get("/registers/SoAEntry/"))
    assert page.count(">A.2.2<") == 1


def test_every_parameter_says_what_it_decides_and_who_reads_it(house: House):
    from tonetop.standard import catalogue
    from tonetop.web.parameters import MEANT

    assert MEANT.keys() == catalogue.parameters().keys()
    page = text(house["guest-auditor"].get("/requirements/?part=parameters"))
    assert "A management review is held at least every" in page
    assert '<a href="/checks/LD-5.2/">LD-5.2</a>' in page
    assert "Change<span" not in page
    assert "/registers/ParameterSetting/new/?parameter=review_interval_days" in text(
        house["governance-lead"].get("/requirements/?part=parameters")
    )


def test_days_without_a_change_say_so(house: House):
    page = text(house["executive"].get("/changes/?from=2025-12-30&to=2025-12-30"))
    assert "Nothing changed between 30 Dec 2025 and 30 Dec 2025" in page


def test_a_past_day_changes_what_is_seen_until_one_comes_back(house: House):
    client = house["dpo"]
    assert "Policy version 2.1" in text(client.get("/registers/PolicyVersion/record/pol-2-1/"))
    past = text(client.get("/registers/PolicyVersion/?as_of=2025-02-01"))
    assert "Everything on this page is as of <b>1 Feb 2025</b>" in past
    assert "pol-2-1" not in past
    assert "1 Feb 2025" in text(client.get("/"))
    assert "pol-2-1" in text(client.get("/registers/PolicyVersion/?as_of=&known_on="))


def test_what_was_not_known_yet_is_left_out_when_one_asks_as_known_on_a_day(house: House):
    client = house["internal-auditor"]
    known = "/registers/Evidence/?q=allhands-2025-02&as_of=2025-02-05"
    assert "ev-allhands-2025-02" in text(client.get(f"{known}&known_on="))
    assert "Nothing matches" in text(client.get(f"{known}&known_on=2025-02-05"))
    client.get("/?as_of=&known_on=")


def test_a_day_that_is_none_is_said_and_changes_nothing(house: House):
    client = house["executive"]
    client.get("/?as_of=2025-06-01")
    page = text(client.get("/?as_of=31.12.2025"))
    assert "31.12.2025 is no day; write YYYY-MM-DD" in page
    assert "as of <b>1 Jun 2025</b>" in page
    client.get("/?as_of=&known_on=")


def test_a_check_shows_its_reasons_down_to_records(house: House):
    page = text(house["executive"].get("/checks/LD-1.3/"))
    assert "What is there, and what a pass still needs" in page
    assert "/registers/AIObjective/record/O5/" in page
    assert "What would change this" in page


def test_a_rule_is_told_with_the_numbers_in_force(house: House):
    assert "gate_coverage_pass" not in text(house["executive"].get("/checks/LD-2.2/"))
    assert "≥ 95 %" in text(house["executive"].get("/checks/LD-2.2/"))


def test_a_record_shows_what_it_says_who_refers_to_it_and_what_it_counts_in(house: House):
    page = text(house["internal-auditor"].get("/registers/Meeting/record/meeting-2025-10-21/"))
    assert "Management review, 21 Oct 2025" in page
    assert "Ingrid Solvang" in page
    assert "meeting-2025-10-21/solvang" in page
    assert "LD-5.2" in page
    assert "ledger line" in page


def test_a_record_of_many_versions_shows_what_each_changed(house: House):
    page = text(house["executive"].get("/registers/BudgetLine/record/2025/AIMS/"))
    assert "Version 6" in page
    assert "<del>" in page


def test_a_record_that_was_not_there_on_the_day_says_so(house: House):
    page = text(house["process-owner"].get("/registers/PolicyVersion/record/pol-2-1/?as_of=2025-02-01"))
    assert "this record was not there; its latest version is shown" in page
    house["process-owner"].get("/?as_of=&known_on=")


def test_a_list_is_searched_filtered_sorted_and_paged(house: House):
    client = house["dpo"]
    page = text(client.get("/registers/Decision/?kind=improvement&sort=-decided_on"))
    assert 'aria-sort="descending"' in page
    assert "dec-2025-10-21-a" in page
    assert "dec-2025-10-21-b" not in page
    assert "Nothing matches" in text(client.get("/registers/Decision/?q=zzzz"))
    assert "page 2 of" in text(client.get("/registers/Evidence/?page=2"))
    assert "page 4 of 4" in text(client.get("/registers/Evidence/?page=999"))


@pytest.mark.parametrize("query", ["nonsense=1", "sort=nonsense", "touches_ai=perhaps"])
def test_a_list_refuses_what_it_does_not_know_in_one_sentence(house: House, query: str):
    response = house["dpo"].get(f"/registers/BusinessProcess/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_a_list_gives_only_its_rows_when_the_browser_asks_for_those(house: House):
    page = house["dpo"].get(
        "/registers/Decision/?q=risk", headers={"HX-Target": "rows", "HX-Request": "true"}
    )
    assert "<html" not in page.content.decode()
    assert "dec-2025-03-18-a" in page.content.decode()


def test_an_empty_register_says_what_belongs_there_and_how_to_begin(house: House):
    page = text(house["governance-lead"].get("/registers/ItemRating/"))
    assert "Nothing here yet" in page
    assert "Add the first" in page
    assert "Add the first" not in text(house["guest-auditor"].get("/registers/ItemRating/"))


def test_the_search_finds_records_of_every_register_and_the_catalogue(house: House):
    page = text(house["guest-auditor"].get("/search/?q=chatbot"))
    assert "/registers/AISystem/record/AI-3/" in page
    assert "LD-5.3" in text(house["guest-auditor"].get("/search/?q=ld-5.3"))
    assert "Nothing found" in text(house["guest-auditor"].get("/search/?q=zzzz"))


def test_the_search_takes_its_words_literally(house: House):
    for words in ("%", "_____", "' OR 1=1", "100%", '"', "\\", "a " * 200):
        assert house["guest-auditor"].get("/search/", {"q": words}).status_code == 200


def test_the_search_sees_what_held_on_the_day_looked_at(house: House):
    client = house["administrator"]
    assert "/record/pol-2-1/" not in text(client.get("/search/?q=pol-2-1&as_of=2025-02-01"))
    assert "/record/pol-2-1/" in text(client.get("/search/?q=pol-2-1&as_of="))


def test_two_days_are_compared_with_results_and_the_records_behind_them(house: House):
    page = text(house["executive"].get("/changes/?from=2025-09-25&to=2025-10-31"))
    assert "LD-5.4" in page
    assert "/registers/RiskTreatmentPlan/record/plan-1/" in page
    assert "are new, changed or withdrawn" in page


@pytest.mark.parametrize("days", ["from=2025-12-31&to=2025-01-01", "from=soon&to=2025-01-01"])
def test_days_that_cannot_be_compared_are_refused_in_one_sentence(house: House, days: str):
    response = house["executive"].get(f"/changes/?{days}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    ("format", "begins"), [("csv", b"id,"), ("xlsx", b"PK"), ("json", b"{"), ("yaml", b"AISystem:")]
)
def test_a_register_is_downloaded_in_every_format_as_of_the_day_looked_at(
    house: House, format: str, begins: bytes
):
    response = house["guest-auditor"].get(f"/registers/AISystem/export.{format}")
    assert response["Content-Disposition"] == f'attachment; filename="AISystem-2025-12-31.{format}"'
    assert response.content.lstrip(b"\xef\xbb\xbf").startswith(begins)
    past = house["guest-auditor"].get(f"/registers/AISystem/export.{format}?as_of=2020-01-01")
    assert b"Vera" not in past.content
    house["guest-auditor"].get("/?as_of=")


def test_a_search_for_more_words_than_a_search_has_is_told_so(house: House):
    for address in ("/registers/Person/", "/api/v1/registers/Person"):
        response = house["guest-auditor"].get(address, {"q": "a " * 3000})
        assert response.status_code == 400
        assert "at most 20 words" in text(response)


def test_text_from_records_is_never_taken_for_markup(own: House):
    client = own["governance-lead"]
    nasty = "<script>alert(1)</script>\"'&{{ 7*7 }}"
    client.post("/registers/Person/new/", {"id": "p-x", "version": "0", "name": nasty})
    pages = [
        "/registers/Person/record/p-x/",
        "/registers/Person/?q=script",
        "/registers/Person/record/p-x/edit/",
        "/search/?q=script",
        "/ledger/",
        "/settings/",
        "/changes/?from=2025-12-30&to=2025-12-31",
    ]
    for address in pages:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "49" not in page.partition("p-x")[2][:40]


def test_the_demo_says_that_it_is_one(house: House):
    assert "a fictional organisation whose clock stands at 31 Dec 2025" in text(house["executive"].get("/"))
