"""Concerns: raised without a name, sealed, answered by few; the register hears of them at no moment of the raiser's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tonetop.work.verify_folder import verify_folder

TEXT = "The triage tool sends older patients to the end of the queue."


@pytest.fixture
def lead(demo: Path) -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role="governance-lead")


def number() -> int:
    """The number of the one sealed concern."""
    from tonetop.records.voices import SealedConcern

    return int(SealedConcern.objects.get().pk)


def record(ref: str) -> Any:
    from tonetop.records.write import latest

    return latest("Concern", ref)


def follow(account: Any, act: str, text: str = "", person: str = "") -> Any:
    from tonetop.work.follow_concern import follow_concern

    return follow_concern(account, number(), act, text, person)


def test_raising_a_concern_leaves_no_ledger_line_no_record_and_no_readable_word(demo: Path):
    from tonetop.records.registry import registers
    from tonetop.work.assess import position
    from tonetop.work.raise_concern import raise_concern

    before = position(), registers()["Concern"].objects.count()
    receipt = raise_concern(TEXT)
    assert (position(), registers()["Concern"].objects.count()) == before
    held = b"".join(path.read_bytes() for path in demo.iterdir() if path.is_file())
    assert TEXT.encode() not in held
    assert b"older patients" not in held
    assert receipt.encode() not in held


@pytest.mark.sqlite
def test_what_is_kept_has_no_account_and_no_time_finer_than_a_day(demo: Path):
    from tonetop.work.raise_concern import raise_concern

    receipts = [raise_concern(f"{TEXT} ({place})") for place in range(30)]
    with closing(sqlite3.connect(demo / "tonetop.sqlite3")) as raw:
        tables = ("records_sealedconcern", "records_sealedmessage")
        columns = [[row[1] for row in raw.execute(f"PRAGMA table_info({table})")] for table in tables]
        rows = raw.execute("SELECT rowid, id, receipt, day FROM records_sealedconcern").fetchall()
    assert columns == [
        ["id", "receipt", "day", "anonymous", "record"],
        ["id", "place", "by_raiser", "day", "box", "concern_id"],
    ]
    assert {row[3] for row in rows} == {"2025-12-31"}
    assert all(row[0] == row[1] for row in rows)
    from tonetop.records.voices import hashed

    assert [row[2] for row in rows] != [hashed(receipt) for receipt in receipts]


def test_the_receipt_lets_the_raiser_read_the_answer_and_write_again(lead: Any):
    from tonetop.work.raise_concern import raise_concern, read_again, write_again

    receipt = raise_concern(TEXT)
    assert read_again(receipt).record is None
    follow(lead, "answer", "Thank you; which queue do you mean?")
    write_again(receipt.lower(), "The one of the outpatients' desk.")
    thread = read_again(receipt)
    assert [(message.by_raiser, message.text) for message in thread.messages] == [
        (True, TEXT),
        (False, "Thank you; which queue do you mean?"),
        (True, "The one of the outpatients' desk."),
    ]
    assert thread.record.acknowledged_on == "2025-12-31"


def test_another_receipt_opens_nothing(demo: Path):
    from tonetop.records.intake import Refused
    from tonetop.work.raise_concern import raise_concern, read_again, write_again

    raise_concern(TEXT)
    for act in (lambda: read_again("AAAA-BBBB-CCCC-DDDD"), lambda: write_again("", TEXT)):
        with pytest.raises(Refused, match="no concern has this receipt"):
            act()


def test_the_first_act_takes_a_concern_into_the_register_as_days_alone(demo: Path, lead: Any):
    from django.db import connection

    from tonetop.records.ledger import journal
    from tonetop.work.raise_concern import raise_concern

    raise_concern(TEXT, anonymous=False)
    thread = follow(lead, "acknowledge")
    held = record(thread.concern.record)
    assert (held.raised_on, held.acknowledged_on, held.anonymous) == ("2025-12-31", "2025-12-31", False)
    assert (held.text, held.answer, held.outcome_shared_on) == (None, None, None)
    assert b"older patients" not in b"".join(journal.bodies(connection))
    assert verify_folder(demo).problems == []


def test_escalation_and_outcome_are_recorded_with_their_days(lead: Any):
    from tonetop.records.models import Organisation
    from tonetop.work.raise_concern import raise_concern, read_again

    receipt = raise_concern(TEXT)
    follow(lead, "escalate", person="solvang")
    Organisation.objects.update(clock_on="2026-01-20")
    thread = follow(lead, "outcome", "The rule was taken out, and the waiting list worked off.")
    held = record(thread.concern.record)
    assert (held.escalated_to, held.acknowledged_on) == ("solvang", "2025-12-31")
    assert (held.resolved_on, held.outcome_shared_on) == ("2026-01-20", "2026-01-20")
    assert read_again(receipt).messages[-1].day == "2026-01-20"


@pytest.mark.parametrize(
    ("act", "text", "said"),
    [
        ("answer", "", "a few words more"),
        ("outcome", "Done.", "a few words more"),
        ("escalate", "", "to whom"),
        ("bury", "", "followed up by one of"),
        ("answer", "x" * 10_001, "letters long"),
    ],
)
def test_an_act_that_says_nothing_is_refused_and_leaves_nothing(lead: Any, act: str, text: str, said: str):
    from tonetop.records.intake import Refused
    from tonetop.records.voices import SealedConcern
    from tonetop.work.raise_concern import raise_concern

    raise_concern(TEXT)
    with pytest.raises(Refused, match=said):
        follow(lead, act, text)
    found = SealedConcern.objects.get()
    assert (found.record, found.messages.count()) == ("", 1)


def test_those_who_handle_concerns_read_them_and_otherwise_only_whom_one_was_escalated_to(lead: Any):
    from tonetop.records.models import Account
    from tonetop.work.follow_concern import known_to, open_concern
    from tonetop.work.permission import Forbidden
    from tonetop.work.raise_concern import raise_concern

    raise_concern(TEXT)
    for role in ("governance-lead", "dpo", "administrator"):
        assert open_concern(Account.objects.get(role=role), number()).messages[0].text == TEXT
    others = [Account.objects.get(role=role) for role in ("executive", "process-owner", "guest-auditor")]
    chief = Account.objects.create(username="chief", role="executive", person="solvang")
    for account in (*others, chief):
        assert known_to(account) == []
        with pytest.raises(Forbidden):
            open_concern(account, number())
        with pytest.raises(Forbidden):
            follow(account, "acknowledge")
        with pytest.raises(Forbidden):
            open_concern(account, 1)
    follow(lead, "escalate", person="solvang")
    assert open_concern(chief, number()).messages[0].text == TEXT
    assert [one.pk for one in known_to(chief)] == [number()]


def test_a_number_that_is_none_is_told_to_who_may_know(lead: Any):
    from tonetop.records.intake import Refused
    from tonetop.work.follow_concern import open_concern

    with pytest.raises(Refused, match="no such concern"):
        open_concern(lead, 1)


def test_what_nobody_took_in_enters_the_register_once_its_day_is_over(demo: Path):
    from tonetop.records.models import Organisation
    from tonetop.records.voices import SealedConcern
    from tonetop.work.follow_concern import take_in_earlier
    from tonetop.work.raise_concern import raise_concern

    for place in range(3):
        raise_concern(f"{TEXT} {place}")
    assert take_in_earlier() == 0
    Organisation.objects.update(clock_on="2026-01-01")
    raise_concern(TEXT)
    assert take_in_earlier() == 3
    assert take_in_earlier() == 0
    taken = SealedConcern.objects.exclude(record="")
    assert {record(one.record).raised_on for one in taken} == {"2025-12-31"}
    assert all(record(one.record).acknowledged_on is None for one in taken)


def test_the_channel_bounds_what_it_takes(demo: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.intake import Refused
    from tonetop.work import raise_concern as channel

    for text in ("", "short", "x" * 10_001):
        with pytest.raises(Refused):
            channel.raise_concern(text)
    monkeypatch.setattr(channel, "MOST_A_DAY", 1)
    monkeypatch.setattr(channel, "MOST_MESSAGES", 2)
    receipt = channel.raise_concern(TEXT)
    with pytest.raises(Refused, match="come back tomorrow"):
        channel.raise_concern(TEXT)
    channel.write_again(receipt, TEXT)
    with pytest.raises(Refused, match="exchange is full"):
        channel.write_again(receipt, TEXT)


def test_days_are_counted_on_until_something_happens(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.follow_concern import days

    facts = assess("2025-08-01").facts
    found = days(facts.rows("Concern"), facts.as_of)
    assert found["con-1"] == (3, 37)
    assert found["con-4"] == (3, 11)
