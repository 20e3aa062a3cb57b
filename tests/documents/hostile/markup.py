"""Markup: entities of every kind in each XML format, and pages nested, long or unclosed."""

from __future__ import annotations

from collections.abc import Iterator

from tests.documents import making
from tests.documents.hostile.packing import replaced

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
TYPES = {
    "laughs": f"<!DOCTYPE x [{LAUGHS}]>",
    "file": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
    "fetched": '<!DOCTYPE x [<!ENTITY l11 SYSTEM "http://127.0.0.1:9/x">]>',
    "elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY l11 "x">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY l11 "{"a" * 50_000}">]>',
    "round": '<!DOCTYPE x [<!ENTITY l11 "&l10;"><!ENTITY l10 "&l11;">]>',
}
PARTS = {
    "docx": (making.word, "word/document.xml"),
    "pptx": (making.slides, "ppt/slides/slide1.xml"),
    "xlsx": (making.sheets, "xl/sharedStrings.xml"),
    "odt": (making.open_text, "content.xml"),
}
PAGE = b"<!doctype html><html><body>"


def files() -> Iterator[tuple[str, bytes]]:
    """All files of this family."""
    for kind, declared in TYPES.items():
        text = f'<?xml version="1.0"?>{declared}<x>{"&l11;" * 2_000}</x>'
        for suffix, (make, part) in PARTS.items():
            yield f"{kind}.{suffix}", replaced(make(), part, text.encode())
        wide = text.replace('"1.0"?', '"1.0" encoding="UTF-16"?').encode("utf-16")
        yield f"{kind}-wide.docx", replaced(making.word(), "word/document.xml", wide)
        page = text.replace("<!DOCTYPE x", "<!DOCTYPE html").replace("<x>", "<html><p>").encode()
        yield f"{kind}.html", page


def large() -> Iterator[tuple[str, bytes]]:
    """Pages that are nested, long or unclosed."""
    for tag in (b"div", b"p", b"ul><li", b"table><tr><td", b"b", b"span hidden", b"blockquote", b"font"):
        for depth in (150, 250, 100_000):
            name = tag.split(b">")[0].replace(b" ", b"-").decode()
            yield f"{name}-{depth}.html", PAGE + (b"<" + tag + b">") * depth + b"words"
    yield "attributes.html", PAGE + b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">words"
    yield "attribute.html", PAGE + b'<p style="' + b"display:" * 1_000_000 + b'">words'
    yield "style.html", PAGE + b"".join(b'<p style="color :   %s">a' % (b" " * n) for n in range(2_000))
    yield "unclosed.html", PAGE + b"<p" * 1_000_000
    yield "open.html", PAGE + b"<" * 3_000_000
    yield "comment.html", PAGE + b"<!--" * 1_000_000
    yield "script.html", PAGE + b"<script>while(1);</script>" * 100_000 + b"words"
    yield "script-open.html", PAGE + b"<script>" + b"words " * 1_000_000
    yield "entities.html", PAGE + b"&lt;&#x41;&#0;&#x110000;&nope;" * 100_000
    yield "rows.html", PAGE + b"<table>" + b"<tr><td>a<td>b" * 200_000
    yield "cells.html", PAGE + b"<table><tr>" + b"<td>a" * 500_000
    yield "words.html", PAGE + b"<p>words" * 500_000
    yield "no-end.html", PAGE + b"words" * 3_000_000
    for charset in (
        b"utf-7",
        b"utf-16",
        b"hex",
        b"rot13",
        b"zlib",
        b"unknown",
        b"idna",
        b"undefined",
        b"cp037",
        b"punycode",
    ):
        yield (
            f"charset-{charset.decode()}.html",
            b"<!doctype html><meta charset=%s><p>words \xff +ADw-b+AD4-" % charset,
        )
    yield "null.html", PAGE + b"wo\0rds" * 1_000
    yield "hidden.html", PAGE + b'<i hidden>a</i><b style="display:none">b</b>c' * 50_000
