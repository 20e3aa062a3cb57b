"""What is due, stages of AI systems and assessments of suppliers, from the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tonetop.cli.telling import Misuse
from tonetop.records.intake import Refused

Command = Callable[..., Any]


def told(command: Command, module: str, *args: str) -> Any:
    """What a command says as JSON."""
    return json.loads(command(module, *args, "--format", "json").out)


def given(**types: list[dict[str, Any]]) -> None:
    """Put records there."""
    from tonetop.records import intake, write

    records = [(type, plain, {}) for type, rows in types.items() for plain in rows]
    write.save_all([write.Change(entry) for entry in intake.take_all(records)], write.By())


PASSAGE = {
    "id": "gp-cond",
    "gate": "g1",
    "subject": "ai-x",
    "outcome": "conditional",
    "conditions": "Log every answer.",
    "conditions_owner": "p1",
    "conditions_due": "2020-01-31",
    "decided_by": "p1",
    "occurred_on": "2020-01-01",
}


@pytest.fixture
def house(folder: Path) -> Path:
    """A folder with a person, a vendor and an AI system that passed a gate under a condition."""
    given(
        Person=[{"id": "p1", "name": "Ada Kraft"}, {"id": "p2", "name": "Bo Lind"}],
        BusinessProcess=[{"id": "b1", "name": "Releases"}],
        ProcessGate=[{"id": "g1", "process": "b1", "kind": "deployment-approval"}],
        AISystem=[{"id": "ai-x", "name": "Sorter", "owner": "p1"}],
        Vendor=[{"id": "v1", "name": "Kestrel"}],
        GatePassage=[PASSAGE],
    )
    return folder


def test_a_condition_that_is_not_met_is_due_for_whoever_is_to_meet_it(house: Path, command: Command):
    of_p1 = told(command, "due", "--person", "p1")
    (one,) = [each for each in of_p1["due"] if each["id"] == "gp-cond"]
    assert (one["by"], one["on"], one["whose"]) == ("conditions_due", "2020-01-31", ["p1"])
    done = command("due")
    assert done.status == 1
    assert "GatePassage gp-cond, deadline, conditions_due): p1" in done.out
    given(GatePassage=[PASSAGE | {"conditions_met_on": "2020-01-20"}])
    assert "gp-cond" not in command("due").out
    with pytest.raises(Misuse, match="no person 'nobody'"):
        command("due", "--person", "nobody")


def test_a_system_is_taken_on_by_a_named_person_with_a_reason(house: Path, command: Command):
    shown = told(command, "stage", "ai-x")
    assert (shown["stage"], shown["since"]) == (None, None)
    to = shown["may_go_to"][0]
    with pytest.raises(Misuse, match="say who decided with --by"):
        command("stage", "ai-x", "--to", to, "--reason", "Approved.")
    with pytest.raises(Refused, match="say why"):
        command("stage", "ai-x", "--to", to, "--by", "p1")
    with pytest.raises(Refused, match="no person of the register"):
        command("stage", "ai-x", "--to", to, "--by", "p9", "--reason", "Approved.")
    with pytest.raises(Refused, match="Bo Lind does not decide where this system stands"):
        command("stage", "ai-x", "--to", to, "--by", "p2", "--reason", "Approved.")
    assert told(command, "stage", "ai-x")["stage"] is None
    done = command("stage", "ai-x", "--to", to, "--by", "p1", "--reason", "The board asked for it.")
    assert (done.status, f"ai-x is in {to} from today on" in done.out) == (0, True)
    assert f"Sorter: {to} since" in command("stage", "ai-x").out
    with pytest.raises(Refused, match="no AI system"):
        command("stage", "nothing")
    for more in (("--to", ""), ("--by", "p1"), ("--reason", "Why."), ("--evidence", "EV-1")):
        with pytest.raises(Misuse, match="say where it goes with --to"):
            command("stage", "ai-x", *more)


def test_a_supplier_is_asked_and_settled(house: Path, command: Command):
    asked = [one["question"] for one in told(command, "supplier", "v1")["questions"]]
    with pytest.raises(Misuse, match="names no answer"):
        command("supplier", "v1", "--answer", "scope", "--by", "p1")
    with pytest.raises(Misuse, match="say who says so"):
        command("supplier", "v1", "--answer", "scope=yes")
    with pytest.raises(Refused, match="say what falls short"):
        command("supplier", "v1", "--answer", f"{asked[0]}=no", "--by", "p1")
    answers = [part for id in asked for part in ("--answer", f"{id}=yes")]
    from tonetop.core import cadence
    from tonetop.records import clock

    again = cadence.shift(clock.today(), 300)
    done = command("supplier", "v1", *answers, "--outcome", "suitable", "--again", again, "--by", "p1")
    assert (done.status, "suitable, again by" in done.out) == (0, True)
    (line,) = told(command, "supplier")
    assert (line["score"], line["missing"], line["in_order"]) == (1.0, 0, True)
    typed = {"id": "v2", "name": "Loom", "outcome": "suitable", "assessed_on": "2020-01-01"}
    given(Vendor=[typed])
    assert "✕ v2 Loom: suitable" in command("supplier").out
    assert told(command, "supplier", "v2")["lacks"] == ["questions-open"]
    with pytest.raises(Refused, match="no vendor"):
        command("supplier", "v9")
    for more in (("--outcome", ""), ("--conditions", "Logs."), ("--again", again)):
        with pytest.raises(Misuse, match="belong to an --outcome"):
            command("supplier", "v1", *more, "--by", "p1")
    with pytest.raises(Misuse, match="say what is put on record"):
        command("supplier", "v1", "--by", "p1")


def test_answers_whose_outcome_is_refused_are_not_on_record_either(house: Path, command: Command):
    first, *others = [one["question"] for one in told(command, "supplier", "v1")["questions"]]
    before = told(command, "supplier", "v1")
    for outcome, said in (("suitable", f"{len(others)} are left"), ("fine", "choose whether")):
        with pytest.raises(Refused, match=said):
            command("supplier", "v1", "--answer", f"{first}=yes", "--outcome", outcome, "--by", "p1")
        assert told(command, "supplier", "v1") == before
    command("supplier", "v1", "--answer", f"{first}=yes", "--by", "p1")
    assert told(command, "supplier", "v1")["missing"] == before["missing"] - 1
