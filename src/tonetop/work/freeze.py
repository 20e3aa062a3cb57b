"""The freeze of an audit: from its day on, what is audited is shown as it stood and was known on that day."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.work.assess import assess

AUDITS = ("InternalAudit", "ExternalAudit")


def frozen(audit: Row, day: str) -> str | None:
    """The day on which the evidence of an audit was frozen, when that day has come."""
    return audit.frozen_from if audit.frozen_from and audit.frozen_from <= day else None


def under_way(facts: Facts) -> Row | None:
    """The audit that is under way with frozen evidence: frozen, and not over yet; the one frozen last of several."""
    day = facts.as_of
    rows = (row for type in AUDITS for row in facts.rows(type) if frozen(row, day) and not _is_over(row, day))
    return max(rows, key=lambda row: (row.frozen_from, row.id), default=None)


def _is_over(audit: Row, day: str) -> bool:
    if audit.type == "ExternalAudit":
        end = audit.ended_on or audit.held_on
        return bool(end) and end < day
    return bool(audit.reported_on) and audit.reported_on < day


def day_for_guests() -> str | None:
    """The day at which guests look while an audit is under way with frozen evidence; None for today."""
    audit = under_way(assess().facts)
    return None if audit is None else str(audit.frozen_from)
