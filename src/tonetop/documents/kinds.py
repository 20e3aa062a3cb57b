"""Which format a file has: by its bytes and its name; where these disagree, the bytes are believed and it is said."""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath

from tonetop.core.passage import Noticed
from tonetop.documents.package import Package
from tonetop.documents.unread import Unread

NAMES = {
    "pdf": "pdf", "docx": "docx", "docm": "docx", "dotx": "docx", "pptx": "pptx", "pptm": "pptx", "ppsx": "pptx",
    "xlsx": "xlsx", "xlsm": "xlsx", "xls": "xlsx", "ods": "xlsx", "csv": "csv", "tsv": "csv", "odt": "odt",
    "odp": "odt",
    "eml": "eml", "mbox": "mbox", "html": "html", "htm": "html", "xhtml": "html", "md": "markdown",
    "markdown": "markdown", "zip": "zip",
}  # fmt: skip
"""The format that a file's suffix names; any other is text, if it is text."""
WORDS = {
    "pdf": "PDF", "docx": "Word document", "pptx": "presentation", "xlsx": "workbook", "csv": "table",
    "odt": "OpenDocument text", "eml": "mail", "mbox": "mailbox", "html": "web page", "markdown": "Markdown text",
    "zip": "archive",    "text": "text",
}  # fmt: skip
OTHERS = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"), (b"RIFF", "a picture, sound or film"), (b"\0\0\0\x1cftyp", "a film"), (b"ID3", "sound"),
    (b"OggS", "sound or film"), (b"\x1aE\xdf\xa3", "a film"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"MZ", "a program"),
    (b"\x7fELF", "a program"), (b"{\\rtf", "rich text (RTF); save it as DOCX"), (b"SQLite format 3", "a database"),
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXTUAL = frozenset(("csv", "html", "markdown", "eml", "mbox", "text"))
PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.I | re.S,
)
MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
HEADS = re.compile(rb"^(?:from|received|message-id|mime-version):", re.I | re.M)
OPEN = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
OFFICE = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
}


def named(name: str) -> str:
    """The format that the file's name speaks of."""
    return NAMES.get(PurePosixPath(name).suffix.lower().lstrip("."), "text")


def kind(data: bytes, name: str) -> tuple[str, tuple[Noticed, ...]]:
    """The format, and what to say of it. Raises Unread for what is two formats at once, or none that is read."""
    if not data:
        raise Unread("it is empty")
    by_name, by_bytes = named(name), _by_bytes(data)
    if not by_bytes:
        if by_name in TEXTUAL:
            return by_name, ()
        by_bytes = "text"
    if by_bytes == by_name or by_bytes in ("html", "eml", "mbox") and by_name in TEXTUAL - {by_bytes, "text"}:
        return by_name, ()
    if by_name == "text" and not PurePosixPath(name).suffix:
        return by_bytes, ()
    why = f"it is named as {_a(WORDS[by_name])} and was read as {_a(WORDS[by_bytes])}, which its bytes are"
    return by_bytes, (Noticed("wrong name", why),)


def _a(noun: str) -> str:
    return noun if noun in ("text", "Markdown text") else f"{'an' if noun[0] in 'AEIOUaeiou' else 'a'} {noun}"


def _by_bytes(data: bytes) -> str:
    """The format that the bytes show; empty for what may be any text."""
    head = data[:1024]
    is_pdf, is_zip = b"%PDF-" in head, _is_zip(data)
    if is_pdf and is_zip:
        raise Unread("it is a PDF and an archive at once")
    if is_pdf:
        return _one_pdf(head)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if is_zip and b"\0" in head:
        raise Unread("it is an archive and something else at once")
    for magic, what in OTHERS:
        if head.startswith(magic) and (len(magic) > 3 or b"\0" in head):
            raise Unread(f"it is {what}, whose text is not examined")
    if data.startswith(OLE):
        return _old(data)
    return _textual(head, data)


def _one_pdf(head: bytes) -> str:
    """A PDF before whose head nothing of another format stands. Raises Unread."""
    before = head[: head.index(b"%PDF-")]
    if b"<" in before or any(before.startswith(magic) for magic, _ in OTHERS):
        raise Unread("it is a PDF and something else at once")
    return "pdf"


def _textual(head: bytes, data: bytes) -> str:
    if head.startswith(b"From ") and MAIL.match(data[data.find(b"\n") + 1 :][:20_000]):
        return "mbox"
    if PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    mail = MAIL.match(data[:20_000].replace(b"\r\n", b"\n"))
    return "eml" if mail and len(HEADS.findall(mail[0])) >= 2 else ""


def _is_zip(data: bytes) -> bool:
    """Whether the bytes end as an archive does (APPNOTE 4.3.16), with a comment as long as it says."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or at + 22 > len(data):
        return False
    return bool(at + 22 + struct.unpack_from("<H", data, at + 20)[0] == len(data))


def _packed(data: bytes) -> str:
    package = Package(data)
    names = package.names()
    if "mimetype" in package:
        found = OFFICE.get(package.read("mimetype").strip())
        if found:
            return found
    if "[Content_Types].xml" in package:
        for folder, format in OPEN:
            if any(entry.startswith(folder) for entry in names):
                return format
    return "zip"


def _old(data: bytes) -> str:
    """A compound file: an old workbook is read; what else it may be is not."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unread("it is locked with a password")
    if "Workbook".encode("utf-16-le") in data:
        return "xlsx"
    raise Unread("it is an Office file of the kind before 2007; save it as DOCX, XLSX or PPTX")
