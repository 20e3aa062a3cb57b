"""Imports by the web: looked at first, taken whole or not at all, and taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House
from tests.web.test_reading import text

TABLE = "name,our_role,state\nGreeting bot,user,planned\nRoute planner,developer,live\n"
IDS = "id,name,state\nAI-90,Greeting bot,planned\nAI-91,Route planner,live\n"
BAD = "id,name,state\nAI-90,Greeting bot,planned\nAI-91,Route planner,flying\n"
TOKEN = re.compile(r'name="token" value="([\w-]+)"')


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def looked(house: House, name: str, content: str | bytes, **changed: Any) -> tuple[Any, dict[str, str]]:
    """The page that shows how a file would come in, and what its form would send."""
    sent = {"files": upload(name, content), "mapping": "", "type": ""} | changed
    response = house["governance-lead"].post("/imports/look/", sent)
    page = response.content.decode()
    fields = {key: re.search(rf'name="{key}" value="([^"]*)"', page) for key in ("token", "mapping", "type")}
    return response, {key: found[1] for key, found in fields.items() if found}


def held(type: str = "AISystem") -> set[str]:
    """The ids of a register's current records."""
    from tonetop.records.registry import registers

    return set(
        registers()[type].objects.filter(until_on=None, withdrawn_on=None).values_list("ref", flat=True)
    )


def test_looking_at_a_file_stores_nothing(own: House):
    from tonetop.work.assess import position

    before = position(), held()
    response, _ = looked(own, "AISystem.csv", IDS)
    assert "What would come in" in text(response)
    assert "Greeting bot" in text(response)
    assert (position(), held()) == before


def test_what_was_looked_at_is_taken_and_can_be_taken_back(own: House):
    lead = own["governance-lead"]
    _, form = looked(own, "AISystem.csv", IDS)
    page = text(lead.post("/imports/take/", form, follow=True))
    assert "2 records were taken." in page
    assert {"AI-90", "AI-91"} <= held()
    assert "AISystem.csv" in text(lead.get("/imports/"))
    page = text(lead.post("/imports/1/", {}, follow=True))
    assert "Taken back: 2 withdrawn" in page
    assert not {"AI-90", "AI-91"} & held()
    assert "was undone" in text(lead.post("/imports/1/", {}, follow=True))


def test_a_file_with_a_refused_row_is_not_taken_unless_the_others_are_wished(own: House):
    lead = own["governance-lead"]
    response, form = looked(own, "AISystem.csv", BAD)
    assert "flying" in text(response)
    assert "row 3" in text(response)
    assert lead.post("/imports/take/", form).status_code == 400
    assert not {"AI-90", "AI-91"} & held()
    lead.post("/imports/take/", form | {"valid": "1"})
    assert {"AI-90", "AI-91"} & held() == {"AI-90"}


def test_a_table_is_read_by_a_mapping_that_ships(own: House):
    response, form = looked(own, "list.csv", TABLE, mapping="generic-ai-inventory")
    assert "Greeting bot" in text(response)
    assert "What becomes of each column" in text(response)
    assert "2 records were taken." in text(own["governance-lead"].post("/imports/take/", form, follow=True))


def test_a_table_is_read_by_a_mapping_of_ones_own_whose_place_is_not_remembered(own: House):
    from tonetop.records.models import Import

    mapping = upload(
        "mine.yaml", "register: AISystem\nid: {begins: own-, key: Called}\nfields: {name: Called}\n"
    )
    _, form = looked(own, "list.csv", "Called\nGreeting bot\n", mapping="own", own=mapping)
    own["governance-lead"].post("/imports/take/", form)
    assert Import.objects.get(pk=1).mapping == "mine.yaml"
    assert any(ref.startswith("own-") for ref in held())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"%PDF-1.4", "names no format"),
        ("AISystem.csv", "", "holds no headings"),
        ("list.csv", "Colour\nred\n", "no register"),
        ("facts.yaml", "Nonsense:\n- {id: x}\n", "Nonsense"),
        ("facts.yaml", "a: &a [x]\nb: *a\nAISystem: [", "yaml"),
        ("AISystem.xlsx", b"PK no workbook", "AISystem.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    own: House, name: str, content: Any, said: str
):
    response, _ = looked(own, name, content)
    page = text(response)
    assert response.status_code == 400
    assert said in page
    assert str(own.folder) not in page
    assert not list((own.folder / "uploads").glob("*"))


def test_no_file_at_all_is_refused(own: House):
    response = own["governance-lead"].post("/imports/look/", {"mapping": ""})
    assert response.status_code == 400
    assert "Choose a file first." in text(response)


@pytest.mark.parametrize("token", ["", "../../etc", "x" * 32, "a/b"])
def test_a_file_that_is_no_longer_here_is_said(own: House, token: str):
    response = own["governance-lead"].post("/imports/take/", {"token": token, "mapping": "", "type": ""})
    assert response.status_code == 400
    assert "choose it once more" in text(response)


@pytest.mark.parametrize("name", ["../../AISystem.csv", "..\\AISystem.csv", "AISystem\x00.csv"])
def test_a_file_stays_in_its_folder_whatever_it_is_called(own: House, name: str):
    looked(own, name, IDS)
    inside = [path for path in own.folder.rglob("*") if "AISystem" in path.name]
    assert all(path.parent.parent == own.folder / "uploads" for path in inside)


def test_what_nobody_came_back_for_is_swept_away(own: House):
    import os

    looked(own, "AISystem.csv", IDS)
    (old,) = (own.folder / "uploads").iterdir()
    os.utime(old, (0, 0))
    looked(own, "AISystem.csv", IDS)
    assert not old.exists()


def test_an_import_without_news_is_said_and_stores_nothing(own: House):
    from tonetop.records.models import Import

    exported = own["dpo"].get("/registers/AISystem/export.csv").content
    _, form = looked(own, "AISystem.csv", exported)
    assert "Nothing in it is new" in text(own["governance-lead"].post("/imports/take/", form, follow=True))
    assert not Import.objects.exists()
