"""Ask whether a subject may pass the gates of a process; each question stands in the ledger with its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from tonetop.core.facts import Facts, Row
from tonetop.records import repeated
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.write import By
from tonetop.standard.gating.rules import KINDS
from tonetop.standard.gating.verdict import SUBJECTS, GateVerdict, Line, Verdict, verdict
from tonetop.work import measure
from tonetop.work.assess import assess

COMMAND_LINE = By()


def ask_gate(process: str, subject: str, kind: str = "", by: By = COMMAND_LINE, ticket: str = "") -> Verdict:
    """Judge as of today, and put question and answer into the ledger; ticket: for which ticket of another system.

    Raises Refused when process, subject or kind are not known, LedgerError when the ledger cannot be written to:
    an answer that left no trace would be a way round. Repeated under its key it is judged anew, for an answer may turn;
    only another answer is another line. Raises Overtaken for the key of another question.
    """
    found = look_at_gate(assess().facts, process, subject, kind)
    shut = {
        one.gate.id: [line.rule for line in one.lines if line.blocks] for one in found.gates if not one.opens
    }
    data = {
        "process": found.process.id,
        "kind": kind or None,
        "opens": found.opens,
        "gates": [one.gate.id for one in found.gates],
        "shut": shut,
        "ticket": ticket or None,
    }
    before = repeated.told(by)
    if before is None or any(before.data.get(name) != value for name, value in data.items()):
        anew = by if before is None else replace(by, once=None)
        with transaction.atomic():
            tell(found.subject.type, found.subject.id, "gate.asked", data, anew)
    measure.gate_answered(found.opens)
    return found


def look_at_gate(facts: Facts, process: str, subject: str, kind: str = "") -> Verdict:
    """Judge as of the facts' day, leaving no trace. Raises Refused."""
    if kind and kind not in KINDS:
        raise Refused(f"there is no kind of gate {kind!r}; there are {', '.join(KINDS)}")
    return verdict(facts, process_of(facts, process), subject_of(facts, subject), kind)


def process_of(facts: Facts, named: str) -> Row:
    """A business process by its id, name or kind where just one is meant, or by BusinessProcess:id. Raises Refused.

    A name that is also another's id or kind is refused, for whoever names processes would choose whose gates are asked.
    """
    _, colon, ident = named.partition("BusinessProcess:")
    row = facts.get("BusinessProcess", ident) if colon else None
    if row is not None:
        return row
    same = [row for row in facts.rows("BusinessProcess") if named in (row.id, row.name, row.kind)]
    if len(same) > 1:
        raise Refused(f"{named!r} is {len(same)} processes; write BusinessProcess: and the id of one")
    if not same:
        raise Refused(f"there is no business process {named!r}")
    return same[0]


def subject_of(facts: Facts, named: str) -> Row:
    """An AI system, asset or decision by its id, or by Type:id. Raises Refused."""
    type, colon, ident = named.partition(":")
    if colon and type in SUBJECTS:
        row = facts.get(type, ident)
        found = [] if row is None else [row]
    else:
        found = [row for kind in SUBJECTS if (row := facts.get(kind, named)) is not None]
    if len(found) > 1:
        raise Refused(f"{named!r} is {len(found)} records; write {found[0].type}:{named}")
    if not found:
        raise Refused(f"there is no AI system, asset or decision {named!r}")
    return found[0]


def plain(found: Verdict) -> dict[str, Any]:
    """A verdict as JSON tells it."""
    return {
        "opens": found.opens,
        "why": found.why,
        "process": found.process.id,
        "subject": found.subject.id,
        "subject_type": found.subject.type,
        "kind": found.kind or None,
        "as_of": found.as_of,
        "gates": [_gate(one) for one in found.gates],
    }


def _gate(one: GateVerdict) -> dict[str, Any]:
    return {
        "gate": one.gate.id,
        "kind": one.gate.kind,
        "opens": one.opens,
        "ready": one.ready,
        "decides": one.decides or None,
        "passage": one.passage.id if one.passage is not None else None,
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "effect": line.effect,
        "sentence": line.sentence,
        "holds": line.holds,
        "waived": line.waived,
        "blocks": line.blocks,
        "why": line.why,
        "quotes": line.quotes or None,
        "records": [f"{row.type}:{row.id}" for row in line.records],
        "act": line.act if line.blocks else None,
    }
