"""CSV: one register a file, UTF-8 with a byte-order mark so that spreadsheets open it as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from tonetop.records.sheets import cells, register
from tonetop.records.sheets.table import MARK, Outgoing, Reading, Table, table
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import shapes

ENDINGS = (".csv", ".tsv", ".txt")
WRITES = (".csv",)
DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8-sig", "cp1252")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def write(outgoing: Outgoing) -> bytes:
    """The file of one register. Raises Refused for several."""
    if len(outgoing.records) != 1:
        raise Refused("a CSV file holds one register; write several as .xlsx, .json or .yaml")
    ((type, lines),) = outgoing.records.items()
    fields = register.judges(shapes()[type])
    sources = register.sources(lines) if outgoing.with_source else ()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([line] for line in outgoing.head())
    writer.writerow([*fields, *(cells.neutral(register.SOURCE + column) for column in sources)])
    for line in lines:
        own = [cells.written(field, line.plain.get(name)) for name, field in fields.items()]
        writer.writerow([*own, *(cells.neutral(line.source.get(column, "")) for column in sources)])
    return out.getvalue().encode("utf-8-sig")


def read(raw: bytes, name: str, reading: Reading) -> list[Table]:
    """The one table of a file; encoding and delimiter are found out where not said. Raises Refused."""
    text, encoding = _decoded(raw, name, reading.encoding)
    headings = text.partition("\n")[2] if text.lstrip('"').startswith(MARK) else text
    delimiter = reading.delimiter or _delimiter(headings)
    told = {"name": Path(name).stem, "encoding": encoding, "delimiter": delimiter}
    return [table(name, _grid(text, name, delimiter), reading, **told)]


def _decoded(raw: bytes, name: str, said: str) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    tried = (said,) if said else (marked,) if marked else ENCODINGS
    broken = ""
    for encoding in tried:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError as error:
            broken = f"byte {error.start + 1} is no {encoding}"
        except LookupError:
            raise Refused(
                f"{name}: there is no encoding {encoding!r}; write utf-8, cp1252 or latin-1"
            ) from None
    raise Refused(f"{name}: {broken}; say the encoding in a mapping file, or save the file as UTF-8")


def _delimiter(text: str) -> str:
    """The one of , ; tab and | that stands most often in the first line outside quotation marks."""
    first, quoted = [], False
    for char in text:
        quoted = quoted != (char == '"')
        if char in "\r\n" and not quoted:
            break
        if not quoted:
            first.append(char)
    return max(DELIMITERS, key=first.count)


def _grid(text: str, name: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise Refused(f"{name}: line {reader.line_num} is no CSV: {error}") from None
