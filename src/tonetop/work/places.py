"""Where a record is worked on: the page of its own where it has one, else its page in the register."""

from __future__ import annotations

from django.urls import reverse

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
