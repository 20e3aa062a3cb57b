"""One AI risk: how high it is, what is done about it, who accepted what remains; and the forms to say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.standard.gating.whose import whose
from tonetop.standard.risks import (
    LEVELS,
    LIKELIHOODS,
    OPTIONS,
    SEVERITIES,
    criteria_in_force,
    may_accept,
    owner_of,
    ranks,
    remains,
)
from tonetop.standard.risks.standing import Standing, standing
from tonetop.web.audit import row_of
from tonetop.web.auditing import demand, given, person
from tonetop.web.register import model_of
from tonetop.web.risks import ACCEPTS, SAYS, grid_of, name_of
from tonetop.web.wording import sentence
from tonetop.work import warrant
from tonetop.work.assess import assess
from tonetop.work.assess_risk import SUBJECTS, Said, Treated, ask_about_risk, assess_risk, treat_risk
from tonetop.work.let_up import close_risk, may_let_up
from tonetop.work.permission import Forbidden, may_write

MEANS = {
    "avoid": _("do without what brings the risk"),
    "reduce": _("make it less likely or less grave"),
    "share": _("let a supplier or an insurer carry a part"),
    "accept": _("leave it as it is, by somebody with the rank for it"),
}
"""What each option is."""
TREATED = ("option", "measures", "owner", "due", "done_on")
"""The fields of the form of a treatment that are one text each."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step from found to accepted: its words, whether it is done, the day and the person."""

    words: str | Promise
    done: bool
    day: str = ""
    by: str = ""


def new(request: Any) -> HttpResponse:
    """A blank risk, and what is asked to judge it: under a minute for whoever knows it."""
    demand(request, "RiskAssessment")
    facts = assess().facts
    problem = ""
    told = dict.fromkeys(Said.__dataclass_fields__, "") | {"subject": request.GET.get("subject", "")}
    if request.method == "POST":
        told = {name: given(request, name) for name in Said.__dataclass_fields__}
        try:
            ref = assess_risk(request.user, Said(**told | {"owner": person(facts, told["owner"])}))
        except Refused as refused:
            problem = sentence(refused)
        else:
            messages.success(request, gettext("The risk is on record. Say next what is done about it."))
            return redirect(f"{reverse('risk', args=[ref])}#treat")
    context = {"facts": facts, "told": told, "problem": problem, **_asked(facts)}
    return render(request, "risk_new.jinja", context, status=400 if problem else 200)


def risk(request: Any, ref: str) -> HttpResponse:
    """The page of one; POST judges it anew, plans its treatment, or puts it before somebody."""
    if request.method != "POST":
        return _page(request, assess(request.look.as_of, request.look.known_on).facts, ref)
    demand(request, "RiskAssessment")
    facts = assess().facts
    row_of(facts, "RiskAssessment", ref)
    try:
        messages.success(request, _done(request, facts, ref))
    except Refused as refused:
        return _page(request, facts, ref, sentence(refused))
    return redirect(f"{reverse('risk', args=[ref])}#{given(request, 'act') or 'top'}")


def _done(request: Any, facts: Facts, ref: str) -> str:
    """Do what the form asks for; gives what is told. Raises Refused, Forbidden."""
    act = given(request, "act")
    if act == "treat":
        demand(request, "RiskTreatmentPlan")
        said = {name: given(request, name) for name in TREATED}
        said["owner"] = person(facts, said["owner"])
        controls = tuple(request.POST.getlist("controls"))
        treat_risk(request.user, ref, Treated(**said, controls=controls), given(request, "plan"))
        return gettext("The treatment is on record.")
    if act == "close":
        close_risk(request.user, ref, given(request, "reason"))
        return gettext("The risk is closed, with your name and your reason.")
    if act == "ask":
        whom = person(facts, given(request, "person"))
        ask_about_risk(request.user, ref, given(request, "what"), whom, given(request, "due"))
        name = facts.get("Person", whom)
        return gettext("It stands in the inbox of %(name)s.") % {"name": name.name if name else whom}
    told = {name: given(request, name) for name in Said.__dataclass_fields__}
    assess_risk(request.user, Said(**told | {"owner": person(facts, told["owner"])}), ref)
    return gettext("The assessment is on record.")


def _page(request: Any, facts: Facts, ref: str, problem: str = "") -> HttpResponse:
    row = row_of(facts, "RiskAssessment", ref)
    one, criteria = standing(facts, row), criteria_in_force(facts)
    today = request.look.is_today and row.status != "closed"
    act = given(request, "act") if problem else ""
    told = {name: getattr(row, name) or "" for name in Said.__dataclass_fields__}
    plan: Any = next((p for p in one.plans if p.id == request.POST.get("plan")), None) if act else one.plan
    context = {
        **_told(request, facts, one),
        "criteria": criteria,
        "rank": ACCEPTS[ranks(criteria).get(remains(row), "nobody")] if remains(row) else "",
        "told": told | (_sent(request, Said.__dataclass_fields__) if act == "assess" else {}),
        "plan": plan,
        "treated": {name: given(request, name) if act == "treat" else "" for name in TREATED},
        "act": act,
        "sent": request.POST,
        "rankers": _rankers(facts, one) if today else [],
        "writes": may_write(request.user, "RiskAssessment") and today,
        "other": may_let_up(facts, request.user.person, row),
        "plans": may_write(request.user, "RiskTreatmentPlan") and today,
        "problem": problem,
        **_asked(facts),
    }
    return render(request, "risk.jinja", context, status=400 if problem else 200)


def _told(request: Any, facts: Facts, one: Standing) -> dict[str, Any]:
    """What the page tells of a risk, whoever reads it; mine: what the reader may answer for."""
    row, given_to = one.risk, facts.prepared(warrant.answers)
    about = (facts.get(type, row.subject) for type in SUBJECTS)
    asks = [ask for ref in (row.id, *(p.id for p in one.plans)) for ask in _open(facts, ref)]
    wanted = [ask for ask in asks if row.id in (ask.about or ()) and ask.asked_of == request.user.person]
    mine = [_mine(request, facts, "RiskAssessment", row.id)] if wanted else []
    mine += _mine_of(request, facts, one)
    return {
        "facts": facts,
        "row": row,
        "one": one,
        "steps": steps(facts, one),
        "says": SAYS,
        "about": next((found for found in about if found is not None), None),
        "owner": owner_of(facts, row),
        "means": MEANS,
        "answers": given_to.get(row.id, []),
        "plan_answers": {p.id: given_to.get(p.id, []) for p in one.plans},
        "open": asks,
        "soa": {control: facts.get("SoAEntry", control) for p in one.plans for control in p.controls or ()},
        "mine": mine if row.status != "closed" else (),
    }


def _asked(facts: Facts) -> dict[str, Any]:
    """What the forms offer."""
    systems = [row for row in facts.rows("AISystem") if row.state != "retired"]
    assets = [row for row in facts.rows("Asset") if row.ai_features and not row.ai_system]
    controls = [(id, item["title"]) for id, item in catalogue.controls().items()]
    return {
        "systems": _named(systems),
        "assets": _named(assets),
        "likelihoods": LIKELIHOODS,
        "severities": SEVERITIES,
        "levels": LEVELS,
        "options": OPTIONS,
        "controls": controls,
        "grid": grid_of(facts),
        "name_of": name_of,
        "people": suggestions(model_of("RiskTreatmentPlan")).get("Person", []),
    }


def _named(rows: list[Row]) -> list[tuple[str, str]]:
    """Records as a form offers them, by name."""
    return sorted(((row.id, row.name or row.id) for row in rows), key=lambda one: one[1].casefold())


def _sent(request: Any, names: Any) -> dict[str, str]:
    return {name: given(request, name) for name in names}


def _open(facts: Facts, ref: str) -> list[Row]:
    return facts.prepared(warrant.open_asks).get(ref, [])


def _mine_of(request: Any, facts: Facts, one: Standing) -> list[tuple[str, str]]:
    if one.plan is None or one.risk.status == "closed" or one.plan.residual_accepted_on:
        return []
    if one.plan.approved_on and (
        one.risk.status != "approved" or not may_accept(facts, one.risk, request.user.person, facts.as_of)
    ):
        return []
    return [_mine(request, facts, "RiskTreatmentPlan", one.plan.id)]


def _mine(request: Any, facts: Facts, type: str, ref: str) -> tuple[str, str]:
    """The register and id when the reader may answer for a record today; two empty texts when not."""
    row = latest(type, ref)
    if row is None or not request.look.is_today:
        return ("", "")
    try:
        reader = warrant.answering(request.user, facts)
        ask = warrant.ask_of(facts, row, reader)
        warrant.demand_asked(facts, row, reader, ask)
        warrant.demand_not_own(facts, row, reader, "approved", warrant.behalf(facts, row, reader, ask))
    except Forbidden:
        return ("", "")
    return (type, ref)


def _rankers(facts: Facts, one: Standing) -> list[Row]:
    """People who may accept what remains of a risk today and do not carry its plan out, by name, at most a dozen."""
    own = whose(facts, one.plan) if one.plan is not None else frozenset()
    people = (row for row in facts.rows("Person") if row.id not in own)
    found = (row for row in people if may_accept(facts, one.risk, row.id, facts.as_of))
    return sorted(found, key=lambda row: (row.name or row.id).casefold())[:12]


def steps(facts: Facts, one: Standing) -> list[Step]:
    """The way of a risk from found to accepted."""
    row, plan = one.risk, one.accepted or one.plan
    approved = row.status in ("approved", "closed") and bool(row.approved_on)
    found = [
        Step(_("Assessed"), bool(row.inherent), row.performed_on or "", row.performed_by or ""),
        Step(_("Approved"), approved, row.approved_on or "", row.approved_by or ""),
        Step(_("Treatment planned"), plan is not None, "", (plan.owner if plan else "") or ""),
    ]
    agreed = plan is not None and bool(plan.approved_on)
    found.append(
        Step(
            _("Plan approved"),
            agreed,
            (plan.approved_on if plan else "") or "",
            (plan.approved_by if plan else "") or "",
        )
    )
    last = one.accepted
    found.append(
        Step(
            _("Accepted"),
            last is not None,
            (last.residual_accepted_on if last else "") or "",
            (last.residual_accepted_by if last else "") or "",
        )
    )
    return found
