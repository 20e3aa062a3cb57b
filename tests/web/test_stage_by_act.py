"""Where an AI system stands is changed by its act alone; what came on record as live is told to have passed no gate."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_gates_for_programs import program
from tests.web.test_privacy import text

BY_ACT = "is set by an act of its own, on its page"
LEFT = ("recorded_on", "effective_on", "entered_by", "claimed_on", "withdrawn_on")


def held(type: str, ref: str) -> dict[str, Any]:
    """A record as a program writes it back."""
    from tonetop.records import write

    row: Any = write.latest(type, ref)
    return {name: value for name, value in row.plain().items() if name not in LEFT}


def version(type: str, ref: str) -> int:
    """The number of a record's last version."""
    from tonetop.records import write

    row: Any = write.latest(type, ref)
    return int(row.revision)


def put(who: str, type: str, ref: str, query: str = "", **fields: Any) -> Any:
    """Change a record through the API."""
    plain = {name: value for name, value in (held(type, ref) | fields).items() if value is not None}
    path = f"/api/v1/registers/{type}/{ref}{query}"
    return program(who, "write").put(path, plain, content_type="application/json")


def add(who: str, type: str, plain: dict[str, Any]) -> Any:
    """Add a record through the API."""
    return program(who, "write").post(f"/api/v1/registers/{type}", plain, content_type="application/json")


@pytest.mark.parametrize(
    ("system", "fields"),
    [
        ("AI-2", {"stage": "operation", "state": "live", "go_live_on": "2025-12-30"}),
        ("AI-2", {"stage": "development"}),
        ("AI-2", {"retired_on": "2025-12-30"}),
        ("AI-4", {"state": "live", "retired_on": None}),
        ("AI-1", {"go_live_on": "2020-01-01"}),
    ],
)
def test_no_program_form_or_request_changes_where_a_system_stands(
    own: House, system: str, fields: dict[str, Any]
) -> None:
    before = held("AISystem", system)
    for query in ("", "?since=correction", "?since=2025-06-01"):
        answer = put("process-owner", "AISystem", system, query, **fields)
        assert (answer.status_code, BY_ACT in answer.json()["problem"]) == (400, True)
    plain = {name: value for name, value in (before | fields).items() if value is not None}
    asked = {"records": [{"type": "AISystem", "record": plain}]}
    bulk = program("process-owner", "write").post("/api/v1/bulk", asked, content_type="application/json")
    assert (bulk.status_code, BY_ACT in bulk.content.decode()) == (400, True)
    form = {name: value for name, value in plain.items() if isinstance(value, str)}
    form |= {"since": "correction", "seen": str(version("AISystem", system))}
    page = own["process-owner"].post(f"/registers/AISystem/record/{system}/edit/", form)
    assert page.status_code == 400
    assert held("AISystem", system) == before


def test_what_only_describes_it_is_changed_as_before(own: House) -> None:
    assert (
        put("process-owner", "AISystem", "AI-2", name="HealthRate", go_live_on="2026-03-01").status_code
        == 200
    )
    assert put("process-owner", "AISystem", "AI-1", org_unit="Claims desk").status_code == 200


def test_a_system_begins_planned_or_says_since_which_day_it_was_live_before(own: House) -> None:
    new = {"id": "AI-70", "name": "Seventy", "process": "proc-product"}
    for day in ("2025-12-31", "2026-02-01"):
        answer = add("process-owner", "AISystem", new | {"state": "live", "go_live_on": day})
        assert (answer.status_code, "says since which day before today" in answer.json()["problem"]) == (
            400,
            True,
        )
    assert add("process-owner", "AISystem", new | {"state": "planned", "stage": "idea"}).status_code == 201
    was = {
        "id": "AI-71",
        "name": "Seventyone",
        "state": "live",
        "go_live_on": "2023-05-01",
        "process": "proc-product",
    }
    assert add("process-owner", "AISystem", was).status_code == 201
    told = text(own["guest-auditor"].get("/gates/"))
    assert "Seventyone on record as live, not through the gates of its process" in told
    assert "It is on record as live and never passed the gates of its process" in text(
        own["guest-auditor"].get("/systems/AI-71/")
    )
    said = program("process-owner").post(
        "/api/v1/gates/check",
        {"process": "proc-product", "subject": "AI-71"},
        content_type="application/json",
    )
    assert said.status_code == 409
    own["process-owner"].post("/systems/AI-71/stage/", {"stage": "suspended", "reason": "Complaints"})
    back = own["process-owner"].post(
        "/systems/AI-71/stage/", {"stage": "operation", "reason": "Done"}, follow=True
    )
    assert "The gates do not let it through" in text(back)
    assert held("AISystem", "AI-71")["go_live_on"] == "2023-05-01"


def test_moving_a_system_to_a_process_with_fewer_gates_opens_none(own: House) -> None:
    from tonetop.records import write
    from tonetop.records.models import Account
    from tonetop.work.change_stage import Move, change_stage

    one: Any = {"id": "gate-loose", "process": "proc-loose", "kind": "policy-check", "owner": "bright"}
    assert add("governance-lead", "BusinessProcess", {"id": "proc-loose", "name": "Loose"}).status_code == 201
    answer = add("governance-lead", "ProcessGate", one | {"mandatory": True, "in_force_since": "2025-12-01"})
    assert answer.status_code == 201
    assert put("process-owner", "AISystem", "AI-2", process="proc-loose").status_code == 200
    own["executive"].post(
        "/gates/of/AISystem:AI-2/decide/",
        {"process": "proc-loose", "gate": "gate-loose", "outcome": "passed"},
    )
    account = Account.objects.get(role="process-owner")
    with pytest.raises(Exception, match="the gates of proc-product, through which it went before, stay shut"):
        change_stage(account, "AI-2", Move("operation", "because"))
    row: Any = write.latest("AISystem", "AI-2")
    assert row.state == "planned"
    assert "Product development" in text(own["guest-auditor"].get("/gates/"))


def test_what_the_gates_said_is_written_by_asking_them(own: House) -> None:
    said = {
        "id": "SC-90",
        "system": "AI-1",
        "stage": "operation",
        "changed_on": "2025-12-30",
        "decided_by": "bright",
    }
    answer = add("process-owner", "StageChange", said | {"gates_said": "AI-1 may pass"})
    assert (answer.status_code, BY_ACT in answer.json()["problem"]) == (400, True)
    assert put("process-owner", "StageChange", "SC-3", stage="operation").status_code == 400
