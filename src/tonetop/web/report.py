"""The readiness report of clause 5.1 as a file: what the day looked at shows, to hand out and to keep."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from tonetop.standard.assessment import Assessment
from tonetop.work import assessment_page, assessment_report, assessment_sheets
from tonetop.work.assess import assess
from tonetop.work.printing import NotPrintedError

WORD = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, tuple[str, Callable[[Assessment, str], bytes]]] = {
    "pdf": ("application/pdf", assessment_report.pdf),
    "docx": (f"{WORD}.wordprocessingml.document", assessment_report.docx),
    "xlsx": (f"{WORD}.spreadsheetml.sheet", assessment_sheets.workbook),
    "html": ("text/html; charset=utf-8", lambda found, name: assessment_page.page(found, name).encode()),
}
TITLES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "HTML"}


def report(request: HttpRequest, format: str) -> HttpResponse:
    """The report as a download."""
    if format not in FORMATS:
        raise Http404(f"There is no format {format}")
    look, organisation = request.look, str(request.organisation)  # type: ignore[attr-defined]
    kind, make = FORMATS[format]
    try:
        made = make(assess(look.as_of, look.known_on), organisation)
    except NotPrintedError as error:
        return HttpResponse(
            f"{str(error).capitalize()}.", status=409, content_type="text/plain; charset=utf-8"
        )
    headers = {"Content-Disposition": f'attachment; filename="leadership-5.1-{look.as_of}.{format}"'}
    return HttpResponse(made, content_type=kind, headers=headers)
