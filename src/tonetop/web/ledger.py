"""The ledger as pages: its head, who outside holds a checkpoint, its lines, one line whole, the bundle, the check."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records import clock, log, sealing
from tonetop.records.intake import Refused
from tonetop.records.ledger import keys, signers
from tonetop.records.ledger.check import Report
from tonetop.records.ledger.database import LedgerError
from tonetop.records.registry import registers
from tonetop.records.titles import titles
from tonetop.web.audit_calendar import audit_title
from tonetop.web.naming import accounts
from tonetop.web.shell import neighbours
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.export_bundle import write_bundle
from tonetop.work.freeze import all_frozen, chosen, frozen_evidence
from tonetop.work.hand_out import hand_out
from tonetop.work.permission import HAND_OUT, Forbidden, may
from tonetop.work.readable import open_for
from tonetop.work.verify import verifier_file
from tonetop.work.verify_folder import verify_folder


def ledger(request: Any, report: Report | None = None) -> HttpResponse:
    """The head of the log and fifty lines, from the newest or from the one asked for; what a check found."""
    size, to = log.size(), shown(request)
    lines = log.lines(to)
    doers = {doer for line in lines for doer in (line.done_by, line.entered_by)}
    context = {
        "size": size,
        "lines": lines,
        "named": titles({line.subject for line in lines} | doers) if lines else {},
        "accounts": accounts(doers | {f"account-{line.subject}" for line in lines if line.kind == "Account"}),
        "newer": min(to + log.PAGE, size) if to < size else None,
        "older": lines[-1].seq - 1 if lines and lines[-1].seq > 1 else None,
        "checkpoints": log.checkpoints(),
        "key": signers.history(connection)[-1:],
        "known": frozenset(registers()),
        "report": report,
        "hands_out": may(request.user, HAND_OUT),
        "frozen": all_frozen(assess().facts),
        "audit_title": audit_title,
        "picked": request.GET.get("frozen", ""),
    }
    return render(request, "ledger.jinja", context)


def shown(request: Any) -> int:
    """The newest line that is asked for: of the whole ledger, or the one that the address names."""
    size, asked = log.size(), request.GET.get("to", "")
    return min(int(asked), size) if asked.isdecimal() and len(asked) < 16 else size


def event(request: HttpRequest, seq: int) -> HttpResponse:
    """One line whole: its fields, its exact bytes, its place in the chain."""
    found = log.whole(seq)
    if found is None:
        raise Http404(f"The ledger has no line {seq}")
    fields, size = found.fields(), log.size()
    doers = {fields["actor"]["id"], fields["entered_by"]} - {None}
    before, after = neighbours(str(seq), {str(n): "" for n in range(max(1, seq - 1), min(size, seq + 1) + 1)})
    context = {
        "found": found,
        "fields": fields,
        "before": before,
        "after": after,
        "known": frozenset(registers()),
        "named": titles({fields["subject"]["id"], *doers}),
        "accounts": accounts(doers),
    }
    return render(request, "event.jinja", context)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """The ledger's page with a check of the log, and of the tables by what the log says."""
    return ledger(request, verify_folder(settings.DATA))


@require_POST
def checkpoint(request: Any) -> HttpResponse:
    """The signed head as a file for somebody outside, noted as theirs."""
    try:
        signed = hand_out(request.user, request.POST.get("holder", ""), request.POST.get("kind", ""))
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("ledger")
    named = f'attachment; filename="checkpoint-{signed.head.size}.txt"'
    return HttpResponse(signed.note, "text/plain; charset=utf-8", headers={"Content-Disposition": named})


@require_POST
def bundle(request: HttpRequest) -> HttpResponseBase:
    """The proof bundle as a download; the head is signed first when it is not yet."""
    account: Any = request.user
    name = f"tonetop-{clock.today()}.zip"
    of = request.POST.get("frozen", "")
    try:
        frozen = frozen_evidence(of) if of else None
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("ledger")
    folder: Any = TemporaryDirectory(prefix="tonetop-bundle-")
    path = Path(folder.name) / name
    try:
        sealing.seal()
        choice = chosen(open_for(account) if request.POST.get("files") else None, frozen)
        write_bundle(connection, keys.load(settings.DATA), path, choice)
    except (LedgerError, OSError) as error:
        folder.cleanup()
        messages.error(request, gettext("The bundle could not be written: %(why)s.") % {"why": error})
        return redirect("ledger")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response._resource_closers.append(folder.cleanup)  # type: ignore[attr-defined]
    return response


def checker(request: HttpRequest) -> HttpResponse:
    """The verifier for a browser, as a download: a page of its own that never runs within this site."""
    page = verifier_file().with_name("verify.html")
    named = f'attachment; filename="{page.name}"'
    return HttpResponse(page.read_bytes(), "text/html", headers={"Content-Disposition": named})
