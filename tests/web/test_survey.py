"""Surveys as pages: opened with codes shown once, answered without signing in, closed into a result."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import ROLES, House
from tests.web.test_training import text

FORM = {
    "title": "Autumn pulse",
    "kind": "pulse",
    "questions": "Leaders mean it.\n\nI know the policy.",
    "closes_on": "2026-01-31",
    "threshold": "5",
    "units": ["Claims", "IT"],
    "way": "codes",
}
CODE = re.compile(r"<li>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</li>")


def opened(house: House, **changed: Any) -> tuple[str, list[str]]:
    """The address on which people answer, and the codes."""
    page = house["governance-lead"].post("/surveys/open/", FORM | changed).content.decode()
    return re.findall(r'href="https?://[^/"]+(/surveys/answer/[^"]+)"', page)[0], CODE.findall(page)


def test_a_survey_runs_from_its_opening_to_its_result(own: House):
    lead, anybody = own["governance-lead"], own.anybody
    address, codes = opened(own)
    assert len(codes) == len(set(codes)) >= 10
    assert codes[0] not in lead.get("/surveys/").content.decode()
    assert "Leaders mean it." in text(anybody.get(address))
    for code in codes[:6] + codes[-6:]:
        page = text(anybody.post(address, {"code": code, "q0": "4", "q1": "5"}))
        assert "Thank you" in page
    assert "used already" in text(anybody.post(address, {"code": codes[0], "q0": "4", "q1": "5"}))
    of = address.replace("/answer/", "/one/")
    page = text(lead.get(of))
    assert "12 of" in page
    assert "By statement and unit" not in page
    page = text(lead.post(of, {}, follow=True))
    assert "Closed." in page
    assert "88 of 100" in page
    assert re.search(r"I know the policy\. 100 95 or more 95 or more", page)
    assert "is not open" in text(anybody.get(address))
    assert "closed" in text(lead.get("/surveys/"))
    assert "not open, so it cannot be closed" in text(lead.post(of, {}, follow=True))


def test_a_mistake_keeps_what_was_chosen_and_is_not_logged_as_one(own: House):
    address, codes = opened(own)
    response = own.anybody.post(address, {"code": "WRONG", "q0": "2", "q1": "5"})
    assert response.status_code == 200
    assert "a letter of it is wrong" in text(response)
    assert 'value="2" required checked' in response.content.decode()
    assert "Answer every question" in text(
        own.anybody.post(address, {"code": codes[0], "q0": "2", "q1": "x"})
    )


def test_nothing_is_told_where_too_few_answered(own: House):
    address, codes = opened(own)
    own.anybody.post(address, {"code": codes[0], "q0": "4", "q1": "5"})
    page = text(own["executive"].post(address.replace("/answer/", "/one/"), {}, follow=True))
    assert "Fewer than 5 answered" in page


def test_a_survey_can_ask_people_to_sign_in(own: House):
    from tonetop.records.models import Account

    Account.objects.filter(role="dpo").update(person="meijer")
    address, codes = opened(own, way="signed-in", units=[])
    assert codes == []
    assert own.anybody.get(address)["Location"].startswith("/accounts/login/?next=/surveys/answer/")
    for said in ("Thank you", "answered this survey already"):
        assert said in text(own["dpo"].post(address, {"q0": "4", "q1": "5"}))


def test_a_survey_that_cannot_be_opened_is_told_why_and_keeps_the_form(own: House):
    response = own["governance-lead"].post("/surveys/open/", FORM | {"threshold": "2"})
    assert response.status_code == 400
    assert "At least 5 answers must stand behind whatever is shown." in text(response)
    assert "Autumn pulse" in response.content.decode()
    response = own["governance-lead"].post(
        "/surveys/open/", FORM | {"units": [], "codes": "25", "target": "70"}
    )
    assert len(CODE.findall(response.content.decode())) == 25


def test_the_list_tells_surveys_that_were_run_elsewhere_and_teaches_before_any(house: House):
    assert "run elsewhere" in text(house["guest-auditor"].get("/surveys/"))
    page = text(house["administrator"].get("/surveys/?as_of=2020-01-01"))
    assert "Nobody was asked yet" in page
    house["administrator"].get("/surveys/?as_of=")


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("administrator", "governance-lead")])
def test_who_does_not_write_surveys_neither_opens_nor_closes_one(own: House, role: str):
    address, _ = opened(own)
    allowed = role == "executive"
    assert own[role].post("/surveys/open/", FORM).status_code == (200 if allowed else 403)
    assert own[role].get(address.replace("/answer/", "/one/")).status_code == 200
    assert own[role].post(address.replace("/answer/", "/one/")).status_code == (302 if allowed else 403)


def test_a_survey_that_is_not_there_is_told(house: House):
    assert house["dpo"].get("/surveys/one/nope/").status_code == 404
    assert "is not open" in text(house.anybody.get("/surveys/answer/nope/"))


def test_pages_with_codes_and_answers_are_kept_by_nobody(own: House):
    address, codes = opened(own)
    response = own["governance-lead"].post("/surveys/open/", FORM)
    assert "no-store" in response["Cache-Control"]
    assert "no-store" in own.anybody.get(address)["Cache-Control"]
    assert codes


def test_the_pages_ask_the_database_little(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address, _ = opened(own)
    for page in ("/surveys/", address.replace("/answer/", "/one/")):
        own["dpo"].get(page)
        with CaptureQueriesContext(connection) as queries:
            own["dpo"].get(page)
        assert len(queries) <= 12
