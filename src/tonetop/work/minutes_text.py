"""What the minutes of a management review say, as plain data that the PDF and the DOCX have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from tonetop.core.facts import Facts, Row
from tonetop.core.tlog import Checkpoint
from tonetop.standard import catalogue
from tonetop.standard.review import who_checked
from tonetop.standard.terms.meetings import decided_at
from tonetop.work.freeze_review import notes_seen, snapshot
from tonetop.work.hold_review import attending

Matter = dict[str, Any]
MODES = {
    "present": _("in the room"),
    "remote": _("remotely"),
    "apology": _("excused"),
    "delegate": _("by a delegate"),
}
VERDICTS = {"yes": "Yes", "with-changes": "Yes, with changes", "no": "No"}
QUESTIONS = (
    ("suitable", "Does the AI management system fit the organisation?"),
    ("adequate", "Is it enough?"),
    ("effective", "Does it work?"),
)


def matter(found: Facts, pack: str, head: Checkpoint) -> Matter:
    """The minutes as texts and lists of rows, in the order in which they are read.

    found: the records as they stood when the log had the signed head, which is printed at the end; so that
    everything the minutes say is covered by it. Words are English and days YYYY-MM-DD; `minutes_voice` tells them.
    """
    row: Any = found.get("ReviewPack", pack)
    held = sittings(found, row)
    shown = snapshot(row)
    notes = notes_seen(pack, shown)
    return {
        "name": f"minutes-{row.id}",
        "organisation": found.organisation.get("name") or "",
        "review": row.title,
        "since": row.since or "",
        "until": shown["as_of"],
        "frozen_on": row.frozen_on,
        "sha256": row.sha256,
        "sittings": [_sitting(found, sitting) for sitting in held],
        "inputs": [_input(found, told, held, notes) for told in shown["inputs"]],
        "decisions": [_decision(found, one) for sitting in held for one in decided_at(found, sitting)],
        "verdict": [
            {"question": question, "answer": VERDICTS.get(getattr(row, name), "Not said")}
            for name, question in QUESTIONS
        ],
        "dissent": row.dissent or "",
        "head": {"size": head.size, "root": head.root.hex(), "log": head.origin},
    }


def planned(found: Facts, pack: Any) -> list[Row]:
    """All sittings of a pack, held or not."""
    return [row for row in (found.get("Meeting", ident) for ident in pack.meetings or ()) if row]


def sittings(found: Facts, pack: Any) -> list[Row]:
    """Those that were held, in order of their days."""
    held = (row for row in planned(found, pack) if row.held_on)
    return sorted(held, key=lambda row: (row.held_on, row.id))


def called(found: Facts, ident: str | None) -> str:
    """A person by name, with the post."""
    person = found.get("Person", ident)
    if person is None:
        return ident or ""
    return ", ".join(filter(None, (person.name or person.id, person.title)))


def named(found: Facts, ident: str | None) -> str:
    """A person by name alone."""
    person = found.get("Person", ident)
    return (person.name or person.id) if person else ident or ""


def wrote(found: Facts, line: Mapping[str, Any], text: str) -> bool:
    """Whether a cell of a pack's line holds what somebody wrote into its record, and not a sentence of ours."""
    row = found.get(line["type"], line["id"]) if line["type"] in found.shapes else None
    return row is not None and text in (getattr(row, name, None) for name in found.shapes[row.type].fields)


def spoken(found: Facts, note: str) -> str:
    """A note as people read it: whoever checked that there is nothing stands in it by name."""
    said = who_checked(note)
    if said is None:
        return note
    person, day, why = said
    told = f"none, checked by {named(found, person)} on {day}"
    return f"{told}: {why}" if why else told


def _sitting(found: Facts, sitting: Row) -> Matter:
    there = [
        {
            "who": called(found, row.person),
            "how": MODES.get(row.mode, row.mode),
            "role": row.role or "",
            "for": named(found, row.on_behalf_of),
        }
        for row in attending(found, sitting.id)
    ]
    return {"id": sitting.id, "day": sitting.held_on, "people": there}


def _input(found: Facts, told: Matter, held: list[Row], notes: dict[str, str]) -> Matter:
    """An input as the minutes tell it: whether it was whole, what was noted, how many records, and at which sitting."""
    key = told["key"]
    first = next((row.held_on for row in held if key in (row.inputs or {})), "")
    state = {True: "complete", False: "incomplete", None: "good practice"}[told["complete"]]
    note = notes.get(key, "")
    return {
        "letter": told["letter"],
        "means": told["means"],
        "state": state,
        "why": told["why"],
        "note": spoken(found, note),
        "written": who_checked(note) is None,
        "count": len(told["records"]),
        "seen": first,
    }


def _decision(found: Facts, row: Row) -> Matter:
    means = {
        item["key"]: item["clause"].split()[-1] for item in catalogue.data()["management_review"]["inputs"]
    }
    actions = [one.id for one in found.rows("Action") if one.decision == row.id]
    about = means.get(row.input, (row.input or "").replace("_", " "))
    return {
        "id": row.id,
        "text": row.text or "",
        "why": row.rationale or "",
        "by": named(found, row.decided_by),
        "owner": named(found, row.owner),
        "due": row.due or "",
        "amount": row.amount,
        "currency": row.currency or "",
        "input": about,
        "nothing": row.status == "none-needed",
        "actions": actions,
    }
