"""Acts and records at the terminal: whose token it is does them, through the verbs of the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Overtaken, latest
from tonetop.work.permission import Forbidden
from tonetop.work.token import make_token

Command = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def act_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Account]:
    """Puts the token of an account of a role into the environment."""

    def chosen(role: str, *scopes: str) -> Account:
        account = Account.objects.get(role=role)
        monkeypatch.setenv("TONETOP_TOKEN", make_token(account, "test", scopes=scopes))
        return account

    return chosen


def told(done: Done) -> Any:
    """What a command says as JSON."""
    assert done.status == 0
    return json.loads(done.out)


@pytest.mark.slow
def test_every_act_is_listed_with_what_it_takes(command: Command):
    from tonetop.work.acts.every import ACTS

    plain = told(command("act", "list", "--format", "json"))
    assert [one["act"] for one in plain] == [one.name for one in ACTS]
    (line,) = [line for line in command("act", "list").out.splitlines() if line.startswith("decide-gate ")]
    assert line.endswith("Let a subject through a gate, waive it, or say no")


def test_a_risk_is_assessed_and_put_before_somebody_in_the_name_of_the_token(command: Command, act_as: Any):
    lead = act_as("governance-lead")
    said = (
        "--title",
        "It ranks by postcode",
        "--subject",
        "AI-2",
        "--likelihood",
        "possible",
        "--severity",
        "high",
    )
    (risk,) = told(command("act", "assess-risk", *said, "--format", "json"))["records"]
    row: Any = latest("RiskAssessment", risk["id"])
    assert (row.title, row.performed_by, row.entered_by) == ("It ranks by postcode", lead.person, lead.person)
    treated = ("--risk", risk["id"], "--option", "reduce", "--measures", "Leave it out.", "--owner", "thun")
    made = told(
        command(
            "act", "treat-risk", *treated, "--due", "2026-06-30", "--controls", "A.6.2.4", "--format", "json"
        )
    )
    plan: Any = latest("RiskTreatmentPlan", made["records"][0]["id"])
    assert list(plan.controls) == ["A.6.2.4"]


def test_a_gate_is_decided_by_its_own_rules(command: Command, act_as: Any):
    act_as("process-owner")
    asked = ("--gate", "gate-buy-deploy", "--subject", "AISystem:AI-4", "--outcome", "passed")
    with pytest.raises((Refused, Forbidden)):
        command("act", "decide-gate", *asked)


def test_files_go_along_with_an_act(command: Command, act_as: Any, tmp_path: Path):
    act_as("governance-lead")
    file = tmp_path / "minutes.txt"
    file.write_text("Minutes of December")
    about = ("--title", "Minutes", "--kind", "interview-note", "--occurred-on", "2025-12-14")
    made = told(command("act", "keep-evidence", *about, "--file", str(file), "--format", "json"))
    (piece,) = made["records"]
    assert latest("EvidenceFile", f"{piece['id']}-1") or latest("Evidence", piece["id"])
    with pytest.raises(Misuse, match="there is no such file"):
        command("act", "keep-evidence", *about, "--file", str(tmp_path / "none.txt"))
    with pytest.raises(Misuse, match="name a file"):
        command("act", "keep-evidence", *about)


def test_what_is_neither_text_nor_number_is_json(command: Command, act_as: Any):
    act_as("governance-lead")
    with pytest.raises(Misuse, match="--answers is no JSON"):
        command("act", "answer-supplier", "--vendor", "vendor-kestrel", "--answers", "yes")
    said = json.dumps([{"question": "no-such", "answer": "yes"}])
    with pytest.raises(Refused, match="no-such"):
        command("act", "answer-supplier", "--vendor", "vendor-kestrel", "--answers", said)


def test_nobody_acts_without_a_token_that_writes(
    command: Command, act_as: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TONETOP_TOKEN", raising=False)
    with pytest.raises(Misuse, match="say who asks"):
        command("act", "close-finding", "--id", "f-c1")
    monkeypatch.setenv("TONETOP_TOKEN", "tonetop_none")
    with pytest.raises(Forbidden, match="none that works"):
        command("act", "close-finding", "--id", "f-c1")
    act_as("governance-lead", "read")
    with pytest.raises(Forbidden, match="opens read, not write"):
        command("act", "close-finding", "--id", "f-c1")
    act_as("guest-auditor")
    with pytest.raises(Forbidden):
        command("act", "close-finding", "--id", "f-c1")


def test_a_record_is_added_shown_changed_and_withdrawn(command: Command, act_as: Any):
    lead = act_as("governance-lead")
    made = told(command("record", "add", "StrategyGoal", "title=Less waste", "--format", "json"))
    ref = made["id"]
    row: Any = latest("StrategyGoal", ref)
    assert (row.title, row.entered_by, row.revision) == ("Less waste", lead.person, 1)
    told(
        command("record", "change", "StrategyGoal", ref, "title=No waste", "--after", "1", "--format", "json")
    )
    assert (
        told(command("record", "show", "StrategyGoal", ref, "--format", "json"))["record"]["title"]
        == "No waste"
    )
    assert "  title: No waste" in command("record", "show", "StrategyGoal", ref).out
    with pytest.raises(Overtaken):
        command("record", "change", "StrategyGoal", ref, "title=x", "--after", "1")
    with pytest.raises(Overtaken):
        command("record", "change", "StrategyGoal", ref, "title=x", "--after", "0")
    assert "so already" in command("record", "change", "StrategyGoal", ref, "title=No waste").out
    assert ref in command("record", "list", "StrategyGoal", "--find", "no waste").out
    assert "withdrawn from" in command("record", "withdraw", "StrategyGoal", ref).out
    with pytest.raises(Refused, match="there is no such record"):
        command("record", "show", "StrategyGoal", ref)


def test_a_change_of_one_record_writes_no_other(command: Command, act_as: Any):
    act_as("governance-lead")
    refs = [
        told(command("record", "add", "StrategyGoal", f"title={one}", "--format", "json"))["id"]
        for one in ("First", "Second")
    ]
    with pytest.raises(Refused, match="which is another record"):
        command("record", "change", "StrategyGoal", refs[0], f"id={refs[1]}", "title=Third")
    other: Any = latest("StrategyGoal", refs[1])
    assert (other.title, other.revision) == ("Second", 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Nonsense", "a=b"), "is no record type"),
        (("StrategyGoal", "nonsense=1"), "is no FIELD=VALUE of StrategyGoal"),
        (("StrategyGoal", "title"), "is no FIELD=VALUE of StrategyGoal"),
        (("Decision", "decided_on=yesterday"), "decided_on"),
    ],
)
def test_what_is_no_record_is_told_in_one_sentence(command: Command, act_as: Any, given: Any, said: str):
    act_as("governance-lead")
    with pytest.raises((Refused, Misuse), match=said):
        command("record", "add", *given)


def test_an_own_word_is_given_by_whose_token_it_is_alone(command: Command, act_as: Any):
    act_as("governance-lead")
    with pytest.raises(Forbidden, match="only whoever a record names"):
        command("act", "confirm", "--type", "Decision", "--id", "dec-2024-12-10", "--answer", "mine")


def test_accounts_are_kept_at_the_terminal_and_the_ledger_says_so(command: Command):
    from tonetop.records import log

    made = told(command("account", "add", "new@house.example", "--role", "executive", "--format", "json"))
    assert "/welcome/" in made["link"]
    line: Any = next(one for one in log.lines(log.size()) if one.type == "account.created")
    assert line.done_by == "command line"
    command("account", "change", "new@house.example", "--role", "dpo", "--out")
    found = Account.objects.get(email="new@house.example")
    assert (found.role, found.is_active) == ("dpo", False)
    with pytest.raises(Refused, match="may not sign in"):
        command("account", "link", "new@house.example")
    command("account", "change", "new@house.example", "--in")
    assert "/welcome/" in command("account", "link", "new@house.example").out
    assert "taken again" in command("account", "unlock", "new@house.example").out
    emails = [one["email"] for one in told(command("account", "list", "--format", "json"))]
    assert "new@house.example" in emails
    with pytest.raises(Refused, match="a guest comes in until a day"):
        command("account", "add", "guest@house.example", "--role", "guest-auditor")
    with pytest.raises(Misuse, match="there is no account"):
        command("account", "link", "nobody@house.example")
    boss = Account.objects.get(role="administrator")
    with pytest.raises(Misuse, match="say what to change"):
        command("account", "change", boss.email)
    with pytest.raises(Refused, match="last administrator"):
        command("account", "change", boss.email, "--role", "staff")


def test_monitors_are_told_and_looked_at(command: Command, act_as: Any):
    act_as("governance-lead")
    assert told(command("monitor", "look", "--format", "json"))["looked_at"] > 0
    done = command("monitor", "list", "--format", "json")
    states = {one["state"] for one in json.loads(done.out)}
    assert done.status == int("does-not-hold" in states)
    name = json.loads(done.out)[0]["monitor"]
    command("act", "pause-monitor", "--monitor", name, "--until", "2026-01-31", "--reason", "a test")
    assert f"{name}: " in command("monitor", "list").out


def test_reports_and_what_is_due_are_files(command: Command, tmp_path: Path):
    out = tmp_path / "board.xlsx"
    assert told(command("report", "board", str(out), "--format", "json"))["bytes"] == out.stat().st_size
    with pytest.raises(Misuse, match="there is no report"):
        command("report", "nonsense", str(out))
    with pytest.raises(Misuse, match="no form of a report"):
        command("report", "board", str(tmp_path / "board.exe"))
    with pytest.raises(Misuse, match="there is no person"):
        command("report", "dossier", str(tmp_path / "d.xlsx"), "--person", "nobody")
    calendar = tmp_path / "due.ics"
    command("due", "--calendar", str(calendar))
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR") and b"BEGIN:VEVENT" in calendar.read_bytes()


def test_an_import_names_who_enters_what_by_their_token_and_nobody_without(
    command: Command, act_as: Any, tmp_path: Path
):
    file = tmp_path / "risks.yaml"
    for ref, given in (("R-800", False), ("R-801", True)):
        file.write_text(f"RiskAssessment:\n  - {{id: {ref}, subject: AI-2, performed_on: 2025-12-01}}\n")
        account = act_as("governance-lead", "write") if given else None
        assert command("imports", str(file)).status == 0
        row: Any = latest("RiskAssessment", ref)
        assert row.entered_by == (account.person if account else None)
    act_as("process-owner", "write")
    with pytest.raises(Forbidden):
        command("imports", str(file))
