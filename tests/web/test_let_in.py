"""What comes on record as live is told as not having passed its gates, whoever brings it, and is asked for in time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text
from tests.web.test_risks import latest
from tests.web.test_stage_by_act import add, put

NEW = {"id": "AI-9", "name": "Sorter", "owner": "bright", "process": "proc-product", "uses": ["sorting"]}
GATES = {"gate-build-risk": "thun", "gate-build-impact": "dahl", "gate-build-policy": "thun"}
AHEAD = "a planned system goes live on a day ahead"
NOW = "is taken to operation on its page, past the gates"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"state": "live", "go_live_on": "2025-12-30"}, ""),
        ({"state": "live"}, ""),
        ({"state": "live", "go_live_on": "2025-12-31"}, NOW),
        ({"state": "live", "stage": "operation", "go_live_on": "2026-02-01"}, NOW),
        ({"state": "planned", "go_live_on": "2025-12-31"}, ""),
    ],
)
def test_a_file_brings_a_system_like_a_form_does(
    own: House, tmp_path: Path, said: dict[str, Any], problem: str
) -> None:
    from tonetop.records.models import Account
    from tonetop.work.import_records import run
    from tonetop.work.permission import manager

    fields = ", ".join(f"{name}: {value}" for name, value in (NEW | said).items() if name != "uses")
    path = tmp_path / "new.yaml"
    path.write_text(f"AISystem:\n  - {{{fields}, uses: [sorting]}}\n", encoding="utf-8")
    report = run([path], manager(Account.objects.get(role="governance-lead")))
    assert problem in str(report.refused)
    assert (latest("AISystem", "AI-9") is None) is bool(problem)
    answer = add("process-owner", "AISystem", NEW | {"id": "AI-8"} | said)
    assert (answer.status_code, problem in answer.content.decode()) == (400 if problem else 201, True)


def test_a_planned_day_is_not_moved_into_the_past(own: House) -> None:
    answer = put("process-owner", "AISystem", "AI-2", go_live_on="2025-12-01")
    assert (answer.status_code, AHEAD in answer.json()["problem"]) == (400, True)
    planned = NEW | {"state": "planned", "go_live_on": "2025-12-30"}
    answer = add("process-owner", "AISystem", planned)
    assert (answer.status_code, AHEAD in answer.json()["problem"]) == (400, True)


def test_a_plan_that_went_by_comes_in_a_file_and_is_due(own: House, tmp_path: Path) -> None:
    from tonetop.records.models import Account
    from tonetop.work.import_records import run
    from tonetop.work.permission import manager

    path = tmp_path / "old.yaml"
    path.write_text("AISystem:\n  - {id: AI-9, owner: bright, state: planned, go_live_on: 2025-06-01}\n")
    assert not run([path], manager(Account.objects.get(role="governance-lead"))).refused
    assert "its day of going live is over" in text(own["process-owner"].get("/due/"))


def test_what_is_live_without_its_gates_stays_told_and_is_due_until_people_decide_themselves(
    own: House,
) -> None:
    live = NEW | {"state": "live", "go_live_on": "2025-12-01"}
    assert add("process-owner", "AISystem", live).status_code == 201
    deciders = GATES | {"gate-build-deploy": "solvang"}
    for gate, person in deciders.items():
        passage = {"id": f"GP-{gate}", "gate": gate, "subject": "AI-9", "occurred_on": "2025-11-01"}
        said = passage | {"outcome": "passed", "decided_by": person}
        assert add("process-owner", "GatePassage", said).status_code == 201
    told = "live without having passed its gates"
    assert "never passed" in text(own["executive"].get("/systems/AI-9/"))
    assert told in text(own["process-owner"].get("/due/"))
    for gate, person in deciders.items():
        write_as(person, gate)
    assert "never passed" not in text(own["executive"].get("/systems/AI-9/"))
    assert told not in text(own["process-owner"].get("/due/"))


def write_as(person: str, gate: str) -> None:
    """Have a person say that the decision of a gate was theirs."""
    from tonetop.records import intake, write
    from tonetop.records.write import By

    said = {"register": "GatePassage", "record": f"GP-{gate}", "version": 1, "person": person}
    entry = intake.take("Confirmation", said | {"answer": "mine", "confirmed_on": "2025-12-31"})
    write.save(entry, By(person=person))
