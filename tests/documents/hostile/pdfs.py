"""PDF: loops, trees without end, streams that unpack to very much, pages and pictures without measure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

from tests.documents.hostile.packing import repeated

FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>%s>>"
WORDS = b"BT /F 12 Tf 50 700 Td (Words) Tj ET"


def pdf(
    *,
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    page: bytes = b"",
    content: bytes = WORDS,
    told: bytes = b"",
    more: Mapping[int, bytes] = {},
    resources: bytes = b"",
    trailer: bytes = b"",
    catalogue: bytes = b"",
) -> bytes:
    """A PDF of one page, of which any part may be another; without a table of references: readers rebuild it."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: pages,
        3: page
        or b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources %s/Contents 4 0 R>>"
        % (FONT % resources),
        4: b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), told, content),
        **more,
    }
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in objects.items())
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size %d%s>>\n%%%%EOF\n" % (max(objects) + 1, trailer)


def _zlib(raw: bytes) -> bytes:
    return b"\x78\xda" + raw + bytes(4)


def files() -> Iterator[tuple[str, bytes]]:
    """All PDFs of this family."""
    yield from _loops()
    yield from _trees()
    yield from _measures()
    yield from _odd()


def large() -> Iterator[tuple[str, bytes]]:
    """Those that unpack to much, or draw much."""
    yield from _bombs()
    yield from _content()


def _loops() -> Iterator[tuple[str, bytes]]:
    yield "kids-self.pdf", pdf(pages=b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    yield (
        "kids-each-other.pdf",
        pdf(pages=b"<</Type/Pages/Kids[5 0 R]/Count 9>>", more={5: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"}),
    )
    yield "parent-self.pdf", pdf(page=b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>")
    yield "reference-self.pdf", pdf(more={4: b"4 0 R"})
    yield "references-round.pdf", pdf(more={4: b"5 0 R", 5: b"6 0 R", 6: b"4 0 R"})
    yield "length-self.pdf", pdf(more={4: b"<</Length 4 0 R>>stream\nBT ET\nendstream"})
    yield "contents-self.pdf", pdf(page=b"<</Type/Page/Parent 2 0 R/Contents[3 0 R 4 0 R 3 0 R]>>")
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
        b"/Resources<</XObject<</X 5 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream"
    )
    yield "form-self.pdf", pdf(content=b"/X Do", resources=b"/XObject<</X 5 0 R>>", more={5: form})
    forms = {n: form.replace(b"5 0 R", b"%d 0 R" % (n + 1)) for n in range(5, 45)}
    yield "forms-double.pdf", pdf(content=b"/X Do", resources=b"/XObject<</X 5 0 R>>", more=forms)
    glyph = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Differences[87/a]>>/FirstChar 87/LastChar 87/Widths[9]/Resources<</Font<</T 5 0 R>>>>>>"
    )
    letter = b"<</Length 24>>stream\nBT /T 9 Tf (W) Tj ET\nendstream"
    yield (
        "glyph-self.pdf",
        pdf(content=b"BT /T 9 Tf (W) Tj ET", resources=b"/Font<</T 5 0 R>>", more={5: glyph, 6: letter}),
    )
    yield "prev-self.pdf", pdf(trailer=b"/Prev 9") + b"startxref\n9\n%%EOF"
    yield (
        "outline-self.pdf",
        pdf(catalogue=b"/Outlines 5 0 R", more={5: b"<</First 5 0 R/Last 5 0 R/Next 5 0 R>>"}),
    )
    yield (
        "object-stream-self.pdf",
        pdf(more={4: b"<</Type/ObjStm/N 9/First 4/Extends 4 0 R/Length 4>>stream\n4 0 \nendstream"}),
    )


def _trees() -> Iterator[tuple[str, bytes]]:
    for depth in (100, 5_000, 50_000):
        more = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(5, 5 + depth)}
        more[5 + depth] = b"<</Type/Page/Parent 2 0 R>>"
        yield f"pages-deep-{depth}.pdf", pdf(pages=b"<</Type/Pages/Kids[5 0 R]/Count 1>>", more=more)
    for count in (b"1000000000", b"-1", b"99999999999999999999", b"0", b"(x)"):
        yield f"count-{count.decode()}.pdf", pdf(pages=b"<</Type/Pages/Kids[3 0 R]/Count %s>>" % count)
    for number in (4_000, 40_000, 400_000):
        yield (
            f"same-page-{number}.pdf",
            pdf(pages=b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * number, number)),
        )
    wide = {n: b"<</Type/Pages/Kids[%s]/Count 100000>>" % (b"%d 0 R " % (n + 1) * 10) for n in range(5, 25)}
    yield "pages-wide.pdf", pdf(pages=b"<</Type/Pages/Kids[5 0 R]/Count 100000>>", more=wide)
    for sign, end in ((b"[", b"]"), (b"<<", b">>"), (b"<</A", b">>"), (b"(", b")")):
        for depth in (1_000, 1_000_000):
            name = {b"[": "list", b"<<": "mapping", b"<</A": "entry", b"(": "string"}[sign]
            yield f"{name}-deep-{depth}.pdf", pdf(more={5: sign * depth + end * depth}, catalogue=b"/X 5 0 R")


def _bombs() -> Iterator[tuple[str, bytes]]:
    flate = b"/Filter/FlateDecode"
    for size in (50, 300, 2_000):
        yield f"flate-nothing-{size}.pdf", pdf(content=_zlib(repeated(b"\0", size)), told=flate)
        yield (
            f"flate-words-{size}.pdf",
            pdf(content=_zlib(repeated(b"BT /F 9 Tf (Words) Tj ET\n", size)), told=flate),
        )
        yield f"flate-lists-{size}.pdf", pdf(content=_zlib(repeated(b"[[[[[[[[", size)), told=flate)
        yield f"flate-paths-{size}.pdf", pdf(content=_zlib(repeated(b"0 0 m 9 9 l S ", size)), told=flate)
    twice = zlib.compress(_zlib(repeated(b"\0", 1_000)), 9)
    yield "flate-twice.pdf", pdf(content=twice, told=b"/Filter[/FlateDecode/FlateDecode]")
    yield "filters.pdf", pdf(content=zlib.compress(WORDS), told=b"/Filter[%s]" % (b"/FlateDecode" * 5_000))
    yield (
        "predictor.pdf",
        pdf(
            content=zlib.compress(b"x" * 99), told=flate + b"/DecodeParms<</Predictor 15/Columns 2000000000>>"
        ),
    )
    yield "runs.pdf", pdf(content=b"\x81a" * 500_000 + b"\x80", told=b"/Filter/RunLengthDecode")
    yield "lzw.pdf", pdf(content=b"\x80\x0b\x60\x50" * 90_000, told=b"/Filter/LZWDecode")
    names = repeated(b"<0041> <0041>\n", 300, b"begincmap 100000 beginbfchar\n")
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]>>"
    )
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(_zlib(names)), _zlib(names))
    yield (
        "names-of-letters.pdf",
        pdf(content=b"BT /T 9 Tf (WWWW) Tj ET", resources=b"/Font<</T 5 0 R>>", more={5: font, 6: stream}),
    )
    ranges = (
        b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 100 beginbfrange\n"
        + b"<0000> <ffff> <0041>\n" * 50_000
    )
    other = b"<</Length %d>>stream\n%s\nendstream" % (len(ranges), ranges)
    yield (
        "ranges-of-letters.pdf",
        pdf(content=b"BT /T 9 Tf (WWWW) Tj ET", resources=b"/Font<</T 5 0 R>>", more={5: font, 6: other}),
    )


def _measures() -> Iterator[tuple[str, bytes]]:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources " + FONT % b"" + b"/Contents 4 0 R>>"
    for number, box in enumerate(
        (b"0 0 1e30 1e30", b"0 0 -9 -9", b"0 0 0 0", b"-1e9 -1e9 1e9 1e9", b"(a) (b) (c) (d)")
    ):
        yield f"page-size-{number}.pdf", pdf(page=page % box)
    for width, height in ((10**9, 10**9), (2**31, 1), (65_535, 65_535), (0, 0), (-1, 5)):
        told = (
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"
            b"/BitsPerComponent 8/Length 4>>stream\nabcd\nendstream"
        )
        more = {5: told % (width, height)}
        yield (
            f"picture-{width}-{height}.pdf",
            pdf(content=b"/X Do", resources=b"/XObject<</X 5 0 R>>", more=more),
        )
    for filter in (b"JBIG2Decode", b"JPXDecode", b"DCTDecode", b"CCITTFaxDecode"):
        told = b"<</Subtype/Image/Width 9/Height 9/Filter/%s/Length 40>>stream\n%s\nendstream" % (
            filter,
            b"\xff\x4f\xff\x51" * 10,
        )
        yield (
            f"{filter.decode()}.pdf",
            pdf(content=b"/X Do", resources=b"/XObject<</X 5 0 R>>", more={5: told}),
        )
    for kind in (b"FontFile", b"FontFile2", b"FontFile3"):
        font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</%s 6 0 R>>>>" % kind
        file = b"<</Length 4000>>stream\n%s\nendstream" % (b"\0\1\0\0\xff\xff" + b"\xff" * 3_994)
        yield (
            f"{kind.decode()}.pdf",
            pdf(content=b"BT /T 9 Tf (W) Tj ET", resources=b"/Font<</T 5 0 R>>", more={5: font, 6: file}),
        )


def _content() -> Iterator[tuple[str, bytes]]:
    yield "saves.pdf", pdf(content=b"q " * 2_000_000 + WORDS)
    yield "restores.pdf", pdf(content=b"Q " * 2_000_000 + WORDS)
    yield "texts.pdf", pdf(content=b"BT /F 9 Tf (a) Tj ET " * 300_000)
    yield "long-string.pdf", pdf(content=b"BT /F 9 Tf (" + b"word " * 2_000_000 + b") Tj ET")
    yield "huge-size.pdf", pdf(content=b"BT /F 1e30 Tf 1e30 0 0 1e30 0 0 Tm (Words) Tj ET")
    yield "no-size.pdf", pdf(content=b"BT /F 0 Tf (Words) Tj ET")
    yield "numbers.pdf", pdf(content=b"9" * 3_000_000 + b" w " + WORDS)
    yield (
        "inline-picture.pdf",
        pdf(content=b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID " + b"x" * 99 + b" EI " + WORDS),
    )
    yield "dashes.pdf", pdf(content=b"[" + b"1e-9 " * 100_000 + b"] 0 d 0 0 m 1e9 1e9 l S " + WORDS)
    yield (
        "turned.pdf",
        pdf(content=b"".join(b"BT /F 9 Tf %d 1 -1 0 %d 0 Tm (a) Tj ET " % (n, n) for n in range(60_000))),
    )


def _odd() -> Iterator[tuple[str, bytes]]:
    yield "script.pdf", pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(while(1);)>>")
    yield "launch.pdf", pdf(catalogue=b"/OpenAction<</S/Launch/F(/bin/sh)>>")
    yield "elsewhere.pdf", pdf(catalogue=b"/OpenAction<</S/URI/URI(http://a.example/)>>/AcroForm<</XFA 5 0 R>>",
                               more={5: b"<</Length 3>>stream\n<x>\nendstream"})  # fmt: skip
    yield (
        "locked.pdf",
        pdf(trailer=b"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/O(x)/U(y)/P -1>>/ID[(a)(b)]"),
    )
    yield "locked-odd.pdf", pdf(trailer=b"/Encrypt<</Filter/None/V 99/R -5/Length 99999999>>")
    yield "no-root.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj trailer<<>>"
    yield "objects.pdf", pdf(more=dict.fromkeys(range(5, 200_000), b"<<>>"))
    yield "object-number.pdf", pdf(more={8_388_607: b"<<>>"})
    yield "only-head.pdf", b"%PDF-1.7"
    yield "only-comments.pdf", b"%PDF-1.7\n" + b"%" * 5_000_000
    yield "stream-without-end.pdf", pdf().replace(b"endstream", b"")
    yield (
        "xref-much.pdf",
        b"%PDF-1.7\nxref\n0 4294967295\n0000000000 65535 f \n"
        b"trailer<</Size 4294967295/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    )
