"""Where a record is worked on: the page of its own where it has one, else its page in the register."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from tonetop.records.due import Due
from tonetop.work.gates_due import AT_GATE

PLACES = {
    "ProcessingActivity": "privacy-activity",
    "PrivacyAssessment": "privacy-assessment",
    "DocumentRequest": "trust-request",
    "PrivacyNotice": "notice-covers",
    "ImpactAssessment": "impact",
    "AISystem": "system",
    "Vendor": "supplier",
}
"""Routes that take a record's id, by type."""
DESKS = {"TrustItem": "trust-desk"}
"""Routes of the one page on which records of a type are worked on."""


def place(type: str, ref: str) -> str:
    """The address of the page on which a record is worked on."""
    if type in DESKS:
        return reverse(DESKS[type])
    return reverse(PLACES[type], args=[ref]) if type in PLACES else reverse("record", args=[type, ref])


def place_of(due: Due) -> str:
    """The address of the page on which what is due is done."""
    return at_gates(due.type, due.ref, due.by) if due.what == AT_GATE else place(due.type, due.ref)


def at_gates(type: str, ref: str, process: str, gate: str = "") -> str:
    """The address of a subject at the gates of a process; gate: which of them is looked at."""
    address = f"{reverse('gate-subject', args=[f'{type}:{ref}'])}?{urlencode({'process': process})}"
    return f"{address}#{gate}" if gate else address
