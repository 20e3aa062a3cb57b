"""`./dev bench journeys`: server time of every page of the leaders' journeys, over 100,000 records of all types."""

from __future__ import annotations

from bench.web import serve

RECORDS, LIMIT = 100_000, 100
PAGES = {
    "inbox": "/inbox/?as_of=&known_on=",
    "answer": "/answer/DocumentVersion/DV-799/",
    "act": "/act/",
    "due": "/due/",
    "document_list": "/documents/",
    "document": "/documents/of/DOC-5/",
    "alignment": "/alignment/",
    "resources": "/resources/",
    "integration": "/integration/",
    "gates": "/gates/",
    "communication": "/communication/",
    "training": "/training/",
    "surveys": "/surveys/",
    "concerns": "/concerns/",
    "reviews": "/review/",
    "audit_room": "/audit/",
    "structure": "/structure/",
    "reports": "/reports/",
    "centre": "/centre/",
    "centre_calendar": "/centre/calendar/",
    "centre_monitors": "/centre/monitors/",
    "privacy_desk": "/privacy/",
    "inventory": "/inventory/",
    "declared_and_found": "/inventory/declared/",
    "check": "/checks/LD-1.3/",
    "record_of_a_leader": "/registers/Person/record/p0/",
    "home_past": "/?as_of=2025-06-30",
}


def fill() -> None:
    """An organisation of 100,000 records whose people use the product."""
    from bench.organisations.acting import Acting  # noqa: PLC0415 - once the data folder is named

    Acting(RECORDS).fill()


if __name__ == "__main__":
    serve(fill, PAGES, LIMIT, role="executive")
