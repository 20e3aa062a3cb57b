"""How what waits for a person is put to them: what is asked, why now, what happens if not, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from tonetop.core.facts import Facts, Row
from tonetop.web.naming import fact
from tonetop.web.wording import capital, counted, day, kind, sentence, words
from tonetop.work import inbox
from tonetop.work.inbox import Item
from tonetop.work.permission import Forbidden
from tonetop.work.places import at_gates
from tonetop.work.warrant import ANOTHER


@dataclass(frozen=True, slots=True)
class Asked:
    """One item in people's words. sign: how it is marked (fail: overdue or red); state: what it says without a day.

    barred: why another has to answer; empty where whoever was asked may.
    """

    item: Item
    title: str
    about: str
    why: str
    if_not: str
    due: str
    sign: str
    state: str
    address: str
    record: str
    barred: str = ""


def asked(facts: Facts, item: Item) -> Asked:
    """An item as a page tells it."""
    title, why, if_not = _told(facts, item)
    overdue = bool(item.due and item.due <= facts.as_of)
    status = getattr(item.row, "status", None)
    red = status == "red"
    sign = "fail" if overdue or red else "partial" if item.due or item.ask or status == "amber" else "no-data"
    state = words(status) if item.what == inbox.MEASUREMENT and status else gettext("No day is set")
    type, ref = item.key
    here = reverse("record", args=[type, ref])
    address = here if item.what == inbox.ENTERED else reverse("answer", args=[type, ref])
    address = reverse("privacy-assessment", args=[ref]) if item.what == inbox.ASSESSMENT else address
    address = at_gates(type, ref, item.at.process.id, item.at.gate.id) if item.at is not None else address
    about = f"{kind(type)} · {fact(item.row, facts)}"
    barred = ""
    if item.ask is not None and item.another(facts, item.ask.asked_of):
        barred = sentence(Forbidden(ANOTHER))
    due = day(item.due) if item.due else ""
    return Asked(item, title, about, why, if_not, due, sign, state, address, here, barred)


Told = tuple[str, str, str]
"""What is asked, why now, what happens if nobody answers."""


def _told(facts: Facts, item: Item) -> Told:
    if item.ask is not None:
        return _of_ask(facts, item)
    return TELLERS[item.what](facts, item)


def named(facts: Facts, person: str | None) -> str:
    """A person's name, else the id."""
    row = facts.get("Person", person)
    return str(row.name or row.id) if row is not None else str(person or gettext("nobody named"))


def what(facts: Facts, row: Row) -> str:
    """A record as a question names it."""
    return str(NAMERS.get(row.type, fact)(row, facts))


def _version(row: Row, facts: Facts) -> str:
    document = facts.get("Document", row.document)
    title = document.title or document.id if document is not None else row.document or row.id
    return f"{title} {row.version or ''}".strip()


def _risk(row: Row, facts: Facts) -> str:
    subject = next((s for t in ("AISystem", "Asset", "Decision") if (s := facts.get(t, row.subject))), None)
    name = fact(subject, facts) if subject is not None else row.id
    level = words(row.residual or row.inherent).lower()
    return gettext("the %(level)s risk of %(name)s") % {"level": level, "name": name} if level else name


def _plan(row: Row, facts: Facts) -> str:
    risk = facts.get("RiskAssessment", row.risk)
    return gettext("the treatment of %(risk)s") % {"risk": _risk(risk, facts)} if risk is not None else row.id


def _measurement(row: Row, facts: Facts) -> str:
    objective = facts.get("AIObjective", row.kpi)
    title = fact(objective, facts) if objective is not None else row.kpi
    value = counted(row.value) if row.value is not None else "–"
    target = objective.target if objective is not None else None
    if target in (None, ""):
        return f"{title}: {value}"
    return gettext("%(title)s: %(value)s, target %(target)s") % {
        "title": title,
        "value": value,
        "target": target,
    }


def _request(row: Row, facts: Facts) -> str:
    amount = " ".join(filter(None, (counted(row.amount) if row.amount is not None else "", row.currency)))
    sort, purpose = words(row.kind).lower(), words(row.purpose).lower()
    parts = [part for part in (amount, sort if row.kind != "money" or not amount else "") if part]
    asked_for = " ".join(parts) or row.id
    if row.kind == "people" and row.amount is not None:
        asked_for = ngettext("%(n)s post", "%(n)s posts", row.amount) % {"n": counted(row.amount)}
    if not purpose:
        return asked_for
    return gettext("%(amount)s to %(purpose)s the system") % {"amount": asked_for, "purpose": purpose}


NAMERS: dict[str, Callable[[Row, Facts], str]] = {
    "DocumentVersion": _version,
    "RiskAssessment": _risk,
    "RiskTreatmentPlan": _plan,
    "Measurement": _measurement,
    "ResourceRequest": _request,
}


def _of_ask(facts: Facts, item: Item) -> Told:
    ask, name = item.ask, what(facts, item.row)
    assert ask is not None  # noqa: S101 - only items of asks come here
    questions = {
        "approve": gettext("Approve %(name)s?"),
        "review-risk": gettext("Look at %(name)s"),
        "see": gettext("See %(name)s"),
        "acknowledge": gettext("Take note of %(name)s"),
        "decide": gettext("Decide on %(name)s"),
        "confirm": gettext("Was this you: %(name)s?"),
    }
    who = {"who": named(facts, ask.asked_by), "day": day(ask.asked_on)}
    said = gettext("Asked by %(who)s on %(day)s.") % who if ask.asked_by else ""
    if ask.delegated_from:
        said += " " + gettext("You answer for %(who)s.") % {"who": named(facts, ask.delegated_from)}
    question = (ask.why or "").strip()
    if ask.kind == "decide" and question.endswith("?"):
        title, why = question, said.strip()
    else:
        title, why = questions[ask.kind] % {"name": name}, " ".join(filter(None, (question, said)))
    if_not = ask.if_not or gettext("It stays open, and whoever asked waits.")
    return title, why, if_not


def _of_request(facts: Facts, item: Item) -> Told:
    row = item.row
    why = gettext("Asked by %(who)s on %(day)s.") % {
        "who": named(facts, row.requested_by),
        "day": day(row.requested_on),
    }
    if row.escalated_on:
        why += " " + gettext("Escalated on %(day)s.") % {"day": day(row.escalated_on)}
    if_not = row.consequence or gettext("It stays undecided, and is told as stalled for lack of a decision.")
    return capital(gettext("Grant %(what)s?") % {"what": what(facts, row)}), why, if_not


def _of_risk(facts: Facts, item: Item) -> Told:
    days = int(facts.parameters["exec_risk_review_days"])
    why = (
        gettext("You looked at it last on %(day)s; top management looks every %(days)s days.")
        % {"day": day(item.last_on), "days": days}
        if item.last_on
        else gettext("No look of yours at it is recorded.")
    )
    if_not = gettext("The high risks count as not reviewed by those who answer for them.")
    return gettext("Look at %(risk)s") % {"risk": what(facts, item.row)}, why, if_not


def _of_treatment(facts: Facts, item: Item) -> Told:
    why = gettext("It is planned by %(who)s and nobody of rank has approved it.")
    if_not = gettext(
        "The risk stays untreated on paper: a treatment counts once somebody of rank approves it."
    )
    title = gettext("Approve %(plan)s?") % {"plan": what(facts, item.row)}
    return title, why % {"who": named(facts, item.row.owner)}, if_not


def _of_residual(facts: Facts, item: Item) -> Told:
    why = gettext("The treatment was approved on %(day)s; nobody of rank has accepted what remains.")
    if_not = gettext("Nobody answers for the risk that is left.")
    title = gettext("Accept what remains after %(plan)s?") % {"plan": what(facts, item.row)}
    return title, why % {"day": day(item.row.approved_on)}, if_not


def _of_version(facts: Facts, item: Item) -> Told:
    row = item.row
    why = gettext("Written by %(who)s on %(day)s.") % {
        "who": named(facts, row.author),
        "day": day(row.written_on),
    }
    if item.last_on:
        changed = gettext("The text changed since your answer of %(day)s, which lapsed with it.")
        why += " " + changed % {"day": day(item.last_on)}
    if row.change:
        why = f"{row.change} {why}"
    return gettext("Approve %(name)s?") % {"name": what(facts, row)}, why, gettext("It stays a draft.")


def _of_measurement(facts: Facts, item: Item) -> Told:
    why = gettext("Measured on %(day)s; no meeting has seen it.") % {"day": day(item.row.measured_on)}
    if_not = gettext("An indicator that nobody of rank has seen backs nothing.")
    return capital(what(facts, item.row)), why, if_not


def _of_assessment(facts: Facts, item: Item) -> Told:
    row = item.row
    why = gettext("The data protection officer advised on %(day)s: %(advice)s")
    if_not = gettext("It stays undecided, and what it is about has no decision to stand on.")
    title = gettext("Decide on the assessment %(name)s?") % {"name": row.title or row.id}
    return title, why % {"day": day(row.dpo_advised_on), "advice": row.dpo_advice or "–"}, if_not


def _of_gate(facts: Facts, item: Item) -> Told:
    assert item.at is not None  # noqa: S101 - only items of gates come here
    gate, name = item.at.gate, what(facts, item.row)
    title = gettext("%(gate)s waits for your decision on %(name)s") % {
        "gate": words(gate.kind) if gate.kind else gate.id,
        "name": name,
    }
    why = gettext("All else that this gate asks is there.")
    return title, why, gettext("The gate stays shut, and it does not go live.")


def _of_entered(facts: Facts, item: Item) -> Told:
    who = named(facts, item.row.entered_by)
    why = gettext("%(who)s entered it in your name.") % {"who": who}
    if_not = gettext("It is shown as entered for you, and not as confirmed by you.")
    what_ = {"kind": kind(item.row.type).lower(), "name": fact(item.row, facts)}
    return gettext("Was this you: %(kind)s, %(name)s?") % what_, why, if_not


TELLERS: dict[str, Callable[[Facts, Item], Told]] = {
    inbox.REQUEST: _of_request,
    inbox.RISK: _of_risk,
    inbox.TREATMENT: _of_treatment,
    inbox.RESIDUAL: _of_residual,
    inbox.VERSION: _of_version,
    inbox.MEASUREMENT: _of_measurement,
    inbox.ENTERED: _of_entered,
    inbox.ASSESSMENT: _of_assessment,
    inbox.GATE: _of_gate,
}
