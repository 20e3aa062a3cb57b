"""A scan as lines for a terminal: what was looked at, what it holds, and what is not as declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import typer

from tonetop.cli.harmless import harmless
from tonetop.cli.telling import counted
from tonetop.work.scan_found import KINDS, Finding, Scan, Scanned

SHOWN = 40
"""Findings of one kind, or uses of AI, that are printed; all stand in the other formats."""


def lines(found: Scan, as_of: str) -> Iterator[str]:
    """The scan, top down: assets with kinds, uses of AI, findings by kind."""
    read = [one for one in found.assets if not one.asset.skipped]
    rows = sum(one.rows_scanned for one in read)
    yield typer.style(harmless(found.source), bold=True) + f" · as of {as_of}"
    yield f"{counted(len(read), 'asset')} read, {len(found.assets) - len(read)} not; {rows:,} rows looked at."
    for one in found.assets:
        yield from _asset(one)
    if found.ai_use:
        yield ""
        yield typer.style("Use of AI", bold=True)
        for use in found.ai_use[:SHOWN]:
            yield f"  {harmless(use.where)}: {harmless(use.what)}, by {harmless(use.why)}"
        yield from _more(len(found.ai_use))
    yield from _findings(found)


def _asset(one: Scanned) -> Iterator[str]:
    held = [(column, column.held()) for column in one.columns if column.held()]
    if not held:
        return
    of = "" if one.rows is None or one.rows == one.rows_scanned else f" of {one.rows:,}"
    yield ""
    yield f"{typer.style(harmless(one.name), bold=True)}, {one.rows_scanned:,}{of} rows"
    for column, verdicts in held:
        told = "; ".join(f"{v.kind} ({v.confidence:.2f})" for v in verdicts)
        yield f"  {harmless(column.name)}: {told}"
        yield typer.style(f"      {harmless(verdicts[0].why)}", dim=True)


def _findings(found: Scan) -> Iterator[str]:
    counts = Counter(finding.kind for finding in found.findings)
    for kind, title in KINDS.items():
        if counts[kind]:
            yield ""
            yield typer.style(f"{title}: {counts[kind]}", bold=True, fg=None if kind == "coverage" else "red")
            for finding in [one for one in found.findings if one.kind == kind][:SHOWN]:
                yield f"  {_place(finding)}{harmless(finding.why)}"
            yield from _more(counts[kind])
    yield ""
    yield "Every finding stands in --format json." if found.falls_short else found.summary


def _place(finding: Finding) -> str:
    named = ".".join(harmless(part) for part in (finding.asset, finding.field) if part)
    of = f" [{finding.activity}]" if finding.activity else ""
    count = f" {finding.count:,}" if finding.count is not None else ""
    oldest = f", oldest {finding.oldest}" if finding.oldest else ""
    told = f"{named}{of}{count}{oldest}".strip()
    return f"{told}: " if told else ""


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN} more"
