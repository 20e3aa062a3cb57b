"""What the conditions of gates may speak of: one subject with all that is recorded about it, on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups
from tonetop.standard.gating import supplying, word
from tonetop.standard.gating.hanging import assets_of, hanging, risks_at
from tonetop.standard.gating.rank import WAIVER, authority, top
from tonetop.standard.gating.uses import prohibited, undecided, use_key
from tonetop.standard.gating.whose import by_another, nameless
from tonetop.standard.impact import by_assessment, grid
from tonetop.standard.risks import may_accept, remains
from tonetop.standard.risks.standing import NOT_JUDGED, counts, standing
from tonetop.standard.suppliers.lacking import Supplier, suppliers_of
from tonetop.standard.terms.meetings import about
from tonetop.standard.terms.strategy import current_policy
from tonetop.standard.terms.systems import impacts_by_system, passages_by_subject
from tonetop.standard.terms.treatment import plans

Records = dict[str, tuple[Row, ...]]

incidents_by_system = Groups("Incident", "system")
"""Incidents by their AI system, in order of id."""


def belongs_to(facts: Facts, subject: Row) -> tuple[Row, ...]:
    """The AI systems that an asset is part of, or that a decision is about; an AI system belongs to none.

    An asset that was taken off one belongs to it until another person lets that go.
    """
    of = facts.prepared(hanging).systems
    idents: list[str] = []
    if subject.type == "Asset":
        idents = [*of.get(subject.id, ())]
    elif subject.type == "Decision":
        about = subject.about or ()
        idents = [*about, *(system for ident in about for system in of.get(ident, ()))]
    found = (facts.get("AISystem", ident) for ident in dict.fromkeys(idents))
    return tuple(row for row in found if row is not None)


def records(facts: Facts, subject: Row) -> Records:
    """The records about a subject, and about the AI systems it belongs to, by the names that conditions say.

    The risks of what belongs to an AI system are its own.
    """
    above, idents = belongs_to(facts, subject), judged_as(facts, subject)
    at_risk = dict.fromkeys((*idents, *assets_of(facts, idents)))
    risks = tuple(row for ident in at_risk for row in risks_at(facts, ident))
    policy = current_policy(Moment(facts))
    return {
        "risks": risks,
        "treatments": tuple(row for risk in risks for row in facts.part(plans, risk.id) or ()),
        "impacts": tuple(row for ident in idents for row in facts.part(impacts_by_system, ident) or ()),
        "decisions": tuple(about(facts, *idents)),
        "passages": tuple(facts.part(passages_by_subject, subject.id) or ()),
        "incidents": tuple(row for ident in idents for row in facts.part(incidents_by_system, ident) or ()),
        "policies": () if policy is None else (policy,),
        "suppliers": tuple(one.vendor for one in supply(facts, subject) if one.vendor is not None),
        "systems": (subject,) if subject.type == "AISystem" else above,
    }


def values(facts: Facts, subject: Row, process: Row, found: Records, names: Iterable[str]) -> dict[str, Any]:
    """The values of those names, the gate's own apart: every field of a record stands there, null where it is empty.

    ids are the AI systems that it is judged as, or its own where it belongs to none. An impact assessment also says
    by `looked_at` whether every affected group was looked at in every respect asked, and by `refused` whether another
    of the system, not older, concluded no-go; it, a risk, a treatment and a policy say by `own_word` whether whoever
    approved or accepted it did so in their own word, of an impact assessment as the groups are rated now, and it and a
    risk by `by_another` whether that is nobody whose it is: who entered, performed or answers for it; by `nameless`
    whether nobody is known as who entered it. A risk also
    says what `remains`, what its assessment `lacks` (of `NOT_JUDGED`), and by `ranked` whether whoever approved it may
    accept what remains by the risk criteria; a treatment by `ranked` whether whoever accepted it may, and did since it
    was judged. A supplier says by `stops` how many musts are answered with no, and by `lacks` what it lacks;
    a name that no vendor bears is one of them. A system says by `low_impact` whether
    somebody who may waive gates, and is not its owner, said in their own word that its impact is not high. prohibited
    and undecided are uses of the systems, as they write them.
    """
    systems, idents = found["systems"], [row.id for row in found["systems"]]
    made: dict[str, Callable[[], Any]] = {
        "today": lambda: facts.as_of,
        "subject": lambda: plain(subject),
        "process": lambda: plain(process),
        "ids": lambda: idents or [subject.id],
        "impacts": lambda: [_impact(facts, row, found["impacts"]) for row in found["impacts"]],
        "suppliers": lambda: [_supplier(facts, one) for one in supply(facts, subject)],
        "prohibited": lambda: prohibited(facts, systems),
        "undecided": lambda: [use for _, use in undecided(facts, systems)],
    }
    return {
        name: made[name]() if name in made else _rows(facts, name, found[name])
        for name in names
        if name != "gate"
    }


def _rows(facts: Facts, name: str, rows: Iterable[Row]) -> list[dict[str, Any]]:
    beside = TOLD.get(name)
    return [plain(row) | (beside(facts, row) if beside else {}) for row in rows]


def _impact(facts: Facts, row: Row, among: Iterable[Row]) -> dict[str, Any]:
    refused = any(
        one.conclusion == "no-go"
        and one.system == row.system
        and (one.performed_on or "") >= (row.performed_on or "")
        for one in among
    )
    given = word.given(facts, row) and _covers(facts, row)
    told = {"looked_at": grid(facts, row).whole, "refused": refused}
    return plain(row) | told | {"own_word": given} | _by(facts, row)


def _by(facts: Facts, row: Row) -> dict[str, bool]:
    return {"by_another": by_another(facts, row), "nameless": nameless(facts, row)}


def _covers(facts: Facts, row: Row) -> bool:
    """Whether nothing was said of a group after the word on an impact assessment was given."""
    day = word.said_on(facts, row)
    said = facts.part(by_assessment, row.id) or ()
    return not day or all((one.recorded_on or "") <= day for one in said)


def _risk(facts: Facts, row: Row) -> dict[str, Any]:
    lacks = [one for one in standing(facts, row).lacks if one in NOT_JUDGED]
    ranked = may_accept(facts, row, row.approved_by, row.approved_on)
    told = {"lacks": lacks, "remains": remains(row), "ranked": ranked}
    return told | {"own_word": word.given(facts, row)} | _by(facts, row)


def _system(facts: Facts, row: Row) -> dict[str, Any]:
    """Low only in the own word of somebody who may waive gates, and who never owned it."""
    by = row.impact_judged_by
    said = row.high_impact is False and word.given(facts, row) and by not in word.ever(facts, row, "owner")
    return {"low_impact": said and authority(facts, by, word.said_on(facts, row) or facts.as_of, WAIVER)}


def _treatment(facts: Facts, row: Row) -> dict[str, Any]:
    risk = facts.get("RiskAssessment", row.risk)
    by, day = row.residual_accepted_by, row.residual_accepted_on
    ranked = risk is not None and counts(facts, risk, row) and may_accept(facts, risk, by, day)
    return {"ranked": ranked, "own_word": word.given(facts, row)}


def _policy(facts: Facts, row: Row) -> dict[str, Any]:
    return {"own_word": word.given(facts, row)}


TOLD: dict[str, Callable[[Facts, Row], dict[str, Any]]] = {
    "systems": _system,
    "risks": _risk,
    "treatments": _treatment,
    "policies": _policy,
}
"""What lists say of their members besides the fields, by name."""


def supply(facts: Facts, subject: Row) -> tuple[Supplier, ...]:
    """Everyone who supplies something of a subject, or of the AI systems that it belongs to."""
    return suppliers_of(facts, judged_as(facts, subject))


def judged_as(facts: Facts, subject: Row) -> tuple[str, ...]:
    """The ids that records about a subject name: its own, and those of the AI systems it belongs to."""
    return tuple(dict.fromkeys((subject.id, *(row.id for row in belongs_to(facts, subject)))))


def _supplier(facts: Facts, one: Supplier) -> dict[str, Any]:
    return (plain(one.vendor) if one.vendor is not None else {}) | supplying.read(facts, one)


def plain(row: Row) -> dict[str, Any]:
    """A record as a condition reads it: its type, and every field."""
    told = {name: _plain(value) for name, value in row._asdict().items()}
    if told.get("uses"):
        told["uses"] = [use_key(use) for use in told["uses"]]
    return {**told, "type": row.type}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(one) for one in value]
    return value


def functions(facts: Facts) -> dict[str, Callable[..., Any]]:
    """The functions that conditions may call; a day that is none is an error, and what asks for it does not hold."""
    today = date.fromisoformat(facts.as_of)
    return {
        "days_since": lambda day: (today - date.fromisoformat(day)).days,
        "days_until": lambda day: (date.fromisoformat(day) - today).days,
        "is_top": lambda person, day: bool(person and day) and top(facts, person, day),
        "may": lambda person, day, act: bool(person and day) and authority(facts, person, day, act),
    }


def spoken_of(found: Records, subject: Row, names: Iterable[str]) -> tuple[Row, ...]:
    """The records that a condition reads, by the names in it."""
    rows = [row for name in names for row in ((subject,) if name == "subject" else found.get(name, ()))]
    return tuple(dict.fromkeys(rows))
