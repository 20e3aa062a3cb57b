"""Tables written as text: encoding and delimiter are told by the first lines, rows that do not fit are kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import pyarrow as pa
from pyarrow import csv as arrow_csv

from tonetop.discovery.columns import batch_of
from tonetop.discovery.source import BATCH
from tonetop.discovery.tables.encoding import HEAD, encoding
from tonetop.discovery.tables.guess import type_of
from tonetop.discovery.tables.table import File, Table, Unfit

DELIMITERS = ",;\t|"
LINES = 60
"""Lines by which a delimiter is judged."""
BLOCK = 4 << 20
LONGEST_CELL = 16 << 20
csv.field_size_limit(LONGEST_CELL)


def tables(file: File) -> list[Table]:
    """The one table of a file; none where it is empty. Raises Unfit."""
    with file.opened() as opened:
        head = opened.read(HEAD)
    if not head.strip():
        return []
    named = encoding(head)
    text = head.decode(named, "replace")
    between = delimiter(text)
    first = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=between), 1000))
    if len(head) == HEAD and len(first) > 1:
        first.pop()  # the last line may be cut
    rows = [row for row in first if row]
    if not rows:
        return []
    has_head = is_head(rows[0], rows[1:])
    names = unique(rows[0]) if has_head else [f"column{place}" for place in range(1, len(rows[0]) + 1)]
    body = rows[1:] if has_head else rows
    types = {
        name: type_of([row[place] for row in body if place < len(row)]) for place, name in enumerate(names)
    }
    return [Table("", types, lambda: _batches(file, named, between, names, has_head))]


def delimiter(text: str) -> str:
    """The delimiter by which most lines have the same number of cells, more than one."""
    lines = text.splitlines()[:LINES]
    best, most = ",", (0.0, 0)
    for mark in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        if not widths:
            continue
        width, same = widths.most_common(1)[0]
        worth = (same / sum(widths.values()), width) if width > 1 else (0.0, 0)
        if worth > most:
            best, most = mark, worth
    return best


def is_head(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: filled words, unlike what stands below them."""
    cells = [cell.strip() for cell in first]
    if not rest:
        return True
    if not all(cells[: len(rest[0])]) or any("@" in cell for cell in cells):
        return any(cells) and all(type_of([cell]) == "text" for cell in cells) and "@" not in "".join(cells)
    return all(type_of([cell]) == "text" or cell.isdigit() and len(cell) == 4 for cell in cells)


def unique(names: Sequence[str]) -> list[str]:
    """Names of columns, each once and none empty."""
    seen: Counter[str] = Counter()
    made = []
    for place, raw in enumerate(names, 1):
        name = raw.strip() or f"column{place}"
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return made


def _batches(
    file: File, named: str, between: str, names: Sequence[str], has_head: bool
) -> Iterator[pa.RecordBatch]:
    """All rows: as fast as Arrow reads them; from the first that does not fit on, one by one."""
    done = 0
    try:
        with file.opened() as opened:
            reading = arrow_csv.open_csv(
                opened,
                arrow_csv.ReadOptions(
                    column_names=list(names), skip_rows=int(has_head), block_size=BLOCK, encoding=named
                ),
                arrow_csv.ParseOptions(delimiter=between, newlines_in_values=True),
                arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
                ),
            )
            for batch in reading:
                done += batch.num_rows
                yield batch
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeError):
        yield from _one_by_one(file, named, between, names, done + int(has_head))


def _one_by_one(
    file: File, named: str, between: str, names: Sequence[str], skipped: int
) -> Iterator[pa.RecordBatch]:
    with file.opened() as opened, io.TextIOWrapper(opened, named, "replace", newline="") as text:
        rows = islice((row for row in csv.reader(text, delimiter=between) if row), skipped, None)
        try:
            while taken := list(islice(rows, BATCH)):
                yield batch_of(names, [_fitted(row, len(names), between) for row in taken])
        except csv.Error as error:
            raise Unfit(f"it is damaged: {error}") from None


def _fitted(row: list[str], width: int, between: str) -> list[str | None]:
    """A row of so many cells: what is missing is empty, what is too much goes into the last."""
    if len(row) > width:
        row = [*row[: width - 1], between.join(row[width - 1 :])]
    return [cell or None for cell in row] + [None] * (width - len(row))
