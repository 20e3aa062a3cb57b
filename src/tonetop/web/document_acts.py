"""What is done with a document's text: asked about, commented on, published, put in force, known, retired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.write import latest
from tonetop.web.document_words import person
from tonetop.web.document_writing import demand, document_at, named, person_meant, today
from tonetop.web.documents import told, version_of
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work.acknowledge import acknowledge
from tonetop.work.ask_review import Asked, ask_review
from tonetop.work.comment_on import answer_comment, comment_on
from tonetop.work.document_state import Document, Version
from tonetop.work.permission import Forbidden
from tonetop.work.publish import Place, look_again, publish, take_down
from tonetop.work.put_in_force import Policy, deciding, demand_ready, put_in_force, superseded
from tonetop.work.retire_document import retire_document
from tonetop.work.write_document import Upload

ANNUALLY = 365
"""Days after which a policy is looked at again, unless somebody says otherwise."""


def _act(request: HttpRequest, act: Callable[[], Any], done: str) -> str:
    """Do it; the refusal in a sentence, empty when it is done."""
    try:
        act()
    except Refused as refused:
        return sentence(refused)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    messages.success(request, done)
    return ""


def _page(request: HttpRequest, template: str, context: Mapping[str, Any], problem: str = "") -> HttpResponse:
    context = {**told(), **context, "problem": problem, "sent": request.POST}
    return render(request, template, context, status=400 if problem else 200)


def review(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask people to approve a version."""
    demand(request, "Ask", "DocumentVersion")
    facts = today()
    found, version = version_of(facts, ref)
    others = request.POST.get("others", "").splitlines()
    people = [*request.POST.getlist("approver"), *(person_meant(facts, one) for one in others if one.strip())]
    asked = Asked(
        people, request.POST.get("why", ""), request.POST.get("due", ""), request.POST.get("if_not", "")
    )
    problem = ""
    if request.method == "POST":
        account: Any = request.user
        done = gettext("Asked; it stands in their inbox now.")
        problem = _act(request, lambda: ask_review(account, ref, asked), done)
        if not problem:
            return redirect("document", found.row.id)
    everybody = [row for row in named(facts) if row.id != version.row.author]
    approvers = people if request.method == "POST" else list(version.row.approvers or ())
    leaders = [row for row in everybody if row.is_top_management is True or row.id in approvers]
    listed = {row.id for row in leaders}
    context = {
        "found": found,
        "version": version,
        "leaders": leaders,
        "approvers": approvers,
        "others": [one for one in approvers if one not in listed],
        "people": everybody,
        "soon": cadence.shift(facts.as_of, 14),
        "name": lambda one: person(facts, one),
    }
    return _page(request, "document_review.jinja", context, problem)


@require_POST
def comment(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something about a version."""
    version_of(today(), ref)
    return _back(request, lambda account: comment_on(account, ref, request.POST.get("text", "")), ref)


@require_POST
def answer(request: HttpRequest, ref: str, about: str) -> HttpResponse:
    """Say what came of a comment on a version."""
    version_of(today(), about)
    return _back(request, lambda account: answer_comment(account, ref, request.POST.get("text", "")), about)


@require_POST
def known(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that one knows a version."""
    found, _ = version_of(today(), ref)
    return _back(request, lambda account: acknowledge(account, found.row.id, ref), ref)


@require_POST
def place(request: HttpRequest, ref: str, about: str) -> HttpResponse:
    """Say of a publication that it stands, or that it was taken down."""
    version_of(today(), about)
    act = take_down if "down" in request.POST else look_again
    return _back(request, lambda account: act(account, ref), about)


def _back(request: HttpRequest, act: Callable[[Any], Any], ref: str) -> HttpResponse:
    """Do it and go back to the version, with the refusal if there is one."""
    problem = _act(request, lambda: act(request.user), gettext("Recorded."))
    if problem:
        messages.error(request, problem)
    return redirect("document-version", ref)


def publication(request: HttpRequest, ref: str) -> HttpResponse:
    """Record where a version was made known."""
    demand(request, "Publication")
    facts = today()
    found, version = version_of(facts, ref)
    problem = ""
    if request.method == "POST":
        proof = request.FILES.get("proof")
        sent = {name: request.POST.get(name, "") for name in ("reach", "channel", "address", "on")}
        where = Place(**sent, proof=Upload(proof.name or "", proof.chunks()) if proof is not None else None)
        account: Any = request.user
        problem = _act(request, lambda: publish(account, ref, where), gettext("Recorded as published."))
        if not problem:
            return redirect("document", found.row.id)
    context = {"found": found, "version": version, "day": facts.as_of}
    return _page(request, "document_publish.jinja", context, problem)


def force(request: HttpRequest, ref: str) -> HttpResponse:
    """Put an approved policy text in force."""
    if not manages(request.user):
        raise PermissionDenied(gettext("Your role does not put policies in force; ask the governance lead."))
    facts = today()
    found, version = version_of(facts, ref)
    problem = ""
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in ("kind", "since", "review_due")}
        policy = Policy(**sent, principles=request.POST.getlist("principle"))
        account: Any = request.user
        problem = _act(
            request, lambda: put_in_force(account, ref, policy), gettext("The policy is in force.")
        )
        if not problem:
            return redirect("document", found.row.id)
    return _page(request, "document_force.jinja", _forcing(facts, found, version), problem)


def _forcing(facts: Facts, found: Document, version: Version) -> dict[str, Any]:
    """What the form of a policy begins with: that of the policy it follows."""
    shape = registers()["PolicyVersion"].shape().fields
    earlier = [facts.get("PolicyVersion", one.row.policy) for one in found.versions if one.row.policy]
    kind = next((one.kind for one in earlier if one is not None), "ai")
    before = facts.get("PolicyVersion", superseded(facts, kind))
    try:
        demand_ready(found, version)
        ready, by = "", deciding(facts, version)
    except Refused as refused:
        ready, by = sentence(refused), None
    return {
        "found": found,
        "version": version,
        "kinds": shape["kind"].words,
        "kind": kind,
        "principles": shape["principles"].words,
        "held": (before.principles or ()) if before is not None else (),
        "before": before,
        "not_ready": ready,
        "by": by,
        "day": facts.as_of,
        "later": cadence.shift(facts.as_of, ANNUALLY),
        "name": lambda one: person(facts, one),
    }


def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask, then retire a document."""
    demand(request, "Document")
    facts = today()
    found = document_at(facts, ref)
    row: Any = latest("Document", ref)
    problem = ""
    if request.method == "POST":
        account: Any = request.user
        seen, other = request.POST.get("after", ""), request.POST.get("replaced_by", "").strip()
        after = int(seen) if seen.isdecimal() else 0
        done = gettext("Retired from today on; as of earlier days it still is.")
        problem = _act(request, lambda: retire_document(account, ref, other, after), done)
        if not problem:
            return redirect("document", ref)
    others = [one for one in facts.rows("Document") if one.id != ref and not one.retired_on]
    standing = [row for version in found.versions for row in version.published]
    context = {"found": found, "others": others, "standing": standing, "after": row.revision}
    return _page(request, "document_retire.jinja", context, problem)
