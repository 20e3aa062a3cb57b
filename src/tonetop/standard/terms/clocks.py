"""Clocks of the law: by when a request is answered, a breach and a serious incident told to the authority."""

from __future__ import annotations

from tonetop.core import cadence
from tonetop.core.facts import Row

MONTHS, EXTENDED = 1, 3
"""Months in which a request is answered, and in all where an extension was told in time (Art. 12(3) GDPR)."""
HOURS = 72
"""Hours in which a breach is told to the authority, from when it was known (Art. 33(1) GDPR)."""


def is_extended(request: Row) -> bool:
    """Whether an extension was told within the first month; told later it moves nothing."""
    told, since = request.extended_on, request.received_on
    return bool(told and since and told <= cadence.months_on(since, MONTHS))


def answer_by(request: Row) -> str | None:
    """The last day for the answer to a request of a data subject; None before it is received."""
    if not request.received_on:
        return None
    return cadence.months_on(request.received_on, EXTENDED if is_extended(request) else MONTHS)


def notify_by(breach: Row) -> str | None:
    """The day on which the 72 hours of a breach end, at the hour at which it was known; None before it is."""
    return cadence.shift(breach.aware_on, HOURS // 24) if breach.aware_on else None


SERIOUS = {"serious": 15, "death": 10, "critical-infrastructure": 2, "widespread": 2}
"""Days in which a serious incident is reported, from when it was known (Art. 73(2) to (4) AI Act)."""


def report_by(incident: Row) -> str | None:
    """The last day to report a serious incident; None where it is not serious, or nobody said when it was known."""
    days = SERIOUS.get(incident.serious or "")
    return cadence.shift(incident.aware_on, days) if days and incident.aware_on else None


SAID = {
    "dpia": ("description", "necessity", "risks", "measures", "residual_risk"),
    "lia": ("interest", "necessity", "risks", "measures"),
    "tia": ("country", "description", "risks", "measures"),
}
"""What an assessment says before it is put before somebody (Art. 35(7) GDPR for an impact assessment)."""


def assessment_lacks(assessment: Row) -> list[str]:
    """The fields that an assessment of its kind has to say and does not."""
    wanted = ("title", "kind", "owner", "activities", *SAID.get(assessment.kind or "", ()))
    return [name for name in wanted if not getattr(assessment, name)]
