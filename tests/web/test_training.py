"""Training: mandates by unit and leaders first; a learning system's export comes in, every row accounted for."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House

EXPORT = """\
Learner;Course name;Completion status;Completed at;Score
Marek Dostal;Gate practice;Completed;2025-11-03 14:22;93
"Rehn, Tomas";Gate practice;Completed;2025-11-04T08:00:00Z;70
LIND@varnholm.example;Gate practice;passed;2025-11-05;100
solvang;Gate practice;In progress;;12
solvang;Gate practice;completed;soon;80
Nobody Atall;Gate practice;Completed;2025-11-05;50
staff-015;gate-practice;Completed;2025-11-06;81
staff-015;gate-practice;Completed;2025-11-06;81
staff-016;;Completed;2025-11-06;81
staff-017;gate-practice;Completed;2031-01-01;81
haddad;ai-policy-2025;Completed;2025-02-12;81
"""


def text(response: Any) -> str:
    """What a page says, without its tags."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", said)


def upload(content: str, name: str = "lms.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content.encode())}


def form(page: str) -> dict[str, str]:
    """What the page's form would send."""
    found = dict(re.findall(r'name="(token)" value="([^"]+)"', page))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", options)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def lead(own: House) -> Any:
    """The governance lead's client, in a house in which one person has an account with an address."""
    from tonetop.records.models import Account

    Account.objects.filter(role="executive").update(email="lind@varnholm.example", person="lind")
    return own["governance-lead"]


def completions(course: str) -> dict[str, str]:
    from tonetop.records.registry import registers

    rows = registers()["TrainingRecord"].objects.filter(until_on=None, withdrawn_on=None, course=course)
    return dict(rows.values_list("person", "completed_on"))


def test_the_page_tells_each_mandate_by_unit_and_the_leaders_first(house: House):
    page = text(house["guest-auditor"].get("/training/"))
    assert "ai-policy-2025" in page
    assert "93 of 100 were done in time" in page
    assert page.index("Leaders") < page.index("By unit")
    assert "not due yet" in page
    assert "Look at it" not in page


def test_before_any_mandate_the_page_teaches(house: House):
    page = text(house["governance-lead"].get("/training/?as_of=2020-01-01"))
    assert "No training was asked for yet" in page
    house["governance-lead"].get("/training/?as_of=")


def test_columns_are_guessed_and_every_row_is_accounted_for(lead: Any):
    from tonetop.work.assess import position

    before = position()
    response = lead.post("/training/look/", upload(EXPORT))
    assert form(response.content.decode()) | {"token": ""} == {
        "token": "",
        "person": "Learner",
        "completed_on": "Completed at",
        "form": "YYYY-MM-DD",
        "course": "Course name",
        "one_course": "",
        "state": "Completion status",
        "expires_on": "",
    }
    page = text(response)
    for said in (
        "Rows 11 New 4 Known already 1 Left out 6",
        "row 5 solvang the course is not completed",
        "row 6 solvang there is no day of completion",
        "row 7 Nobody Atall no person of the register",
        "row 9 staff-015 the same completion stands in an earlier row",
        "row 10 staff-016 no course is named",
        "row 11 staff-017 the day of completion is still to come",
        "Take 4 completions",
    ):
        assert said in page, said
    assert position() == before


def test_what_was_confirmed_is_taken_told_on_the_imports_page_and_can_be_taken_back(lead: Any):
    from tonetop.records.models import Import

    sent = form(lead.post("/training/look/", upload(EXPORT)).content.decode())
    page = text(lead.post("/training/take/", sent, follow=True))
    assert "4 completions were taken." in page
    assert completions("gate-practice") == {
        "bright": "2025-12-03",
        "dostal": "2025-11-03",
        "rehn": "2025-11-04",
        "lind": "2025-11-05",
        "staff-015": "2025-11-06",
    }
    kept = Import.objects.get()
    assert (len(kept.taken), kept.unchanged, len(kept.refused)) == (4, 1, 6)
    assert "Atall" not in str(kept.refused)
    lead.post(f"/imports/{kept.pk}/", {})
    assert completions("gate-practice") == {"bright": "2025-12-03"}


def test_columns_can_be_meant_otherwise_and_all_rows_be_of_one_course(lead: Any):
    export = "Wer,Wann\ndostal,3.11.2025\nrehn,31.12.2025\n"
    response = lead.post("/training/look/", upload(export))
    assert response.status_code == 400
    assert "choose the column that tells the person" in text(response).replace("Choose", "choose")
    sent = form(response.content.decode())
    sent |= {"person": "Wer", "completed_on": "Wann", "one_course": "gate-practice", "form": "D.M.YYYY"}
    response = lead.post("/training/look/", sent | {"look": "1"})
    assert "Take 2 completions" in text(response)
    lead.post("/training/take/", form(response.content.decode()))
    assert completions("gate-practice") == {
        "bright": "2025-12-03",
        "dostal": "2025-11-03",
        "rehn": "2025-12-31",
    }


def test_the_form_of_dates_that_reads_them_all_is_guessed(lead: Any):
    response = lead.post(
        "/training/look/", upload("User,Course,Date\ndostal,x,3/11/2025\nrehn,x,11/25/2025\n")
    )
    assert form(response.content.decode())["form"] == "M/D/YYYY"


def test_two_people_of_one_name_are_not_guessed_at(lead: Any):
    from tonetop.records import intake, write

    write.save(intake.take("Person", {"id": "x-1", "name": "Marek Dostal"}), write.By())
    page = text(lead.post("/training/look/", upload(EXPORT)))
    assert "row 2 Marek Dostal several people of the register have this name" in page


def test_a_file_without_news_stores_nothing(lead: Any):
    from tonetop.records.models import Import

    known = "User,Course,Date\nhaddad,ai-policy-2025,2025-02-12\n"
    sent = form(lead.post("/training/look/", upload(known)).content.decode())
    response = lead.post("/training/take/", sent)
    assert response.status_code == 400
    assert "nothing was stored" in text(response)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", "%PDF", "names no format"),
        ("a.csv", "", "holds no headings"),
        ("a.csv", "User,Course\n", "holds no rows"),
        ("a.json", "{}", "is no table"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(own: House, name: str, content: str, said: str):
    response = own["governance-lead"].post("/training/look/", upload(content or " ", name))
    assert response.status_code == 400
    assert said in text(response)
    assert str(own.folder) not in text(response)


def test_no_file_and_a_file_that_is_gone_are_said(own: House):
    lead = own["governance-lead"]
    assert "Choose a file first." in text(lead.post("/training/look/", {}))
    for address in ("/training/look/", "/training/take/"):
        assert "choose it once more" in text(lead.post(address, {"token": "x" * 32, "form": "odd"}))


@pytest.mark.parametrize("role", ["executive", "guest-auditor", "internal-auditor"])
def test_only_leads_bring_completions_in(house: House, role: str):
    assert house[role].post("/training/look/", {}).status_code == 403
    assert house[role].post("/training/take/", {}).status_code == 403


def test_the_verb_itself_refuses_whoever_may_not(own: House, tmp_path: Any):
    from tonetop.records.models import Account
    from tonetop.work.import_learning import look, take
    from tonetop.work.learning_columns import Meant
    from tonetop.work.permission import Forbidden

    guest = Account.objects.get(role="guest-auditor")
    for act in (look, take):
        with pytest.raises(Forbidden):
            act(guest, tmp_path / "x.csv", Meant())
