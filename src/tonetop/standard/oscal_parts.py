"""What all OSCAL documents that go out share: ids that stay the same, times, metadata, and the catalogue of own words.

Version 1.2.1 of the models, https://pages.nist.gov/OSCAL/. The same facts give the same bytes.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tonetop.standard import catalogue

VERSION = "1.2.1"
NAMESPACE = "urn:tonetop:oscal"
CATALOGUE, PROFILE, PLAN = "catalog.json", "profile.json", "assessment-plan.json"
RESULTS, ACTIONS = "assessment-results.json", "plan-of-action-and-milestones.json"
SPEAKS = "Own wording, not the text of the standard. Whether an organisation conforms is for auditors to say."
Plain = dict[str, Any]


def number(*names: str) -> str:
    """A UUID that the same thing of the same organisation always has."""
    return str(uuid5(uuid5(NAMESPACE_URL, NAMESPACE), "\n".join(names)))


def moment(day: str) -> str:
    """A day as a time of OSCAL: its begin, in UTC."""
    return f"{day}T00:00:00Z"


def control_id(id: str) -> str:
    """The id of a clause, control or duty as a token, which begins with a letter."""
    return id if id[:1].isalpha() else f"clause-{id}"


def metadata(title: str, day: str, remarks: str = "") -> Plain:
    """What stands at the head of a document."""
    told = f"{SPEAKS} {remarks}".strip()
    return {
        "title": title,
        "last-modified": moment(day),
        "version": catalogue.label(),
        "oscal-version": VERSION,
        "remarks": told,
    }


def prop(name: str, value: str) -> Plain:
    """A property of ours."""
    return {"name": name, "ns": NAMESPACE, "value": " ".join(value.split())}


def catalog(day: str) -> Plain:
    """Clauses, controls of Annex A and duties of clause 5.1 with their checks, in our own words."""
    groups = [_clauses(umbrella) for umbrella in catalogue.clauses().values() if "." not in umbrella["id"]]
    annex = {
        "id": "annex-a",
        "title": "Controls of Annex A",
        "controls": [_control(one) for one in catalogue.controls().values()],
    }
    return {
        "catalog": {
            "uuid": number("catalog", catalogue.label()),
            "metadata": metadata("Management system for AI, in own words", day),
            "groups": [*(group for group in groups if group["controls"]), annex],
        }
    }


def asked() -> list[str]:
    """The ids of all controls of the catalogue that are judged, in its order."""
    clauses = [id for id, one in catalogue.clauses().items() if one.get("assessable", True)]
    return [control_id(id) for id in (*clauses, *catalogue.controls())]


def _clauses(umbrella: Plain) -> Plain:
    below = [
        one
        for id, one in catalogue.clauses().items()
        if id.partition(".")[0] == umbrella["id"] and one.get("assessable", True)
    ]
    return {
        "id": f"clauses-{umbrella['id']}",
        "title": umbrella["title"],
        "controls": [_control(one) for one in below],
    }


def _control(one: Plain) -> Plain:
    id = control_id(one["id"])
    told: Plain = {"id": id, "title": one["title"], "props": [{"name": "label", "value": one["id"]}]}
    told["parts"] = [{"id": f"{id}_smt", "name": "statement", "prose": one["summary"]}]
    if one["id"] == "5.1":
        told["controls"] = [_duty(duty) for duty in catalogue.duties().values()]
    return told


def _duty(duty: Plain) -> Plain:
    checks = [check for check in catalogue.checks().values() if check.duty == duty["id"]]
    parts = [{"id": f"{duty['id']}_smt", "name": "statement", "prose": duty["own_words"]}]
    parts += [
        {
            "id": f"{check.id}_obj",
            "name": "assessment-objective",
            "title": check.title,
            "props": [{"name": "label", "value": check.id}],
            "prose": check.texts.get("pass", check.title),
        }
        for check in checks
    ]
    return {"id": duty["id"], "title": duty["name"], "parts": parts}
