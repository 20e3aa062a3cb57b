"""A scan as one page of HTML, fit to print and to mail."""

from __future__ import annotations

from tonetop.work.printing import html
from tonetop.work.scan_found import KINDS, Scan


def page(found: Scan, as_of: str) -> str:
    """The page of a scan; the same scan gives the same text."""
    groups = [(title, [one for one in found.findings if one.kind == kind]) for kind, title in KINDS.items()]
    return html(
        "scan.jinja",
        found=found,
        as_of=as_of,
        groups=[(title, findings) for title, findings in groups if findings],
        holding=[one for one in found.assets if any(column.held() for column in one.columns)],
        rows=sum(one.rows_scanned for one in found.assets),
        unread=[one for one in found.assets if one.asset.skipped],
    )
