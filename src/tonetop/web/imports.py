"""Imports as pages: what came in, how a file would be read, what was refused and why, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Func, IntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tonetop.records.imports.batch import Remark
from tonetop.records.intake import Refused
from tonetop.records.mapping import shipped
from tonetop.records.models import Import
from tonetop.records.registry import registers
from tonetop.records.titles import titles
from tonetop.records.write import By
from tonetop.web import stash
from tonetop.web.naming import accounts
from tonetop.web.shell import manages, title
from tonetop.web.wording import capital, counted, sentence
from tonetop.work import import_records
from tonetop.work.import_records import Report, Way
from tonetop.work.permission import Forbidden, manager
from tonetop.work.undo_import import undo_import

SHOWN = 100
"""How many imports, refused rows and taken records a page shows."""
OWN = "own"
"""The choice of a mapping file that is uploaded too."""


LISTS = ("taken", "refused", "remarks", "files")
"""What of an import is long, and not read where only its length is told."""


class Length(Func):
    """How many items a JSON list of a row holds."""

    function = "json_array_length"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Grouped:
    """A remark that several rows share: what is said, and of which rows."""

    why: str
    rows: Sequence[int]


def imports(request: HttpRequest) -> HttpResponse:
    """The list of imports, and the form that takes a file."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    kept = list(Import.objects.annotate(took=Length("taken"), left=Length("refused")).defer(*LISTS)[:SHOWN])
    context = {
        "imports": kept,
        "accounts": accounts({one.by for one in kept}),
        "may": manages(request.user),
        "mappings": [(name, shipped.find(name).about) for name in shipped.names()],
        "types": sorted(((type, title(type)) for type in registers()), key=lambda entry: entry[1]),
        "chosen": request.POST,
        "problem": problem,
    }
    return render(request, "imports.jinja", context, status=400 if problem else 200)


def _by(request: Any) -> By:
    """Who imports. Raises PermissionDenied with a sentence for who may not."""
    try:
        return manager(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """How the uploaded files would be taken; nothing is stored."""
    by = _by(request)
    given = request.FILES.getlist("files")
    if not given:
        return _page(request, gettext("Choose a file first."))
    token = ""
    try:
        token = stash.keep([*given, *request.FILES.getlist("own")])
        names = [file.name or "" for file in request.FILES.getlist("own")]
        way = _way(token, request.POST, names[:1])
        report = import_records.preview(_files(token, way), by, way)
    except Refused as refused:
        stash.drop(token)
        return _page(request, _sentence(refused, token))
    return render(request, "import_look.jinja", _told(report) | {"token": token, "way": way})


def _way(token: str, post: Any, own: Sequence[str]) -> Way:
    """How the files are meant: by a shipped mapping, by one that lies beside them, as a register, or by themselves."""
    mapping = post.get("mapping", "")
    if mapping == OWN:
        if not own:
            raise Refused("choose the mapping file too, or another way to read the table")
        mapping = next(str(path) for path in stash.find(token) if path.name == stash.plain(own[0]))
    elif mapping and mapping not in shipped.names():
        raise Refused(f"there is no mapping {mapping}")
    return Way(mapping=mapping, type=post.get("type", ""), system=post.get("system", ""))


def _files(token: str, way: Way) -> list[Any]:
    return [path for path in stash.find(token) if str(path) != way.mapping]


def _sentence(refused: Refused, token: str) -> str:
    """The refusal without the folder in which the upload lies."""
    said = str(refused).replace(f"{stash.folder(token)}/", "") if token else str(refused)
    said = said.replace("--map", gettext("the mapping")).replace("--type", gettext("the register"))
    return sentence(Refused(said))


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take files that were looked at: all or nothing, or the rows in order when that is wished."""
    by = _by(request)
    token, mapping = request.POST.get("token", ""), request.POST.get("mapping", "")
    try:
        files = stash.find(token)
        own = next((str(path) for path in files if path.name == mapping), None)
        type, system = request.POST.get("type", ""), request.POST.get("system", "")
        way = Way(own or mapping, type, system, take_valid="valid" in request.POST)
        report = import_records.run(_files(token, way), by, way)
    except Refused as refused:
        stash.drop(token)
        return _page(request, _sentence(refused, token))
    if report.import_id is None and report.refused:
        told = _told(report) | {"token": token, "way": way}
        return render(request, "import_look.jinja", told, status=400)
    stash.drop(token)
    if report.import_id is None:
        messages.success(request, gettext("Nothing in it is new, so nothing was stored."))
        return redirect("imports")
    said = ngettext("%(n)s record was taken.", "%(n)s records were taken.", report.taken)
    said %= {"n": counted(report.taken)}
    messages.success(request, said)
    return redirect("import", report.import_id)


def _told(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "refused": [refusal.plain() for refusal in report.refused[:SHOWN]],
        "remarks": grouped(report.remarks),
        "mapped": [fate for fate in report.fates if fate.fields],
        "kept": [fate for fate in report.fates if not fate.fields],
    }


def grouped(remarks: Sequence[Remark]) -> list[Grouped]:
    """Remarks by what they say, those of most rows first."""
    found: dict[str, list[int]] = {}
    for remark in remarks:
        found.setdefault(remark.why, []).append(remark.row)
    ordered = sorted(found.items(), key=lambda group: -len(group[1]))
    return [Grouped(why, sorted(row for row in rows if row)) for why, rows in ordered][:SHOWN]


def one(request: HttpRequest, id: int) -> HttpResponse:
    """One import: what was taken, what was refused and why, the files it came from; POST takes it back."""
    kept = Import.objects.filter(pk=id).first()
    if kept is None:
        raise Http404(f"There is no import {id}")
    if request.method == "POST":
        return _undo(request, kept)
    remarks = [Remark(**plain) for plain in kept.remarks]
    taken = kept.taken[:SHOWN]
    context = {
        "kept": kept,
        "who": capital(accounts({kept.by}).get(kept.by, kept.by)),
        "taken": taken,
        "named": titles({ref for _, ref, _ in taken}) if taken else {},
        "refused": kept.refused[:SHOWN],
        "remarks": grouped(remarks),
        "may": manages(request.user) and not kept.undone_on,
    }
    return render(request, "import.jinja", context)


def _undo(request: HttpRequest, kept: Import) -> HttpResponse:
    by = _by(request)
    try:
        done = undo_import(kept.pk, by)
    except Refused as refused:
        messages.error(request, _sentence(refused, ""))
        return redirect("import", kept.pk)
    told = gettext("Taken back: %(gone)s withdrawn, %(before)s as before.")
    numbers = {"gone": counted(done.withdrawn), "before": counted(done.restored)}
    messages.success(request, told % numbers)
    for left in done.left[:5]:
        messages.error(request, f"{left['type']} {left['ref']}: {left['why']}.")
    return redirect("import", kept.pk)
