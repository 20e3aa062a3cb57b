"""A report as one page of HTML, fit to print and to mail."""

from __future__ import annotations

from tonetop.work.assessment_page import MARKS
from tonetop.work.printing import html
from tonetop.work.reports.report import Report


def page(report: Report) -> str:
    """The page of a report; the same report gives the same text."""
    return html("report.jinja", **report.matter(), MARKS=MARKS)
