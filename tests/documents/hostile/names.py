"""Files that are something else than their name says, or two things at once."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.documents import making
from tests.documents.hostile.damaged import SOUND

OTHERS = ("txt", "csv", "html", "md", "zip", "mbox")
BINARY = {
    "program.docx": b"MZ\x90\0" + bytes(3_000), "program.pdf": b"\x7fELF\2\1\1" + bytes(3_000),
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(3_000), "picture.pdf": b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(3_000),
    "rich.docx": b"{\\rtf1\\ansi " + b"{" * 100_000, "seven.zip": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "database.xlsx": b"SQLite format 3\0" + bytes(1_000), "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000),
    "old-book.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(4_000),
    "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    + "EncryptedPackage".encode("utf-16-le") + bytes(900),
    "squeezed.txt": gzip.compress(b"words" * 1_000, mtime=0), "film.eml": b"\0\0\0\x1cftypisom" + bytes(900),
}  # fmt: skip


def files() -> Iterator[tuple[str, bytes]]:
    """Wrong names and several formats in one."""
    for suffix, make in SOUND.items():
        data = make()
        for other in OTHERS:
            yield f"{suffix}-as.{other}", data + b"\n" * OTHERS.index(other)
    yield from BINARY.items()
    pdf, word = making.pdf(), making.word()
    yield "pdf-and-zip.pdf", pdf + word
    yield "zip-and-pdf.docx", b"%PDF-1.7\n" + word
    yield "picture-and-zip.png", b"GIF89a" + bytes(50) + word
    yield "page-and-pdf.html", b"<!doctype html><script>" + pdf + b"</script>"
    yield "page-and-pdf.pdf", b"<html><!--" + pdf + b"--></html>"
    yield "mail-and-pdf.eml", b"From: a@b.example\nSubject: x\n\n" + pdf
    yield "pdf-late.pdf", b" " * 1_019 + pdf
    yield "text-and-zip.txt", b"Words.\n" + word
