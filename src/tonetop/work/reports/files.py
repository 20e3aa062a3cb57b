"""Reports as files, one way for all: PDF with the organisation's signature, Word by its template, and a workbook."""

from __future__ import annotations

from typing import Any

from tonetop.work import own_templates, printing
from tonetop.work.reports import report as made
from tonetop.work.reports.report import FORMS, Address, Report
from tonetop.work.sign_pdf import signed


def written(report: Report, kind: str, form: str, address: Address | None = None) -> bytes:
    """A report of a kind (`own_templates.KINDS`) in a form (`FORMS`); address: where a lead is read, for links in PDF.

    Raises NotPrintedError for a letter no font has, a template that cannot be filled, a signature that fails.
    """
    if form == "pdf":
        return signed(made.pdf(report, address))
    if form == "docx":
        return worded(kind, made.worded(report), report.as_of)
    return FORMS[form][1](report)


def worded(kind: str, matter: dict[str, Any], day: str) -> bytes:
    """The DOCX by the organisation's own template of that report, or by the house's. Raises NotPrintedError."""
    own = own_templates.filled(kind, matter, day)
    return printing.docx(own_templates.house_template(kind), matter, day) if own is None else own
