"""What people do with evidence on pages: bring files, say that a piece is ready, judge it, hold it, dispose of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records.intake import Refused
from tonetop.records.suggesting import suggestions
from tonetop.web import evidence as pages
from tonetop.web.auditing import demand, given, person, version
from tonetop.web.documents import looked_at
from tonetop.web.register import model_of
from tonetop.web.wording import sentence
from tonetop.work import evidence_state as state
from tonetop.work.assess import assess
from tonetop.work.keep_evidence import Brought, Piece, Taken, add_files, keep_evidence, replace_file
from tonetop.work.permission import Forbidden

TEXTS = (
    "title",
    "kind",
    "occurred_on",
    "period_from",
    "period_to",
    "expires_on",
    "retain_until",
    "classification",
)


def add(request: HttpRequest) -> HttpResponse:
    """The form of a new piece; the file first, all else may follow."""
    demand(request, "Evidence")
    problem, account = "", request.user
    told = {name: given(request, name) for name in (*TEXTS, "requirements", "owner", "review_months")}
    if request.method == "POST":
        try:
            taken = keep_evidence(account, _piece(request, told), _files(request))  # type: ignore[arg-type]
        except (Refused, Forbidden) as refused:
            problem = sentence(refused)
        else:
            _tell(request, taken)
            return redirect("evidence-piece", taken.ref)
    elif request.GET.get("for"):
        told["requirements"] = request.GET["for"]
    model = model_of("Evidence")
    context = pages.telling(looked_at(request)) | {
        "told": told,
        "kinds": model.shape().fields["kind"].words,
        "choices": suggestions(model),
        "problem": problem,
    }
    return render(request, "evidence_add.jinja", context, status=400 if problem else 200)


@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """One act on a piece, by the word that the form sends."""
    demand(request, "Evidence")
    chosen = ACTS.get(request.POST.get("act", ""))
    try:
        if chosen is None:
            raise Refused("choose what to do with the evidence")
        done = chosen(request, ref)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        return pages.piece(request, ref, sentence(refused))
    messages.success(request, done)
    return redirect("evidence-piece", ref)


def _piece(request: HttpRequest, told: dict[str, str]) -> Piece:
    months = told["review_months"]
    if months and not months.isdecimal():
        raise Refused("write the months between reviews as a whole number")
    said: dict[str, Any] = {name: told[name] for name in TEXTS}
    wanted = told["requirements"].replace(",", " ").split()
    owner = person(assess().facts, told["owner"])
    return Piece(
        **said, requirements=tuple(wanted), owner=owner, review_months=int(months) if months else None
    )


def _files(request: HttpRequest) -> list[Brought]:
    """The files that were chosen, and the pictures that were taken."""
    sent = [*request.FILES.getlist("files"), *request.FILES.getlist("pictures")]
    return [Brought(file.name or "file", file.chunks()) for file in sent]


def _tell(request: HttpRequest, taken: Taken) -> None:
    for name, ref in taken.known.items():
        held = gettext("%(file)s is held in %(piece)s already; nothing was stored twice.")
        messages.info(request, held % {"file": name, "piece": ref})
    if taken.files:
        messages.success(request, gettext("Stored. It is not ready until somebody says so."))


def _add(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    taken = add_files(account, ref, _files(request), after=version(request))
    for name, other in taken.known.items():
        held = gettext("%(file)s is held in %(piece)s already; nothing was stored twice.")
        messages.info(request, held % {"file": name, "piece": other})
    return gettext("The files are stored.")


def _replace(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    files = _files(request)
    if len(files) != 1:
        raise Refused("choose the one file that takes its place")
    seen = request.POST.get("file_version", "")
    replace_file(account, given(request, "file"), files[0], after=int(seen) if seen.isdecimal() else None)
    return gettext("The file is stored as the next version; the one before stays.")


def _ready(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    state.declare_ready(account, ref, after=version(request))
    return gettext("It waits for those who judge evidence.")


def _judge(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    told = (given(request, "verdict"), given(request, "reason"), given(request, "by_day"))
    state.judge(account, ref, *told, after=version(request))
    return gettext("Your judgement is on record.")


def _hold(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    state.hold(account, ref, given(request, "reason"), after=version(request))
    return gettext("It is held: nothing of it is withdrawn, erased or disposed of.")


def _lift(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    state.lift_hold(account, ref, given(request, "reason"), after=version(request))
    return gettext("The hold is lifted.")


def _dispose(request: HttpRequest, ref: str) -> str:
    account: Any = request.user
    state.dispose(account, ref, given(request, "reason"), after=version(request))
    return gettext("Its files are destroyed; its record and the ledger's lines stay.")


ACTS: dict[str, Callable[[HttpRequest, str], str]] = {
    "add": _add,
    "replace": _replace,
    "ready": _ready,
    "judge": _judge,
    "hold": _hold,
    "lift": _lift,
    "dispose": _dispose,
}
"""What can be done with a piece, by the word that the form sends."""
