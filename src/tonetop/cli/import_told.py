"""What an import did or would do, told for people: counts, refused rows, columns, remarks in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import typer

from tonetop.records.imports.batch import Refusal, Remark
from tonetop.work.import_records import Report

SHOWN = 20
CLIPPED = 90


def lines(report: Report, *, preview: bool) -> Iterator[str]:
    """The whole report, what matters first."""
    names = ", ".join(brought.name for brought in report.files)
    mappings = {sheet.mapping for brought in report.files for sheet in brought.sheets if sheet.mapping}
    by = f" with the mapping {', '.join(sorted(mappings))}" if mappings else ""
    stored = report.import_id is not None
    yield typer.style(f"{names}{by}", bold=True) + _headline(report, preview=preview)
    would = "" if stored or not preview else "would be "
    yield f"  {would}taken     {report.taken:>7}  ({report.created} new, {report.changed} changed)"
    yield f"  {would}unchanged {report.unchanged:>7}"
    yield f"  {would}refused   {len(report.refused):>7}"
    for name, value in report.organisation.items():
        yield f"  organisation.{name}: {value}"
    yield from _refused(report.refused)
    yield from _columns(report)
    yield from _remarks(report.remarks)
    yield from _first(report.first)
    if stored:
        yield ""
        yield f"This is import {report.import_id}. To take it back: tonetop undo-import {report.import_id}"


def _headline(report: Report, *, preview: bool) -> str:
    if preview:
        return ": a preview, nothing is stored"
    if report.import_id is not None:
        return ""
    return ": nothing is stored" if report.refused else ": nothing new, so nothing is stored"


def _refused(refused: Sequence[Refusal]) -> Iterator[str]:
    if refused:
        yield ""
        yield typer.style("Refused", bold=True)
    for refusal in refused[:SHOWN]:
        place = f"{refusal.file}, row {refusal.row}" if refusal.row else refusal.file
        yield f"  {place}: {refusal.why}"
    if len(refused) > SHOWN:
        yield f"  and {len(refused) - SHOWN} more; --format json lists them all"


def _columns(report: Report) -> Iterator[str]:
    mapped = [fate for fate in report.fates if fate.fields]
    kept = [fate for fate in report.fates if not fate.fields]
    if any(sheet.mapping for brought in report.files for sheet in brought.sheets):
        yield ""
        yield typer.style("Columns that feed a field", bold=True) + " (filled rows)"
        for fate in mapped:
            yield f"  {_clipped(fate.column, 60)} → {', '.join(fate.fields)} ({fate.filled})"
    if kept:
        yield ""
        yield typer.style(f"Columns kept word for word as source data ({len(kept)})", bold=True)
        for fate in kept:
            yield f"  {_clipped(fate.column, 80)} ({fate.filled})"


def _remarks(remarks: Sequence[Remark]) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        grouped.setdefault((remark.file, remark.why), []).append(remark.row)
    if grouped:
        rows = len({(remark.file, remark.row) for remark in remarks if remark.row})
        yield ""
        yield typer.style(f"Taken with a remark ({rows} rows)" if rows else "Remarks", bold=True)
    ordered = sorted(grouped.items(), key=lambda group: -len(group[1]))
    for (_, why), numbers in ordered[:SHOWN]:
        yield f"  {_clipped(why, 130)}{_rows(sorted(filter(None, numbers)))}"
    if len(grouped) > SHOWN:
        yield f"  and {len(grouped) - SHOWN} other remarks; --format json lists them all"


def _rows(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    told = ", ".join(map(str, numbers[:8])) + (", …" if len(numbers) > 8 else "")
    return f" [{'row' if len(numbers) == 1 else 'rows'} {told}]"


def _first(first: Sequence[dict[str, Any]]) -> Iterator[str]:
    if first:
        yield ""
        yield typer.style("The first records as they would stand", bold=True)
    for record in first:
        yield f"  {record['type']} {record['ref']}"
        for name, value in record["values"].items():
            if name != "id":
                yield f"    {name}: {_clipped(_said(value), CLIPPED)}"
        if record["source_data"]:
            yield f"    and {record['source_data']} cells of source data"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _clipped(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
