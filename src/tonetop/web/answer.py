"""Answering one thing: what is asked, why now, what happens if not, the document itself, and the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.core.facts import Facts, Row
from tonetop.documents import markdown
from tonetop.records import blobs, clock
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.write import Overtaken
from tonetop.web.asked import Asked, asked, named, what
from tonetop.web.record import values
from tonetop.web.register import model_of
from tonetop.web.register import named as titles
from tonetop.web.signing import as_options, domain, may_sign, signed_or_not
from tonetop.web.wording import capital, sentence
from tonetop.work import document_state, inbox, warrant
from tonetop.work.answer import APPROVED, COMMENTED, DECLINED, DELEGATED, SENT_BACK, there
from tonetop.work.assess import assess
from tonetop.work.permission import Forbidden, demand_answerer
from tonetop.work.shown import shown, subject
from tonetop.work.sign import ask_about
from tonetop.work.warrant import SEEN

READABLE = ("text/markdown", "text/plain")


def page(request: Any, type: str, ref: str) -> HttpResponse:
    """The page; POST gives the answer."""
    model_of(type)
    try:
        row = there(type, ref)
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    if request.method != "POST":
        return _page(request, row)
    try:
        _give(request, row)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Overtaken as overtaken:
        return _page(request, there(type, ref), sentence(overtaken), 409)
    except Refused as refused:
        return _page(request, row, sentence(refused), 400)
    return redirect("inbox")


@require_POST
@as_options
def to_sign(request: Any, type: str, ref: str) -> dict[str, Any]:
    """What the browser needs to have the answer of the form signed; nothing is written."""
    word, options = given(request)
    return ask_about(request.user, type, ref, word, domain(request), **options)


def given(request: Any) -> tuple[str, dict[str, Any]]:
    """What the form says: the answer, and the options of the verb. Raises Refused for an amount that is none."""
    texts = {name: request.POST.get(name, "").strip() for name in ("comment", "consequence", "delegate_to")}
    word = request.POST.get("answer", "")
    if word == APPROVED and texts["comment"]:
        word = COMMENTED
    amount, shown = _amount(request.POST.get("amount", "")), request.POST.get("sha256") or "none"
    return word, {**texts, "amount": amount, "sha256": shown}


def _give(request: Any, row: Record) -> None:
    word, options = given(request)
    made: Any = signed_or_not(request, row.__class__.__name__, row.ref, word, options)
    said = gettext("Your answer is on record: %(answer)s. If you think better of it, answer again.")
    messages.success(request, said % {"answer": words()[made.answer].lower()})


def _amount(text: str) -> float | None:
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        number = -1.0
    if not 0 <= number < 10**18:
        raise Refused(gettext("%(text)s is no amount; write a number such as 1500") % {"text": text[:40]})
    return int(number) if number.is_integer() else number


def words() -> dict[str, str]:
    """The answers as people read them."""
    return {
        APPROVED: gettext("Approved"),
        COMMENTED: gettext("Approved with a comment"),
        SENT_BACK: gettext("Sent back"),
        DECLINED: gettext("Declined"),
        SEEN: gettext("Seen"),
        DELEGATED: gettext("Delegated"),
    }


def buttons(type: str, kind: str) -> list[tuple[str, str]]:
    """The answers that fit, the usual one first, each with the word on its button."""
    if type == "Measurement" or kind in warrant.TO_SEE:
        return [(SEEN, gettext("Seen"))]
    back = (SENT_BACK, gettext("Send back"))
    if type == "ResourceRequest":
        return [(APPROVED, gettext("Grant")), (DECLINED, gettext("Grant nothing")), back]
    if kind == "decide":
        return [(APPROVED, gettext("Yes")), (DECLINED, gettext("No")), back]
    if type == "RiskAssessment" and kind != "approve":
        return [(APPROVED, gettext("I reviewed it")), back]
    return [(APPROVED, gettext("Approve")), back]


def _page(request: Any, row: Record, problem: str = "", status: int = 200) -> HttpResponse:
    facts = assess(clock.today()).facts
    type, person = row.__class__.__name__, request.user.person
    item = _item(facts, row, person)
    ask = item.item.ask if item else None
    kind = ask.kind if ask is not None else ""
    context = {
        "row": row,
        "type": type,
        "item": item,
        "heading": item.title if item else capital(_called(facts, row)),
        "shown": shown(row),
        "text": _text(row),
        "before": _valid_before(facts, row),
        "values": [found for found in values(row) if found[2] not in (None, "", ())],
        "named": titles([row], model_of(type), every=True),
        "barred": _barred(request.user, facts, row),
        "buttons": buttons(type, kind or ""),
        "delegates": _delegates(facts, row, person),
        "given": _given(facts, row),
        "words": words(),
        "problem": problem,
        "sent": {name: request.POST.get(name, before) for name, before in _before(row).items()},
        "can_sign": may_sign(request),
        "granting": type == "ResourceRequest",
    }
    return render(request, "answer.jinja", context, status=status)


def _before(row: Record) -> dict[str, str]:
    """What stands in the form before anybody wrote: all that was asked for, and the consequence as it is recorded."""
    amount = getattr(row, "amount", None)
    asked_for = "" if amount is None else f"{amount:.10g}"
    consequence = getattr(row, "consequence", None) or ""
    return {"amount": asked_for, "consequence": consequence, "comment": "", "delegate_to": ""}


def _item(facts: Facts, row: Record, person: str) -> Asked | None:
    key = (row.__class__.__name__, row.ref)
    queues = inbox.inbox(facts, person).values()
    items = (item for items in queues for item in items if item.key == key and item.what not in inbox.BESIDE)
    found = next(items, None)
    return asked(facts, found) if found is not None else None


def _called(facts: Facts, row: Record) -> str:
    held = facts.get(row.__class__.__name__, row.ref)
    return what(facts, held) if held is not None else str(row)


def _barred(account: Any, facts: Facts, row: Record) -> str:
    """Why whoever is signed in cannot answer; empty when they can."""
    try:
        person = warrant.answering(account, facts)
        demand_answerer(account, row.__class__.__name__)
        ask = warrant.ask_of(facts, row, person)
        warrant.demand_asked(facts, row, person, ask)
        if row.__class__.__name__ != "Measurement":
            warrant.demand_not_own(facts, row, person, APPROVED, warrant.behalf(facts, row, person, ask))
    except Forbidden as forbidden:
        return sentence(forbidden)
    return ""


def _delegates(facts: Facts, row: Record, person: str) -> list[tuple[str, str]]:
    """Those to whom the person could hand it on, as (id, name): who holds a delegation that covers it, and peers."""
    found = warrant.delegates(facts, row, person) if person else []
    return [(ref, named(facts, ref)) for ref in found]


def _given(facts: Facts, row: Record) -> list[dict[str, Any]]:
    """The answers given about the record, the latest first, each with whether it is about what is shown."""
    present = shown(row).sha256
    rows: list[Any] = facts.prepared(warrant.answers).get(subject(row), [])
    return [
        {"row": given, "who": named(facts, given.answered_by), "holds": given.sha256 == present}
        for given in reversed(rows)
    ]


def _valid_before(facts: Facts, row: Any) -> Row | None:
    """The valid version of the document whose text is put up for approval, if it is another one."""
    if row.__class__.__name__ != "DocumentVersion" or not row.sha256:
        return None
    document = facts.prepared(document_state.documents).get(row.document)
    valid = document.valid.row if document is not None and document.valid is not None else None
    return valid if valid is not None and valid.id != row.ref and valid.sha256 else None


def _text(row: Record) -> SafeString | str:
    """The document's text, where it is one that pages show."""
    digest, media = getattr(row, "sha256", None), getattr(row, "media_type", None) or ""
    if row.__class__.__name__ != "DocumentVersion" or not digest or media not in READABLE:
        return ""
    if not blobs.holds(digest):
        return ""
    text = blobs.read(digest).decode("utf-8", "replace")
    if len(text) > markdown.LARGEST:
        return ""
    return SafeString(markdown.rendered(text)) if media == READABLE[0] else text  # noqa: S308 - rendered without HTML of its own
