"""What makes an incident weigh less: another level, a slower clock, another system, its end; told before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.core import cadence
from tonetop.standard.terms.clocks import SERIOUS

SEVERITIES = ("low", "medium", "high", "critical")
NEVER = 10**6
"""Days to report what is not serious."""


def is_grave(incident: Mapping[str, Any]) -> bool:
    """Whether an incident keeps gates shut while it is open, once somebody judged it."""
    return incident.get("severity") == "critical" or incident.get("serious") in SERIOUS


def eased(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields by which an incident weighs less than before; both as plain values by field name."""
    return tuple(name for name, weighs_less in TESTS.items() if weighs_less(before, after))


def _severity(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    old, new = before.get("severity"), after.get("severity")
    if not old:
        return False
    return not new or SEVERITIES.index(new) < SEVERITIES.index(old)  # emptied, it could be said anew as less


def _serious(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return _days(after) > _days(before)


def _days(incident: Mapping[str, Any]) -> int:
    return SERIOUS.get(incident.get("serious") or "", NEVER)


def _known(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    old, new = before.get("aware_on"), str(after.get("aware_on") or cadence.LAST)
    return before.get("serious") in SERIOUS and bool(old) and new > str(old)


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    new = after.get("no_notice_reason") and not before.get("no_notice_reason")
    return before.get("serious") in SERIOUS and bool(new)


def _system(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(before.get("system")) and after.get("system") != before["system"]


def _closed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return is_grave(before) and bool(after.get("closed_on")) and not before.get("closed_on")


TESTS = {
    "severity": _severity,
    "serious": _serious,
    "aware_on": _known,
    "no_notice_reason": _told,
    "system": _system,
    "closed_on": _closed,
}
