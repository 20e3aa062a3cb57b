"""OSCAL out: the statement of applicability as a profile, audits as a plan, results, and findings that are open.

Records are told by id, and so are people. "Satisfied" stands for "backed by records".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tonetop.standard import catalogue
from tonetop.standard.oscal_parts import (
    CATALOGUE,
    PLAN,
    Plain,
    asked,
    control_id,
    metadata,
    moment,
    number,
    prop,
)

STATES = {"pass": "satisfied", "partial": "not-satisfied", "fail": "not-satisfied"}
"""What has no data or does not apply is observed, and gets no finding: OSCAL has no word for either."""
NOT_SAID = "no reason is on record"
Records = Iterable[Mapping[str, object]]


def profile(whose: str, day: str, entries: Records) -> Plain:
    """The statement of applicability: controls that apply with their state, those left out with the reason."""
    stated = {str(one["control"]): one for one in entries if one.get("control") in catalogue.controls()}
    out = [id for id, one in stated.items() if one.get("applicable") is False]
    into = [id for id in asked() if id not in out]
    alters = [
        {"control-id": id, "adds": [{"props": _stated(one)}]} for id, one in stated.items() if id not in out
    ]
    left = "; ".join(f"{id}: {_reason(stated[id])}" for id in out)
    chosen: Plain = {"href": CATALOGUE, "include-controls": [{"with-ids": into}]}
    if out:
        chosen["exclude-controls"] = [{"with-ids": out}]
    made: Plain = {
        "uuid": number(whose, "profile"),
        "metadata": metadata("Statement of applicability", day, f"Left out: {left}." if left else ""),
        "imports": [chosen],
        "merge": {"as-is": True},
    }
    return {"profile": made | ({"modify": {"alters": alters}} if alters else {})}


def plan(whose: str, day: str, audits: Records) -> Plain:
    """What is judged, and when audits are planned."""
    tasks = [
        {
            "uuid": number(whose, "audit", str(one["id"])),
            "type": "milestone",
            "title": str(one.get("title") or f"Internal audit {one['id']}"),
            "timing": {"on-date": {"date": moment(str(when))}},
        }
        for one in audits
        if (when := one.get("performed_on") or one.get("planned_on"))
    ]
    described, resource = _described(whose)
    made: Plain = {
        "uuid": number(whose, "plan"),
        "metadata": metadata("Assessment plan", day),
        "import-ssp": {"href": described},
        "reviewed-controls": _reviewed(),
        "back-matter": resource,
    }
    return {"assessment-plan": made | ({"tasks": tasks} if tasks else {})}


def results(whose: str, day: str, told: Mapping[str, Mapping[str, Plain]]) -> Plain:
    """An observation of each check, a finding of each requirement; told: what `tonetop assess` says of a day."""
    seen = {id: number(whose, day, "check", id) for id in told["checks"]}
    observed = [
        {
            "uuid": seen[id],
            "title": id,
            "description": one["why"],
            "props": [prop("result", one["result"])],
            "methods": ["EXAMINE"],
            "collected": moment(day),
        }
        for id, one in told["checks"].items()
    ]
    judged = {**told["clauses"], **told["controls"], **told["duties"]}
    found = [_finding(whose, day, id, one, seen) for id, one in judged.items() if one["result"] in STATES]
    result: Plain = {
        "uuid": number(whose, day, "result"),
        "title": f"As of {day}",
        "description": "Computed from records on that day; satisfied means that records back it.",
        "start": moment(day),
        "end": moment(day),
        "reviewed-controls": _reviewed(),
    }
    result |= {"observations": observed} if observed else {}
    result |= {"findings": found} if found else {}
    made = {
        "uuid": number(whose, day, "results"),
        "metadata": metadata("Assessment results", day),
        "import-ap": {"href": PLAN},
        "results": [result],
    }
    return {"assessment-results": made}


def actions(whose: str, day: str, findings: Records) -> Plain | None:
    """Findings that are open, and by when; None where none is, for OSCAL knows no empty plan."""
    items = [
        {
            "uuid": number(whose, "finding", str(one["id"])),
            "title": str(one["id"]),
            "description": str(one.get("statement") or "No statement is on record."),
            "props": [
                prop(name, str(one[name]))
                for name in ("grade", "clause", "raised_on", "due", "action", "audit")
                if one.get(name)
            ],
        }
        for one in findings
        if not one.get("closed_on")
    ]
    if not items:
        return None
    for item in items:
        if not item["props"]:
            del item["props"]
    described, resource = _described(whose)
    made: Plain = {
        "uuid": number(whose, day, "actions"),
        "metadata": metadata("Plan of action and milestones", day),
        "import-ssp": {"href": described},
        "poam-items": items,
        "back-matter": resource,
    }
    return {"plan-of-action-and-milestones": made}


def _stated(one: Mapping[str, object]) -> list[Plain]:
    held = [
        prop(name, str(one[name])) for name in ("status", "justification", "approved_on") if one.get(name)
    ]
    return [prop("applicable", "yes" if one.get("applicable") else "not-said"), *held]


def _reason(one: Mapping[str, object]) -> str:
    return " ".join(str(one.get("justification") or NOT_SAID).split()).rstrip(".")


def _reviewed() -> Plain:
    return {"control-selections": [{"include-all": {}}]}


def _described(whose: str) -> tuple[str, Plain]:
    """Where the management system is described: in its registers, for which OSCAL has no system security plan."""
    id = number(whose, "described")
    told = "The registers of the organisation; there is no system security plan, for this is a management system."
    return f"#{id}", {"resources": [{"uuid": id, "title": "The management system", "description": told}]}


def _finding(whose: str, day: str, id: str, one: Plain, seen: Mapping[str, str]) -> Plain:
    duties = [duty for duty in catalogue.duties() if id in ("5.1", duty)]
    checks = [check.id for check in catalogue.checks().values() if check.duty in duties]
    made: Plain = {
        "uuid": number(whose, day, "judged", id),
        "title": id,
        "description": one["why"],
        "target": {
            "type": "statement-id",
            "target-id": f"{control_id(id)}_smt",
            "status": {
                "state": STATES[one["result"]],
                "reason": "pass" if one["result"] == "pass" else "fail",
            },
            "props": [prop("result", one["result"])],
        },
    }
    related = [{"observation-uuid": seen[check]} for check in checks if check in seen]
    return made | ({"related-observations": related} if related else {})
