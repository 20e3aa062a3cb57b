"""Reports as downloads: the day looked at, links to records where the app has an address, refusals in one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext

from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.web.environment import address as page
from tonetop.web.wording import sentence
from tonetop.work.printing import NotPrintedError
from tonetop.work.reports.files import written
from tonetop.work.reports.report import FORMS, Address, Report

TITLES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
"""What each form is called."""
HTML = "text/html; charset=utf-8"


def handed(make: Callable[[], Report], kind: str, form: str, name: str) -> HttpResponse:
    """A report as a download, or one sentence: 400 for what was asked wrongly, 409 for what cannot be made of it.

    kind: by whose template; name: of the file, without its ending.
    """
    return download(lambda: written(make(), kind, form, address()), FORMS[form][0], f"{name}.{form}")


def download(make: Callable[[], bytes], type: str, name: str) -> HttpResponse:
    """A file that is made when it is asked for, or the sentence that says why not."""
    try:
        made = make()
    except NotPrintedError as error:
        return refusal(error, 409)
    except ValueError as error:
        return refusal(error, 400)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type=type, headers=headers)


def part_of(whole: int, held: int, *filters: tuple[str | Promise, str | Promise]) -> str:
    """Of how many lines of a list a file holds how many, and by which filters; nothing where it holds all of it.

    filters: what is filtered by, and the value in words; those without a value are not told.
    """
    said = "; ".join(f"{name}: {value}" for name, value in filters if value)
    if not said:
        return ""
    return gettext("%(held)s of %(whole)s lines. Filter: %(filter)s.") % {
        "held": held,
        "whole": whole,
        "filter": said,
    }


def refusal(error: Exception, status: int) -> HttpResponse:
    """One sentence that says why there is no file."""
    return HttpResponse(sentence(error), status=status, content_type="text/plain; charset=utf-8")


def address() -> Address | None:
    """Gives where a lead is read, under the address that TONETOP_URL says others reach the app by; None without."""
    base = os.environ.get("TONETOP_URL", "").rstrip("/")

    def read(type: str, ident: str) -> str:
        try:
            return f"{base}{page(*_place(type, ident))}" if ident else ""
        except NoReverseMatch:
            return ""

    return read if base else None


def _place(type: str, ident: str) -> tuple[str, ...]:
    if type in registers():
        return "record", type, ident
    pitfall, check = ident in catalogue.pitfalls(), ident in catalogue.checks()
    return "pitfall" if pitfall else "check" if check else "requirement", ident
