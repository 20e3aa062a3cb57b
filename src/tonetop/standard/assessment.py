"""An assessment: every check, pitfall, duty, clause and control as of a day, and its plain form for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tonetop.core import assess, cadence
from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Node, Result, Signals
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue, checks
from tonetop.standard.catalogue import CheckText
from tonetop.standard.schema import shapes
from tonetop.standard.terms.evidence import LatestOf

LEADERSHIP = "5.1"
STANDING = {FAIL: "failing: %(ids)s", NO_DATA: "without data: %(ids)s", PARTIAL: "partly backed: %(ids)s"}
"""What is said of the checks below that fall short, gravest first."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Results by id, as of the facts' day; `names` tells a record as people and programs call it."""

    as_of: str
    known_on: str | None
    clauses: dict[str, Result]
    controls: dict[str, Result]
    duties: dict[str, Result]
    checks: dict[str, Result]
    pitfalls: dict[str, Signals]
    privacy: dict[str, Result]
    facts: Facts

    def name(self, row: Row) -> str:
        """A record's id; `Type:id` for types without id and for an id that stands in two types."""
        apart = not shapes()[row.type].has_id or self.facts.stands_twice(row)
        return f"{row.type}:{row.id}" if apart else str(row.id)

    @property
    def falls_short(self) -> bool:
        """Whether anything in it is fail, no-data or raised."""
        told = (*self.clauses.values(), *self.controls.values(), *self.duties.values())
        results = (*told, *self.checks.values(), *self.privacy.values())
        bad = any(result.result in (FAIL, NO_DATA) for result in results)
        return bad or any(signals.raised for signals in self.pitfalls.values())

    def plain(self) -> dict[str, Any]:
        """The form of the contract's `assess --format json`."""
        return {
            "as_of": self.as_of,
            "known_on": self.known_on,
            "catalogue": catalogue.label(),
            "clauses": {id: self._told(r, id != LEADERSHIP) for id, r in self.clauses.items()},
            "controls": {id: self._told(r) for id, r in self.controls.items()},
            "duties": {id: self._told(r, False) for id, r in self.duties.items()},
            "checks": {id: self._told(r) | self._ahead(r) for id, r in self.checks.items()},
            "pitfalls": {id: self._signals(s) for id, s in self.pitfalls.items()},
            "privacy": {id: self._told(r) | self._ahead(r) for id, r in self.privacy.items()},
        }

    def tree(self, check: str) -> dict[str, Any]:
        """One check's result with its whole reason tree."""
        result = (self.checks | self.privacy)[check]
        return self._told(result) | self._ahead(result) | {"check": check, "tree": self._branch(result.tree)}

    def _branch(self, node: Node) -> dict[str, Any]:
        records = [self.name(row) for row in node.relied()]
        parts = [self._branch(part) for part in node.parts]
        return {"holds": node.holds, "why": node.why, "records": records, "parts": parts}

    def _told(self, result: Result, records: bool = True) -> dict[str, Any]:
        told: dict[str, Any] = {"result": result.result, "why": result.why}
        if records:
            told["records"] = [self.name(row) for row in result.records]
        return told

    def _ahead(self, result: Result) -> dict[str, Any]:
        return {"expires_on": result.expires_on, "next_act": result.next_act}

    def _signals(self, found: Signals) -> dict[str, Any]:
        told = [
            {"id": letter, "why": node.why, "records": [self.name(r) for r in assess.relied(node)]}
            for letter, node in sorted(found.signals.items())
        ]
        return {"raised": found.raised, "signals": told}


def by_evidence(facts: Facts, item: dict[str, Any]) -> Result:
    """A clause or control judged by evidence of its kinds that is in date (catalogue: aggregation.clauses)."""
    latest = {kind: facts.prepared(LatestOf(kind)) for kind in item["evidence"]}
    since = cadence.months_back(facts.as_of, item["freshness_months"])
    there = {kind: row for kind, row in latest.items() if row is not None}
    fresh = [kind for kind, row in there.items() if row.occurred_on and row.occurred_on > since]
    stale = [kind for kind in there if kind not in fresh]
    missing = [kind for kind in item["evidence"] if kind not in there]
    if not there:
        return _plain(NO_DATA, f"No evidence of {', '.join(missing)} is recorded")
    result = PASS if len(fresh) == len(item["evidence"]) else PARTIAL if fresh else FAIL
    months = item["freshness_months"]
    said = [f"Evidence in date: {', '.join(fresh)}"] if fresh else []
    if stale:
        said.append(f"{'older' if fresh else 'Evidence older'} than {months} months: {', '.join(stale)}")
    said += [f"missing: {', '.join(missing)}"] if missing else []
    return _plain(result, "; ".join(said), there.values())


def _plain(result: str, why: str, records: Iterable[Row] = ()) -> Result:
    node = Node(result == PASS, why, tuple(records))
    return Result(result, why, node, assess.relied(node))


def control(facts: Facts, item: dict[str, Any]) -> Result:
    """A control of Annex A judged by its SoA entry and its evidence (catalogue: aggregation.controls)."""
    entry = facts.get("SoAEntry", item["id"])
    if entry is not None and entry.applicable is False:
        said = (
            f"Left out of the SoA: {entry.justification}"
            if entry.justification
            else "Left out without a justification"
        )
        return _plain(NOT_APPLICABLE if entry.justification else FAIL, said, (entry,))
    found = by_evidence(facts, item)
    records = (*found.records, entry) if entry is not None else found.records
    if found.result == PASS and (entry is None or entry.status != "implemented"):
        told = (
            f"its SoA entry says {entry.status}" if entry and entry.status else "its SoA entry says nothing"
        )
        state = told if entry is not None else "it has no SoA entry"
        return _plain(PARTIAL, f"{found.why}; {state}", records)
    return _plain(found.result, found.why, records)


@dataclass(frozen=True, slots=True)
class Evidenced:
    """The result of a clause other than 5.1, or of a control, by its id; a preparation of facts."""

    id: str

    def __call__(self, facts: Facts) -> Result:
        if self.id in catalogue.controls():
            return control(facts, catalogue.controls()[self.id])
        return by_evidence(facts, catalogue.clauses()[self.id])


def duty(id: str, results: dict[str, Result]) -> Result:
    """How the results of a duty's checks add up to the duty."""
    texts = _texts(id)
    told = assess.duty((results[text.id].result, text.key) for text in texts)
    why = _standing([(text.id, results[text.id].result) for text in texts])
    return _plain(told, why)


@cache
def _texts(duty: str) -> tuple[CheckText, ...]:
    """The checks of a duty, in the catalogue's order."""
    return tuple(text for text in catalogue.checks().values() if text.duty == duty)


def _standing(results: list[tuple[str, str]]) -> str:
    said = []
    for result, form in STANDING.items():
        ids = [id for id, found in results if found == result]
        if ids:
            said.append(form % {"ids": ", ".join(ids)})
    text = "; ".join(said) or "all that applies is backed"
    return text[:1].upper() + text[1:]


def leadership(duties: dict[str, Result]) -> Result:
    """Clause 5.1 from its duties; LD-9 is guidance and never lowers it (catalogue: aggregation.clause_5_1)."""
    binding = [(id, result.result) for id, result in duties.items() if id != "LD-9"]
    why = _standing(binding)
    return _plain(assess.commitment(result for _, result in binding), why)


@cache
def chosen(clause: str | None) -> frozenset[str]:
    """Ids of the assessable clauses and the controls that belong to a clause or control; all when none is asked.

    Raises KeyError for what is neither.
    """
    assessable = {id for id, item in catalogue.clauses().items() if item["assessable"]}
    if clause is None:
        return frozenset(assessable | set(catalogue.controls()))
    if clause not in catalogue.clauses() and clause not in catalogue.controls():
        raise KeyError(clause)
    below = {id for id in assessable if id == clause or id.startswith(f"{clause}.")}
    return frozenset(below | ({clause} & set(catalogue.controls())))


def assessment(facts: Facts, clause: str | None = None) -> Assessment:
    """Judge everything, or what belongs to one clause or control (then no pitfalls and no privacy checks)."""
    asked = [check for id, check in checks.checks().items() if _asked(id, clause)]
    judged = {check.id: facts.prepared(check) for check in asked}
    raised = {} if clause else {id: facts.prepared(found) for id, found in checks.pitfalls().items()}
    return put_together(facts, judged, raised, clause)


def put_together(
    facts: Facts, judged: dict[str, Result], pitfalls: dict[str, Signals], clause: str | None = None
) -> Assessment:
    """The whole assessment out of the results of its checks and pitfalls."""
    wanted = chosen(clause)
    leading = {id: result for id, result in judged.items() if id.startswith("LD-")}
    privacy = {id: result for id, result in judged.items() if id.startswith("PV-")}
    duties = {id: duty(id, leading) for id in catalogue.duties()} if LEADERSHIP in wanted else {}
    clauses = {
        id: leadership(duties) if id == LEADERSHIP else facts.prepared(Evidenced(id))
        for id in catalogue.clauses()
        if id in wanted
    }
    controls = {id: facts.prepared(Evidenced(id)) for id in catalogue.controls() if id in wanted}
    return Assessment(
        facts.as_of, facts.known_on, clauses, controls, duties, leading, pitfalls, privacy, facts
    )


def _asked(id: str, clause: str | None) -> bool:
    return LEADERSHIP in chosen(clause) if id.startswith("LD-") else clause is None
