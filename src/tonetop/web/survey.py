"""Surveys as pages: what is asked and what came of it, and the page on which anybody who was asked answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.voices import Ballot
from tonetop.records.write import latest
from tonetop.standard.anonymity import FEWEST, HIGH, LOW
from tonetop.web.wording import sentence
from tonetop.work import answer_survey, close_survey, open_survey
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, may_write

KINDS = ("pulse", "awareness", "leaders-seen", "other")
SHOWN = 60


def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey, and the form that opens one."""
    return _page(request)


def _page(request: Any, problem: str = "") -> HttpResponse:
    facts = assess(request.look.as_of, request.look.known_on).facts
    rows = sorted(facts.rows("Survey"), key=lambda row: (row.opened_on or "", row.id), reverse=True)[:SHOWN]
    ballots = set(Ballot.objects.values_list("survey", flat=True))
    told = {row.result for row in rows if row.result}
    results = sorted(facts.rows("SurveyResult"), key=lambda row: (row.run_on or "", row.id), reverse=True)
    context = {
        "surveys": [(row, facts.get("SurveyResult", row.result), row.id in ballots) for row in rows],
        "others": [row for row in results if row.id not in told][:SHOWN],
        "answered": close_survey.answered(sorted(ballots)) if ballots else {},
        "units": sorted({row.org_unit for row in facts.rows("Person") if row.org_unit}),
        "kinds": KINDS,
        "fewest": FEWEST,
        "writes": may_write(request.user, open_survey.TYPE),
        "given": request.POST,
        "chosen": request.POST.getlist("units"),
        "problem": problem,
    }
    return render(request, "surveys.jinja", context, status=400 if problem else 200)


@never_cache
@require_POST
def opened(request: Any) -> HttpResponse:
    """Open a survey and show its codes, this once."""
    try:
        made = open_survey.open_survey(request.user, _asked(request))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return _page(request, sentence(refused))
    address = request.build_absolute_uri(reverse("survey-answer", args=[made.survey.ref]))
    context = {"row": made.survey, "codes": made.codes, "address": address}
    return render(request, "survey_codes.jinja", context)


def _asked(request: Any) -> open_survey.Asked:
    def given(name: str) -> str:
        return str(request.POST.get(name, "")).strip()

    def number(name: str) -> int:
        return int(given(name)) if given(name).isdecimal() and len(given(name)) < 7 else 0

    return open_survey.Asked(
        title=given("title"),
        kind=given("kind"),
        questions=[line.strip() for line in given("questions").splitlines() if line.strip()],
        closes_on=given("closes_on"),
        units=request.POST.getlist("units"),
        threshold=number("threshold"),
        target=number("target") if given("target") else None,
        codes=number("codes"),
        signed_in=given("way") == "signed-in",
    )


def survey(request: Any, ref: str) -> HttpResponse:
    """One survey: what it asks, and its results once it is closed; POST closes it."""
    row: Any = latest(open_survey.TYPE, ref)
    if row is None:
        raise Http404(f"There is no survey {ref}")
    if request.method == "POST":
        return _close(request, ref)
    facts = assess(request.look.as_of, request.look.known_on).facts
    result = facts.get("SurveyResult", row.result)
    proof = _proof(facts, row.result) if result is not None else None
    ballot = Ballot.objects.filter(survey=ref).first()
    context = {
        "row": row,
        "result": result,
        "proof": proof,
        "told": close_survey.results_kept(proof.sha256) if proof is not None else None,
        "ballot": ballot,
        "answered": close_survey.answered([ref]).get(ref, 0) if ballot else 0,
        "address": request.build_absolute_uri(reverse("survey-answer", args=[ref])),
        "writes": may_write(request.user, open_survey.TYPE),
    }
    return render(request, "survey.jinja", context)


def _proof(facts: Any, result: str) -> Any:
    return next((row for row in facts.rows("Evidence") if result in (row.links or ())), None)


def _close(request: Any, ref: str) -> HttpResponse:
    try:
        close_survey.close_survey(request.user, ref)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Closed. The answers are gone; what may be told is kept."))
    return redirect("survey", ref)


@never_cache
@sensitive_post_parameters()
def answer(request: Any, ref: str) -> HttpResponse:
    """The page on which one answers; nobody needs to sign in where the survey is answered by codes.

    It answers 200 even to a mistake: a refusal that is logged would tell when somebody was here.
    """
    context: dict[str, Any] = {"row": None, "ballot": None, "problem": "", "thanked": False}
    context |= {"given": request.POST, "scale": range(LOW, HIGH + 1)}
    try:
        row, ballot = answer_survey.open_ballot(ref)
        if not ballot.by_code and not request.user.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}?next={quote(request.path)}")
        context |= {"row": row, "ballot": ballot}
        if request.method == "POST":
            _answer(request, ref, ballot)
            context["thanked"] = True
    except Refused as refused:
        context["problem"] = sentence(refused)
    return render(request, "survey_answer.jinja", context)


def _answer(request: Any, ref: str, ballot: Ballot) -> None:
    given = [request.POST.get(f"q{place}", "") for place in range(len(ballot.questions))]
    values = [int(value) if value in ("1", "2", "3", "4", "5") else 0 for value in given]
    if ballot.by_code:
        answer_survey.answer_by_code(ref, request.POST.get("code", ""), values)
    else:
        answer_survey.answer_signed_in(request.user, ref, values)
