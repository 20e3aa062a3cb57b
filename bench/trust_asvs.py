"""S5: how many requirements of OWASP ASVS 5.0 at levels 1 and 2 a test of ours holds."""

from __future__ import annotations

from bench.figures import at_most, figure
from docs.asvs import ALL, is_there, rows


def measured(share: float) -> bool:
    """The row; a test that is not there counts for nothing."""
    held = [row for row in rows() if is_there(row.test)]
    figure("S5 ASVS 5.0 L1 and L2 with an automated check", len(held), f"of {ALL}", "rising", True)
    return at_most("S5 rows whose test is not there", len(rows()) - len(held), "rows", 0)
