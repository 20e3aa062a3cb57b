"""`./dev bench reports`: from one press of a button to the pack of a management review, and every report as a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.figures import at_most, median, seconds

LIMIT = 5.0
"""Seconds from "build the next review" to its pack as a file, over the demo."""
SOON = 2.0
"""Seconds of any other report."""
FILES = {
    "board": "/reports/board",
    "dossier": "/reports/dossier",
    "applicability": "/reports/applicability",
    "readiness": "/report",
    "audit": "/audit/of/audit-2025-a/report",
}
FORMS = ("pdf", "docx", "xlsx")
TIMES = 3


def main() -> None:
    """Fill a folder with the demo, and ask for its reports as a browser would."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        os.environ |= {"TONETOP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
        folder.mkdir(mode=0o700)
        raise SystemExit(0 if measured() else 1)


def measured() -> bool:
    """Whether every figure holds."""
    import django  # noqa: PLC0415 - once the data folder is named

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tonetop.records.models import Account  # noqa: PLC0415
    from tonetop.work.fill_demo import fill_demo  # noqa: PLC0415
    from tonetop.work.open_folder import open_folder  # noqa: PLC0415

    open_folder(create=True)
    fill_demo("steady")
    lead = Client(raise_request_exception=True)
    lead.force_login(Account.objects.get(role="governance-lead"), backend=settings.AUTHENTICATION_BACKENDS[0])

    def take(address: str) -> None:
        answer = lead.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code} {answer.content[:200]!r}")

    def build() -> None:
        place = lead.post("/review/", {"title": "Next review"})["Location"]
        take(f"{place}pack.pdf")

    take("/")  # a server that has shown one page already
    held = [at_most("review_pack", seconds(build), "s", LIMIT)]
    for name, address in FILES.items():
        for form in FORMS:
            took = median([seconds(lambda at=f"{address}.{form}": take(at)) for _ in range(TIMES)])  # type: ignore[misc]
            held.append(at_most(f"{name}_{form}", took, "s", SOON))
    return all(held)


if __name__ == "__main__":
    main()
