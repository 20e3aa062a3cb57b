"""Own frameworks as a page: looked at before anything is stored, taken whole, changed, and withdrawn again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cli.test_framework import HOUSE
from tests.web.conftest import House
from tests.web.test_reading import text

PAGE = "/centre/frameworks/"


def uploaded(content: str, name: str = "house.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(token|name|seen)" value="([^"]*)"', page))


def looked(house: House, content: str = HOUSE, **more: Any) -> Any:
    return house["governance-lead"].post(f"{PAGE}look/", {"file": uploaded(content), **more})


def taken(house: House, content: str = HOUSE) -> str:
    confirmed = hidden(looked(house, content).content.decode())
    return text(house["governance-lead"].post(f"{PAGE}take/", confirmed, follow=True))


def test_a_file_is_looked_at_taken_and_shown(own: House):
    page = looked(own)
    said = text(page)
    assert "What would be taken as house" in said
    assert "The crosswalk has 1 link to ISO/IEC 42001. 1 requirement has none" in said
    assert "house" not in text(own["governance-lead"].get("/centre/"))
    done = own["governance-lead"].post(f"{PAGE}take/", hidden(page.content.decode()), follow=True)
    assert "2 requirements were taken." in text(done)
    assert '<span class="meta">your own</span>' in text(own["dpo"].get(PAGE))
    assert "Ask before you buy" in text(own["dpo"].get("/centre/?framework=house"))
    assert not list(own.folder.glob("uploads/*"))


def test_the_look_tells_what_differs_from_what_stands(own: House):
    taken(own)
    assert "there is nothing to take" in text(looked(own))
    changed = HOUSE.replace("Tell who decided", "Say who decided").replace("'1.1'", "'1.0'")
    said = text(looked(own, changed))
    assert '<b>changed</b> <span class="meta">title</span>' in said
    assert "1 requirement stands here and not in the file; it stays: 1.1" in said
    assert "2 requirements were taken." in taken(own, changed)


def test_what_changed_between_look_and_word_is_looked_at_again(own: House):
    first = hidden(looked(own).content.decode())
    taken(own)
    refused = own["governance-lead"].post(f"{PAGE}take/", first)
    assert (refused.status_code, "What stands here changed since you looked" in text(refused)) == (400, True)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (
            HOUSE.replace("A.10", "A.99"),
            "house.yaml",
            "House.yaml: house: requirement 1 (1.1): ISO/IEC 42001 has no",
        ),
        ("name: [", "house.yaml", "House.yaml"),
        (HOUSE, "gdpr.yaml", "Gdpr ships with the product; give yours another name"),
        ("{", "house.json", "House.json"),
        ("", "house.yaml", "House.yaml"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence_and_nothing_stays(
    house: House, content: str, name: str, said: str
):
    answer = house["governance-lead"].post(f"{PAGE}look/", {"file": uploaded(content, name)})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert page.count('role="alert"') == 1
    assert said.casefold() in text(answer).casefold()
    assert str(house.folder) not in page
    assert "--name" not in page
    assert not list(house.folder.glob("uploads/*"))


def test_without_a_file_or_with_one_that_is_gone_nothing_is_done(house: House):
    client = house["governance-lead"]
    assert "Choose a file first." in text(client.post(f"{PAGE}look/"))
    assert "The uploaded file is no longer here" in text(client.post(f"{PAGE}take/", {"token": "../../etc"}))


def test_it_is_withdrawn_after_a_word_and_can_come_back(own: House):
    client = own["governance-lead"]
    taken(own)
    asked = client.get(f"{PAGE}house/withdraw/")
    assert "From today on its 2 requirements are not shown any more." in text(asked)
    said = text(client.post(f"{PAGE}house/withdraw/", {"seen": "1"}, follow=True))
    assert "Its requirements changed since you looked" in said
    said = text(client.post(f"{PAGE}house/withdraw/", {"seen": "2"}, follow=True))
    assert "Withdrawn from today on" in said
    assert f"{PAGE}house/withdraw/" not in said
    assert client.get(f"{PAGE}house/withdraw/").status_code == 404
    assert client.get(f"{PAGE}gdpr/withdraw/").status_code == 404
    assert "2 requirements were taken." in taken(own)
    assert f"{PAGE}house/withdraw/" in text(client.get(PAGE))


@pytest.mark.parametrize("role", ["executive", "dpo", "process-owner", "internal-auditor", "guest-auditor"])
def test_others_read_and_neither_take_nor_withdraw(house: House, role: str):
    page = text(house[role].get(PAGE))
    assert "Administrators and the governance lead take frameworks from files." in page
    assert "Look at what would be taken" not in page
    for address in ("look/", "take/", "house/withdraw/"):
        assert house[role].post(f"{PAGE}{address}").status_code == 403


def test_a_framework_that_ships_or_is_not_there_is_never_withdrawn(own: House, tmp_path: Path):
    from tonetop.records.intake import Refused
    from tonetop.records.write import By
    from tonetop.work.take_framework import withdraw

    with pytest.raises(Refused, match="gdpr ships with the product and stays"):
        withdraw("gdpr", By())
    with pytest.raises(Refused, match="there is no framework house of your own"):
        withdraw("house", By())


@pytest.mark.slow
def test_headings_of_other_frameworks_are_told_in_german(house: House):
    client = house["dpo"]
    german = {"headers": {"accept-language": "de"}}
    page = text(client.get("/centre/?framework=gdpr", **german))
    assert "Sicherheit der Verarbeitung" in page
    assert ">Rechte der Menschen</option>" in page
    assert "Security of processing" not in page
    said = text(client.get("/centre/?framework=gdpr&q=Verarbeitung", **german))
    assert "Sicherheit der Verarbeitung" in said
    told = client.get("/centre/requirements.csv?framework=gdpr", **german).content.decode()
    assert "Sicherheit der Verarbeitung" in told


def test_a_mistake_in_a_file_is_told_in_german(house: House):
    wrong = uploaded(HOUSE.replace("A.10", "A.99"))
    answer = house["governance-lead"].post(f"{PAGE}look/", {"file": wrong}, headers={"accept-language": "de"})
    assert "ISO/IEC 42001 hat kein" in text(answer)
