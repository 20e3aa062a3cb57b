"""Ask as a page: a question, records and quotations that answer it, or that no evidence was found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.records.intake import Refused
from tonetop.web.audit import telling
from tonetop.web.documents import looked_at
from tonetop.web.wording import sentence
from tonetop.work.ask import further
from tonetop.work.ask_here import ask_here
from tonetop.work.ask_words import EARLIER
from tonetop.work.audit_questions import QUESTIONS
from tonetop.work.question import LONGEST


def ask(request: HttpRequest) -> HttpResponse:
    """The page; without a question it offers some. A question may go on from those before it."""
    facts, account, problem, found = looked_at(request), request.user, "", None
    question = request.GET.get("q", "")
    earlier = [text for text in request.GET.getlist("after") if text.strip()][-EARLIER:]
    look = request.look  # type: ignore[attr-defined]
    if "q" in request.GET:
        try:
            told = {gettext(one.text): key for key, one in QUESTIONS.items()}
            found = ask_here(account, question, earlier, look.as_of, look.known_on, told)  # type: ignore[arg-type]
        except Refused as refused:
            problem = sentence(refused)
    context: dict[str, Any] = telling(facts) | {
        "question": question[:LONGEST],
        "earlier": earlier,
        "found": found,
        "problem": problem,
        "chain": [*earlier, found.question.text][-EARLIER:] if found else [],
        "offered": further(found) if found else [one.text for one in QUESTIONS.values()],
        "own": len(further(found)) - 3 if found else 0,
        "longest": LONGEST,
    }
    return render(request, "ask.jinja", context, status=400 if problem else 200)
