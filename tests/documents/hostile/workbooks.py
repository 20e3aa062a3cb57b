"""Workbooks: rows and cells without measure, sizes that lie, strings that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from tests.documents import making
from tests.documents.hostile.packing import bomb, replaced

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
S = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
CELL = b'<c r="A%d"><v>1</v></c>'


def sheet(rows: bytes, dimension: bytes = b"") -> bytes:
    """A workbook whose first sheet has these rows."""
    told = b'<dimension ref="%s"/>' % dimension if dimension else b""
    return replaced(making.sheets(), SHEET, S + told + b"<sheetData>" + rows + b"</sheetData></worksheet>")


def files() -> Iterator[tuple[str, bytes]]:
    """Sizes, places, numbers and strings that are not there."""
    for place in (b"XFD1048576", b"ZZZZZZ99999999", b"A4294967296", b"A0", b"1A", b"", b"AA" * 900):
        rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="%s"><v>2</v></c></row>' % place
        yield f"far-cell-{place[:10].decode()}.xlsx", sheet(rows)
    for dimension in (b"A1:XFD1048576", b"B9:A1", b"A1:ZZZZZZZ99999999999", b"x"):
        yield (
            f"says-{dimension[:12].decode().replace(':', '-')}.xlsx",
            sheet(b'<row r="1">' + CELL % 1 + b"</row>", dimension),
        )
    for index in (b"-1", b"999999999999", b"x", b"4294967295"):
        yield (
            f"string-{index.decode()}.xlsx",
            sheet(b'<row r="1"><c r="A1" t="s"><v>%s</v></c></row>' % index),
        )
    for number, value in enumerate((b"1e999", b"-1e308", b"99999999999999", b"NaN", b"=1+1")):
        yield f"number-{number}.xlsx", sheet(b'<row r="1"><c r="A1" s="1"><v>%s</v></c></row>' % value)
    yield (
        "formula.xlsx",
        sheet(b'<row r="1"><c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>=cmd()</v></c></row>'),
    )
    yield "macros.xlsm", replaced(making.sheets(), "xl/vbaProject.bin", bytes(900))
    yield "without-book.xlsx", replaced(making.sheets(), "xl/workbook.xml", None)
    yield "without-sheet.xlsx", replaced(making.sheets(), SHEET, None)


def large() -> Iterator[tuple[str, bytes]]:
    """Those that have very many rows, cells, letters or sheets, or unpack to them."""
    yield (
        "million-rows.xlsx",
        sheet(b"".join(b'<row r="%d">%s</row>' % (n, CELL % n) for n in range(1, 1_000_001))),
    )
    yield (
        "rows-of-words.xlsx",
        sheet(
            b"".join(
                b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Words here</t></is></c></row>' % (n, n)
                for n in range(1, 300_001)
            )
        ),
    )
    for size in (2, 9, 40):
        text = b"word " * (size * 200_000)
        yield (
            f"huge-cell-{size}.xlsx",
            sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>"),
        )
    for size in (100, 700):
        for lie, says in (("honest", None), ("lying", 500)):
            rows = bomb(SHEET, b'<row><c t="b"><v>1</v></c></row>', size, says, first=S + b"<sheetData>")
            yield f"bomb-rows-{size}-{lie}.xlsx", replaced(making.sheets(), SHEET, rows)
            strings = bomb(STRINGS, b"<si><t>a</t></si>", size, says, first=b"<sst>", last=b"</sst>")
            yield f"bomb-strings-{size}-{lie}.xlsx", replaced(making.sheets(), STRINGS, strings)
    yield "deep.xlsx", sheet(b"<a>" * 300_000)
    many = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, 30_000))
    book = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    yield "sheets.xlsx", replaced(making.sheets(), "xl/workbook.xml", book + many + b"</sheets></workbook>")
