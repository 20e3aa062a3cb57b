"""Text: lines without end, bytes that are none, and signs repeated until a pattern never ends."""

from __future__ import annotations

import random
from collections.abc import Iterator

SIGNS = (
    "[", "](", "|", "| -", "*", "**a", "`", "```\n", "#", "# \n", "-", "- ", "    - ", ">", "<",
    "<table", "<!--", "!", "a.", "1. ", "_", "~~~", "\n", " \n", "\t", "A. B. ", "a|b\n", "---\n", "(",
    "http://", ":a:", "<h1>", "# # ", " ",
)  # fmt: skip
BYTES = {
    "null": b"words\0words" * 1_000,
    "null-once": b"words " * 10_000 + b"\0",
    "control": bytes(range(32)) * 1_000,
    "high": bytes(range(128, 256)) * 1_000,
    "cut-letter": "Größe".encode()[:3],
    "utf-16-half": b"\xff\xfea",
    "utf-16-lone": b"\xff\xfe\x00\xd8a\x00",
    "utf-16-bare": "words and words".encode("utf-16-le"),
    "utf-32-broken": b"\xff\xfe\0\0\xff\xff\xff\xff",
    "mark-only": b"\xef\xbb\xbf",
    "mark-broken": b"\xef\xbb\xbf\xff\xfe",
    "turned": "\u202e\u2066words\u2069\u200b".encode() * 1_000,
    "joined": ("a" + "\u0301" * 50_000).encode(),
    "long-letters": b"\xf0\x9f\x91\xa8\xe2\x80\x8d" * 100_000,
    "overlong": b"\xc0\xaf\xe0\x80\xaf" * 1_000,
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80" * 1_000,
    "escapes": b"\x1b[2J\x1b]0;title\x07" * 1_000,
}


def files() -> Iterator[tuple[str, bytes]]:
    """All texts of this family."""
    yield "random.md", random.Random(7).randbytes(2_000)
    for name, data in BYTES.items():
        yield f"{name}.txt", data
    yield "front.md", b"---\n" + b"title: " + b"a" * 1_000_000 + b"\n" * 100 + b"---\n"


def large() -> Iterator[tuple[str, bytes]]:
    """Those that are very long."""
    chance = random.Random(8)
    for number, sign in enumerate(SIGNS):
        yield f"sign-{number}.md", (sign * (1_500_000 // len(sign))).encode()
    yield "bars.md", b"a" + b" " * 700_000 + b"|" + b" " * 700_000 + b"x"
    yield "random.txt", chance.randbytes(1_000_000)
    yield "one-line.txt", b"words " * 1_300_000
    yield "one-word.txt", b"a" * 7_900_000
    yield "too-long.txt", b"words " * 3_000_000
    yield "far-too-long.md", b"# words\n" * 6_000_000
    yield "lines.txt", b"a\n" * 3_900_000
    yield "entries-deep.md", b"".join(b" " * n + b"- words here\n" for n in range(3_000))
    for name, unit in (
        ("quotes", b'"'),
        ("quote-lines", b'"\n'),
        ("commas", b","),
        ("cells", b'"a,b",'),
        ("formulas", b"=cmd()\n"),
        ("rows", b"a,b\n"),
    ):
        yield f"{name}.csv", unit * (1_500_000 // len(unit))
    yield "open-quote.csv", b'a,b\n"' + b"words\n" * 200_000
