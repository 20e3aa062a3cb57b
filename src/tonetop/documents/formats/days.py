"""Days as files write them in their own metadata."""

from __future__ import annotations

import re
from datetime import date

WRITTEN = re.compile(r"(?:D:)?(\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2}))")


def iso_day(written: str) -> str:
    """The ISO day of a moment such as 2025-03-04T10:00:00Z or D:20250304100000; empty where there is none."""
    found = WRITTEN.match(written.strip())
    if not found:
        return ""
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
