"""What was confided stays with those who handle it: whoever reads the register sees the days, and no word of it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.work.owning import save
from tonetop.work.permission import closed

SAID, ANSWERED = "Quxwillow hides the test results", "We looked at Zarbfeld and found nothing"
ROLES = ("guest-auditor", "internal-auditor", "process-owner", "executive")


@pytest.fixture
def raised(demo: Path) -> None:
    save("Concern", id="con-77", raised_on="2025-06-01", channel="Letter", text=SAID)
    now = {"text": f"{SAID} of June", "answer": ANSWERED, "effective_on": "2025-09-01"}
    save("Concern", id="con-77", raised_on="2025-06-01", channel="Letter", **now)


def account(role: str) -> Any:
    from tonetop.records.models import Account

    return Account.objects.get_or_create(
        role=role, defaults={"username": role, "email": f"{role}@x.example"}
    )[0]


def told(role: str, path: str) -> str:
    from django.test import Client

    client = Client()
    client.force_login(account(role))
    response = client.get(path)
    return f"{response.status_code} " + response.content.decode()


PATHS = (
    "/api/v1/registers/Concern/con-77",
    "/api/v1/registers/Concern/con-77/history",
    "/api/v1/registers/Concern?size=500",
    "/registers/Concern/record/con-77/",
    "/registers/Concern/export.csv",
    "/registers/Concern/export.json",
    "/changes/?from=2025-08-01&to=2025-12-31",
)


@pytest.mark.usefixtures("raised")
@pytest.mark.parametrize("path", PATHS)
def test_every_face_gives_the_record_without_what_was_said(path: str):
    for role in ROLES:
        found = told(role, path)
        assert found.startswith("200 ")
        assert "con-77" in found
        assert "Quxwillow" not in found and "Zarbfeld" not in found, role
    assert "Quxwillow" in told("governance-lead", path)


@pytest.mark.usefixtures("raised")
def test_no_search_list_or_order_lets_it_be_guessed():
    for path in ("/search/?q=Quxwillow", "/registers/Concern/?q=Quxwillow"):
        assert "con-77" in told("dpo", path)
        assert "con-77" not in told("guest-auditor", path)
    api = "/api/v1/registers/Concern"
    assert '"count": 0' in told("guest-auditor", f"{api}?q=Quxwillow")
    assert told("guest-auditor", f"{api}?text=x").startswith("400 ")
    assert told("guest-auditor", f"{api}?sort=text").startswith("400 ")
    assert told("dpo", f"{api}?sort=text").startswith("200 ")


@pytest.mark.usefixtures("raised")
def test_whoever_writes_the_register_sees_a_blank_field_and_leaves_what_stands_there():
    from tonetop.records.write import latest
    from tonetop.work.change_record import change_record

    assert "Quxwillow" not in told("process-owner", "/registers/Concern/edit/con-77/")
    plain = {"id": "con-77", "raised_on": "2025-06-01", "channel": "Mail"}
    change_record(account("process-owner"), "Concern", plain)
    last: Any = latest("Concern", "con-77")
    assert (last.channel, last.text, last.answer) == ("Mail", f"{SAID} of June", ANSWERED)
    change_record(account("governance-lead"), "Concern", plain)
    assert latest("Concern", "con-77").text is None  # type: ignore[union-attr]


@pytest.mark.usefixtures("raised")
def test_models_that_ask_for_an_account_are_told_no_more_than_it_reads():
    from tonetop.mcp.tools import Tools

    tools = Tools(None)
    for role, reads in (("guest-auditor", False), ("dpo", True)):
        tools.account = account(role)
        given = (
            tools.get_record("Concern", "con-77"),
            tools.list_records("Concern", size=50),
            tools.list_records("Concern", find="Quxwillow"),
            tools.search_all("Quxwillow"),
        )
        assert [("Quxwillow" in json.dumps(one)) for one in given[:2]] == [reads, reads]
        assert [("con-77" in json.dumps(one)) for one in given] == [True, True, reads, reads]


def test_nobody_reads_it_and_other_registers_are_as_open_as_they_were(demo: Path):
    assert closed(None, "Concern") == ("text", "answer")
    assert closed(account("guest-auditor"), "Comment") == ()


def own_file(of: Any) -> dict[str, Any]:
    from tonetop.work.own_data.access import own

    with ZipFile(io.BytesIO(own(of))) as zipped:
        found: dict[str, Any] = json.loads(zipped.read("data.json"))
    return found


def test_a_name_that_an_account_gave_itself_finds_no_record(demo: Path):
    save("Comment", id="c-77", text="The Wexlinsurer asks", said_on="2025-06-01")
    staff = account("staff")
    staff.first_name, staff.last_name, staff.person = "Wexlinsurer", "", ""
    staff.save()
    found = own_file(staff)
    assert (found["mentioned"], found["files"]) == ([], [])
    save("Person", id="p-77", name="Wexlinsurer")
    staff.person = "p-77"
    staff.save()
    assert own_file(staff)["mentioned"] == []
    staff.role = "executive"
    staff.save()
    assert own_file(staff)["mentioned"] == [{"type": "Comment", "id": "c-77", "fields": ["text"]}]


def test_a_person_is_not_taken_for_the_account_or_record_of_the_same_number(demo: Path):
    from django.db import transaction

    from tonetop.records.happening import tell
    from tonetop.records.write import By
    from tonetop.work.own_data.access import gathered
    from tonetop.work.own_data.persons import somebody

    other = account("dpo")
    with transaction.atomic():
        tell("Account", str(other.pk), "account.tried", {}, By())
    save("Person", id=str(other.pk), name="Namesake Quxwillow")
    save("AISystem", id=str(other.pk), name="A system of that number")
    save("Comment", id="c-78", about=[str(other.pk)], text="On the system", said_on="2025-06-01")
    save("Comment", id="c-79", text="By the person", said_by=str(other.pk), said_on="2025-06-01")
    found = gathered(somebody(str(other.pk)), others=True)
    about = {one["about"] for one in found["acts"]}
    assert f"Person {other.pk}" in about and f"Account {other.pk}" not in about
    assert [(one["id"], one["as"]) for one in found["named_by"]] == [("c-79", "said_by")]


def test_a_short_name_is_not_found_within_longer_words_and_concerns_go_one_by_one(demo: Path):
    from tonetop.work.own_data.erase_person import plan
    from tonetop.work.own_data.persons import somebody

    save("Person", id="p-78", name="Quxwillow Zarbfeld")
    save("Comment", id="c-80", text="planned", said_on="2025-06-01")
    save("Comment", id="c-81", text="Then\nAnn, agreed", said_on="2025-06-01")
    save("Concern", id="con-78", raised_on="2025-06-01", channel="Letter", text="Ann took it")
    found = plan(somebody("p-78"), ["Ann"])
    assert {"Comment/c-81", "Concern/con-78"} <= {step.key for step in found.naming}
    assert "Comment/c-80" not in {step.key for step in found.steps}
    assert {"Person/p-78", "Comment/c-81"} <= found.all
    assert "Concern/con-78" not in found.all


@pytest.mark.usefixtures("raised")
def test_whom_a_concern_was_escalated_to_reads_that_record_and_nobody_else_does():
    from tonetop.work.change_record import change_record

    owner = account("process-owner")
    assert owner.person
    now = {"id": "con-77", "raised_on": "2025-06-01", "channel": "Letter", "text": SAID, "answer": ANSWERED}
    change_record(account("governance-lead"), "Concern", now | {"escalated_to": owner.person})
    for path in PATHS[:2] + PATHS[3:4]:
        assert SAID in told("process-owner", path), path
        assert SAID not in told("executive", path), path
    for path in (PATHS[2], PATHS[4], "/api/v1/registers/Concern?q=Quxwillow"):
        assert SAID not in told("process-owner", path), path
    change_record(account("governance-lead"), "Concern", now)
    assert SAID not in told("process-owner", PATHS[0])


@pytest.mark.usefixtures("raised")
def test_nobody_escalates_a_concern_to_themselves_who_does_not_handle_it():
    from tonetop.records.write import latest
    from tonetop.work.change_record import change_record
    from tonetop.work.change_several import Wanted, change_several
    from tonetop.work.permission import Forbidden

    plain = {"id": "con-77", "raised_on": "2025-06-01", "channel": "Letter"}
    for role in ("process-owner", "executive"):
        mine = account(role)
        for said in (plain, plain | {"id": "con-78"}):
            ours = said | {"escalated_to": mine.person or "solvang"}
            with pytest.raises(Forbidden, match="said by those who handle concerns"):
                change_record(mine, "Concern", ours)
            with pytest.raises(Forbidden, match="said by those who handle concerns"):
                change_several(mine, [Wanted("Concern", ours, None, "")], None)
    change_record(account("governance-lead"), "Concern", plain | {"escalated_to": "solvang"})
    change_record(account("process-owner"), "Concern", plain | {"channel": "Mail"})
    last: Any = latest("Concern", "con-77")
    assert (last.channel, last.escalated_to) == ("Mail", "solvang")
