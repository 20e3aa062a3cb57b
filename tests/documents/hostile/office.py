"""Word, PowerPoint and OpenDocument: bombs and loops in their parts, macros, what is embedded, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.documents import making
from tests.documents.hostile.packing import Member, bomb, member, replaced

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>'.encode()
CLOSE = b"</w:body></w:document>"
MAIN = "word/document.xml"
PARAGRAPH = b"<w:p><w:r><w:t>Words and words.</w:t></w:r></w:p>"
EMPTY = b"<w:p/>"


def files() -> Iterator[tuple[str, bytes]]:
    """All documents of this family."""
    yield from _nested()
    yield from _parts()
    yield from _styles()
    yield from _relations()
    yield from _open()


def large() -> Iterator[tuple[str, bytes]]:
    """Those that unpack to much, or are very long."""
    yield from _bombs()
    yield from _long()


def _bombs() -> Iterator[tuple[str, bytes]]:
    word, slides = making.word(), making.slides()
    for size in (30, 120, 600):
        for lie, says in (("honest", None), ("lying", 1_000)):
            for kind, unit in (("words", PARAGRAPH), ("empty", EMPTY), ("spaces", b" ")):
                made = bomb(MAIN, unit, size, says, first=OPEN, last=CLOSE)
                yield f"bomb-{kind}-{size}-{lie}.docx", replaced(word, MAIN, made)
        yield (
            f"bomb-picture-{size}.docx",
            replaced(word, "word/media/a.png", bomb("word/media/a.png", b"\0", size)),
        )
        yield (
            f"bomb-slide-{size}.pptx",
            replaced(slides, "ppt/slides/slide1.xml", bomb("ppt/slides/slide1.xml", b"<a/>", size)),
        )


def _nested() -> Iterator[tuple[str, bytes]]:
    word = making.word()
    for depth in (200, 5_000, 200_000):
        deep = b"<w:sdt><w:sdtContent>" * depth + PARAGRAPH + b"</w:sdtContent></w:sdt>" * depth
        yield f"controls-{depth}.docx", replaced(word, MAIN, OPEN + deep + CLOSE)
        deep = b"<w:tbl><w:tr><w:tc>" * depth + PARAGRAPH + b"</w:tc></w:tr></w:tbl>" * depth
        yield f"tables-{depth}.docx", replaced(word, MAIN, OPEN + deep + CLOSE)
        deep = b"<w:p>" + b"<w:ins>" * depth + b"<w:r><w:t>x</w:t></w:r>" + b"</w:ins>" * depth + b"</w:p>"
        yield f"changes-{depth}.docx", replaced(word, MAIN, OPEN + deep + CLOSE)
    row = b"<w:tc>" + PARAGRAPH + b"</w:tc>"
    deep = b"<w:tbl><w:tr>" + row * 2
    yield "tables-wide.docx", replaced(word, MAIN, OPEN + deep * 60 + b"</w:tr></w:tbl>" * 60 + CLOSE)


def _long() -> Iterator[tuple[str, bytes]]:
    word = making.word()
    yield "paragraphs.docx", replaced(word, MAIN, OPEN + EMPTY * 1_000_000 + CLOSE)
    yield "words.docx", replaced(word, MAIN, OPEN + PARAGRAPH * 200_000 + CLOSE)
    yield (
        "one-paragraph.docx",
        replaced(
            word, MAIN, OPEN + b"<w:p><w:r><w:t>" + b"word " * 3_000_000 + b"</w:t></w:r></w:p>" + CLOSE
        ),
    )
    yield (
        "hidden-runs.docx",
        replaced(
            word,
            MAIN,
            OPEN
            + b"<w:p>"
            + b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>" * 80_000
            + b"</w:p>"
            + CLOSE,
        ),
    )
    yield (
        "attributes.docx",
        replaced(
            word, MAIN, OPEN + b"<w:p " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"/>" + CLOSE
        ),
    )
    yield (
        "cells.docx",
        replaced(
            word,
            MAIN,
            OPEN + b"<w:tbl><w:tr>" + b"<w:tc><w:p/></w:tc>" * 500_000 + b"</w:tr></w:tbl>" + CLOSE,
        ),
    )
    yield (
        "controls.docx",
        replaced(word, MAIN, OPEN + b"<w:p><w:r><w:t>\x01\x02\xff</w:t></w:r></w:p>" + CLOSE),
    )


def _parts() -> Iterator[tuple[str, bytes]]:
    word = making.word()
    for name in (
        MAIN,
        "_rels/.rels",
        "[Content_Types].xml",
        "word/styles.xml",
        "word/_rels/document.xml.rels",
        "docProps/core.xml",
    ):
        short = name.replace("/", "-").strip("[]._")
        yield f"without-{short}.docx", replaced(word, name, None)
        yield f"empty-{short}.docx", replaced(word, name, b"")
        yield f"words-{short}.docx", replaced(word, name, b"no xml at all")
        yield f"folded-{short}.docx", replaced(word, name, Member(name.encode(), b"\xff" * 99, 99))
    yield "macros.docm", replaced(word, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(900))
    yield "embedded.docx", replaced(word, "word/embeddings/a.bin", b"MZ" + bytes(900))


def _styles() -> Iterator[tuple[str, bytes]]:
    word = making.word()
    style = b'<w:style w:styleId="%b"><w:basedOn w:val="%b"/></w:style>'
    loop = style % (b"A", b"B") + style % (b"B", b"C") + style % (b"C", b"A") + style % (b"D", b"D")
    yield (
        "styles-round.docx",
        replaced(word, "word/styles.xml", f'<w:styles xmlns:w="{W}">'.encode() + loop + b"</w:styles>"),
    )
    chain = b"".join(style % (b"S%d" % n, b"S%d" % (n + 1)) for n in range(20_000))
    yield (
        "styles-chain.docx",
        replaced(word, "word/styles.xml", f'<w:styles xmlns:w="{W}">'.encode() + chain + b"</w:styles>"),
    )


def _relations() -> Iterator[tuple[str, bytes]]:
    word = making.word()
    relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    link = b'<Relationship Id="r%d" Type="http://x/%s" Target="%s"/>'
    for kind in (b"header", b"comments", b"styles", b"footnotes"):
        made = relations % (link % (1, kind, b"document.xml"))
        yield f"{kind.decode()}-is-document.docx", replaced(word, "word/_rels/document.xml.rels", made)
    made = relations % b"".join(link % (n, b"header", b"../" * 9 + b"etc/passwd") for n in range(10_000))
    yield "relations-out.docx", replaced(word, "word/_rels/document.xml.rels", made)
    made = relations % b"".join(link % (n, b"header", b"./" * n + b"document.xml") for n in range(500))
    yield "headers-many.docx", replaced(word, "word/_rels/document.xml.rels", made)
    slides = making.slides()
    made = relations % (link % (1, b"slide", b"presentation.xml"))
    yield "slide-is-deck.pptx", replaced(slides, "ppt/_rels/presentation.xml.rels", made)
    yield "without-slides.pptx", replaced(slides, "ppt/slides/slide1.xml", None)
    yield (
        "notes-round.pptx",
        replaced(
            slides, "ppt/slides/_rels/slide1.xml.rels", relations % (link % (1, b"notesSlide", b"slide1.xml"))
        ),
    )


def _open() -> Iterator[tuple[str, bytes]]:
    for depth in (200, 100_000):
        yield (
            f"lists-{depth}.odt",
            making.open_text("<text:list><text:list-item>" * depth + "</text:list-item></text:list>" * depth),
        )
        yield f"sections-{depth}.odt", making.open_text("<text:section>" * depth + "</text:section>" * depth)
        yield (
            f"spans-{depth}.odt",
            making.open_text("<text:p>" + "<text:span>" * depth + "x" + "</text:span>" * depth + "</text:p>"),
        )
    yield "without-body.odt", making.open_text().replace(b"office:body", b"office:nobo")
    yield "paragraphs.odt", making.open_text("<text:p/>" * 1_000_000)
    yield "bomb.odt", replaced(making.open_text(), "content.xml", bomb("content.xml", b"<a/>", 500, 99))
    rows = (
        "<table:table-row table:number-rows-repeated='1000000000'>"
        "<table:table-cell table:number-columns-repeated='99999999'><text:p>x</text:p></table:table-cell>"
        "</table:table-row>"
    )
    yield "rows-repeated.odt", making.open_text(f"<table:table>{rows}</table:table>")
    yield "rows-repeated.ods", making.open_text(f"<table:table>{rows}</table:table>", "spreadsheet")
    yield "member.odt", replaced(making.open_text(), "Basic/script.xml", member("Basic/script.xml", b"<x/>"))
