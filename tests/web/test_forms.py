"""Writing by forms: what is wrong is said once, what was written stays, nobody writes over another unseen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text

NEW = "/registers/Decision/new/"
OLD = "/registers/Decision/record/dec-2025-10-21-a"


def versions(type: str, ref: str) -> list[Any]:
    """What the register holds of a record, the oldest first."""
    from tonetop.records.registry import registers

    return list(registers()[type].objects.filter(ref=ref).order_by("revision"))


def filled(ref: str, **changed: str) -> dict[str, str]:
    """What the form of a decision sends, as it stands, with some fields otherwise."""
    from tonetop.records import form
    from tonetop.records.registry import registers

    last = versions("Decision", ref)[-1]
    fields = form.asked(registers()["Decision"], last.plain())
    sent = {field.name: field.value or "" for field in fields}
    return sent | {"id": ref, "seen": str(last.revision), "since": "correction"} | changed


def test_a_new_record_is_written_shown_and_logged(own: House):
    from tonetop.records import log

    sent = {
        "id": "D-9",
        "version": "0",
        "kind": "direction",
        "text": "Read the policy.",
        "decided_by": "solvang",
    }
    response = own["governance-lead"].post(NEW, sent | {"decided_on": "2025-12-30"}, follow=True)
    assert "Saved." in text(response)
    assert "Read the policy." in text(response)
    line = log.lines(log.size(), 1)[0]
    assert (line.type, line.kind, line.subject) == ("record.created", "Decision", "D-9")
    assert (line.done_by, line.entered_by) == ("solvang", "haddad")


def test_the_next_free_id_is_offered(own: House):
    own["governance-lead"].post(NEW, {"id": "D-41", "version": "0", "text": "A decision."})
    assert 'value="D-42"' in own["governance-lead"].get(NEW).content.decode()


def test_an_address_may_fill_a_new_form(house: House):
    assert (
        'value="5.1"' in house["governance-lead"].get("/registers/ItemRating/new/?item=5.1").content.decode()
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("decided_on", "yesterday", "Decided on must be a day written YYYY-MM-DD"),
        ("kind", "nonsense", "Kind does not know the word"),
        ("decided_by", "nobody", "decided_by"),
        ("about", "no-such-record", "about"),
    ],
)
def test_bad_input_gets_one_sentence_and_keeps_what_was_written(
    own: House, field: str, value: str, said: str
):
    from tonetop.work.assess import position

    before = position()
    sent = {"id": "D-9", "version": "0", "text": "Keep this text.", "rationale": "And this."} | {field: value}
    response = own["governance-lead"].post(NEW, sent)
    page = text(response)
    assert response.status_code == 400
    assert said in page
    assert "Keep this text." in page
    assert "And this." in page
    assert value in page
    assert position() == before


def test_a_record_without_an_id_is_refused(own: House):
    response = own["governance-lead"].post(NEW, {"id": " ", "version": "0", "text": "Keep this."})
    assert response.status_code == 400
    assert "Keep this." in text(response)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
def test_a_version_that_is_none_is_no_error_of_ours(own: House, version: str):
    response = own["governance-lead"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", seen=version))
    assert response.status_code == 409


def test_a_correction_holds_from_when_the_record_held(own: House):
    own["governance-lead"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", text="Better said."))
    first, *_, last = versions("Decision", "dec-2025-10-21-a")
    assert last.text == "Better said."
    assert last.from_on == first.from_on


def test_a_change_of_the_world_holds_from_its_day(own: House):
    sent = filled("dec-2025-10-21-a", status="closed", since="day", day="2025-12-20")
    own["governance-lead"].post(f"{OLD}/edit/", sent)
    assert versions("Decision", "dec-2025-10-21-a")[-1].from_on == "2025-12-20"
    assert "<dd>Closed" in text(own["dpo"].get(f"{OLD}/"))
    assert "<dd>Closed" not in text(own["dpo"].get(f"{OLD}/?as_of=2025-12-19"))


def test_a_change_from_no_day_is_refused(own: House):
    sent = filled("dec-2025-10-21-a", text="Kept.", since="day", day="someday")
    response = own["governance-lead"].post(f"{OLD}/edit/", sent)
    assert response.status_code == 400
    assert "Say from which day it holds" in text(response)
    assert "Kept." in text(response)


def test_saving_without_a_change_says_so_and_adds_no_version(own: House):
    count = len(versions("Decision", "dec-2025-10-21-a"))
    response = own["governance-lead"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a"), follow=True)
    assert "Nothing had changed." in text(response)
    assert len(versions("Decision", "dec-2025-10-21-a")) == count


def test_whoever_comes_second_sees_what_the_first_changed_and_writes_over_nothing_unseen(own: House):
    mine = filled("dec-2025-10-21-a", rationale="Mine.")
    own["executive"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", text="Theirs."))
    response = own["governance-lead"].post(f"{OLD}/edit/", mine)
    page = text(response)
    assert response.status_code == 409
    assert "was changed since you opened it" in page
    assert "<ins>Theirs.</ins>" in page
    assert "Mine." in page
    assert versions("Decision", "dec-2025-10-21-a")[-1].text == "Theirs."


def test_the_second_may_save_once_they_have_seen_it(own: House):
    mine = filled("dec-2025-10-21-a", rationale="Mine.")
    own["executive"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", text="Theirs."))
    own["governance-lead"].post(f"{OLD}/edit/", mine)
    seen = str(versions("Decision", "dec-2025-10-21-a")[-1].revision)
    own["governance-lead"].post(f"{OLD}/edit/", mine | {"seen": seen})
    assert versions("Decision", "dec-2025-10-21-a")[-1].rationale == "Mine."


def test_what_tells_a_record_apart_cannot_be_changed_by_its_form(own: House):
    from tonetop.records.registry import registers

    address = "/registers/Attendance/record/meeting-2025-10-21/solvang/edit/"
    assert "readonly" in text(own["governance-lead"].get(address))
    last = versions("Attendance", "meeting-2025-10-21/solvang")[-1]
    sent = {"seen": str(last.revision), "since": "correction", "meeting": "meeting-2025-10-21"}
    own["governance-lead"].post(address, sent | {"person": "lind", "mode": "remote", "role": "chair"})
    assert versions("Attendance", "meeting-2025-10-21/solvang")[-1].mode == "remote"
    assert registers()["Attendance"].objects.filter(ref="meeting-2025-10-21/lind").count() == 1


def test_a_withdrawn_record_is_gone_from_today_and_there_before(own: House):
    lead = own["governance-lead"]
    assert "Withdraw" in text(lead.get(f"{OLD}/withdraw/"))
    response = lead.post(f"{OLD}/withdraw/", {"version": "1"}, follow=True)
    assert "Withdrawn on <b>31 Dec 2025</b>" in text(response)
    assert "dec-2025-10-21-a" not in text(own["dpo"].get("/registers/Decision/"))
    assert "dec-2025-10-21-a" in text(own["dpo"].get("/registers/Decision/?as_of=2025-12-30"))


def test_a_withdrawal_of_a_version_that_was_overtaken_is_refused(own: House):
    own["executive"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", text="Theirs."))
    response = own["governance-lead"].post(f"{OLD}/withdraw/", {"version": "1"}, follow=True)
    assert "was changed since" in text(response)
    assert versions("Decision", "dec-2025-10-21-a")[-1].withdrawn_on is None


def test_a_written_record_is_judged_at_once(own: House):
    from tonetop.records import form

    before = text(own["executive"].get("/checks/LD-1.3/"))
    objective = versions("AIObjective", "O5")[-1]
    sent = {field.name: field.value or "" for field in form.asked(type(objective), objective.plain())}
    sent |= {"seen": str(objective.revision), "since": "correction", "id": "O5"}
    sent |= {"strategy_goals": "SG1", "policy_principles": "transparency"}
    own["executive"].post("/registers/AIObjective/record/O5/edit/", sent)
    after = text(own["executive"].get("/checks/LD-1.3/"))
    assert "4 of 5 active objectives" in before
    assert "5 of 5 active objectives" in after


@pytest.mark.sqlite
def test_nothing_is_written_to_a_folder_that_was_rolled_back(own: House):
    import sqlite3

    from tonetop.work.assess import position

    path = own.folder / "tonetop.sqlite3"
    copy = own.folder / "older.sqlite3"
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    own["executive"].post(f"{OLD}/edit/", filled("dec-2025-10-21-a", text="Newer."))
    from tonetop.records import sealing

    sealing.seal()
    from django.db import connection

    connection.close()
    with sqlite3.connect(copy) as source, sqlite3.connect(path) as target:
        source.backup(target)
    before = position()
    assert "Read-only" in text(own["governance-lead"].get("/"))
    response = own["governance-lead"].post(NEW, {"id": "D-9", "version": "0", "text": "Kept."})
    assert response.status_code == 400
    assert "Kept." in text(response)
    assert position() == before


def test_a_record_with_a_version_of_its_own_is_added_and_changed_by_its_form(own: House):
    lead, told = own["governance-lead"], {"version": "4", "seen": "0", "medium_by": "owner"}
    assert "Saved." in text(lead.post("/registers/RiskCriteria/new/", told, follow=True))
    sent = told | {"seen": "1", "since": "correction", "medium_by": "unit-manager"}
    assert "Saved." in text(lead.post("/registers/RiskCriteria/record/4/edit/", sent, follow=True))
    assert versions("RiskCriteria", "4")[-1].medium_by == "unit-manager"
    assert lead.post("/registers/RiskCriteria/record/4/edit/", sent).status_code == 409
