"""Mails: parts within parts, heads without end, encodings that are none, and what is attached."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.documents.hostile.packing import archive, bomb, member

HEAD = b"From: a@b.example\nSubject: x\nDate: Tue, 4 Mar 2025 10:00:00 +0000\nMIME-Version: 1.0\n"
MIXED = b'Content-Type: multipart/mixed; boundary="%s"\n\n'


def files() -> Iterator[tuple[str, bytes]]:
    """All mails of this family."""
    yield from _parts()
    yield from _heads()
    yield from _attached()
    yield "many.mbox", b"From a\n\n" * 100_000
    yield "from-lines.mbox", b"From \n" * 500_000
    yield (
        "one-line.mbox",
        b"From a@b Tue Mar  4 10:00:00 2025\nFrom: a@b.example\nSubject: " + b"x" * 3_000_000,
    )
    yield "mails.mbox", (b"From a@b Tue Mar  4 10:00:00 2025\n" + HEAD + b"\nWords\n\n") * 6_000


def _parts() -> Iterator[tuple[str, bytes]]:
    for depth in (50, 900, 20_000):
        parts = b"".join(b"--b%d\n" % n + MIXED % (b"b%d" % (n + 1)) for n in range(depth))
        yield f"parts-deep-{depth}.eml", HEAD + MIXED % b"b0" + parts + b"--b%d\n\nWords" % depth
        yield f"mails-deep-{depth}.eml", HEAD + b"Content-Type: message/rfc822\n\n" * depth + b"Words"
    same = b"--b\n" + MIXED % b"b"
    yield "parts-round.eml", HEAD + MIXED % b"b" + same * 3_000
    yield "parts.eml", HEAD + MIXED % b"b" + b"--b\n\nwords\n" * 100_000
    yield (
        "parts-attached.eml",
        HEAD + MIXED % b"b" + b"--b\nContent-Disposition: attachment; filename=a.txt\n\nwords\n" * 30_000,
    )
    yield "no-boundary.eml", HEAD + b"Content-Type: multipart/mixed\n\nwords"
    yield "boundary-long.eml", HEAD + MIXED % (b"b" * 500_000) + b"words"
    yield "boundary-empty.eml", HEAD + MIXED % b"" + b"--\n--\n" * 10_000
    yield "dashes.eml", HEAD + MIXED % b"-" + b"---" * 1_000_000
    yield "alternative-empty.eml", HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n--b--"


def _heads() -> Iterator[tuple[str, bytes]]:
    yield "heads.eml", HEAD + b"X-A: b\n" * 500_000 + b"\nwords"
    yield "head-long.eml", HEAD + b"X-A: " + b"b" * 5_000_000 + b"\n\nwords"
    yield "head-folded.eml", HEAD + b"X-A: b" + b"\n b" * 500_000 + b"\n\nwords"
    yield (
        "encoded-words.eml",
        b"From: a@b.example\nTo: "
        + b"=?utf-8?q?=FF?= " * 50_000
        + b"\nSubject: "
        + b"=?x?b?" * 50_000
        + b"\n\nwords",
    )
    yield "address.eml", b"From: " + b"(" * 20_000 + b"a@b.example\nSubject: x\n\nwords"
    yield "addresses.eml", b"From: " + b'"a" <a@b.example>, ' * 50_000 + b"\nSubject: x\n\nwords"
    yield "parameters.eml", HEAD + b"Content-Type: text/plain" + b"; a*0*=utf-8''%FF" * 30_000 + b"\n\nwords"
    for number, date in enumerate(
        (b"99999", b"Tue, 99 Foo 99999 99:99:99 +9999", b"-1", b"1 Jan 0000 00:00:00 +0000", b"\xff" * 900)
    ):
        yield f"date-{number}.eml", b"From: a@b.example\nSubject: x\nDate: " + date + b"\n\nwords"
    for charset in (
        b"utf-7",
        b"unknown-8bit",
        b"hex_codec",
        b"idna",
        b"utf-16",
        b"\xff",
        b"undefined",
        b"cp65001",
    ):
        yield (
            f"charset-{charset.hex()}.eml",
            HEAD + b"Content-Type: text/plain; charset=" + charset + b"\n\nwords +ADw- \xff",
        )
    yield "subject-null.eml", b"From: a@b.example\nSubject: a\0b\nTo: \x1b[2J\n\nwords\0"


def _attached() -> Iterator[tuple[str, bytes]]:
    bombs = archive([bomb("a.txt", b"\0", 1_000, 50)])
    for name, data in (
        ("a.zip", bombs),
        ("a.docx", bombs),
        ("../../a.txt", b"words"),
        ("a\0.pdf", b"%PDF-1.7"),
        ("", b"\0\1\2"),
    ):
        told = (
            b'--b\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="%s"\n\n'
            % name.encode()
        )
        short = name.replace("/", "-").replace("\0", "0").replace(".", "-")
        yield f"attached-{short}.eml", HEAD + MIXED % b"b" + told + base64.encodebytes(data) + b"--b--"
    for coding, data in ((b"base64", b"=" * 3_000_000), (b"base64", b"!" * 999_999),
                         (b"x-uuencode", b"begin 644 a\n" + b"M" * 999_999),
                         (b"quoted-printable", b"=" * 2_000_000), (b"none", b"words")):  # fmt: skip
        yield (
            f"coded-{coding.decode()}-{len(data)}.eml",
            HEAD + b"Content-Transfer-Encoding: " + coding + b"\n\n" + data,
        )
    mail = HEAD + b"\nwords"
    for _ in range(12):
        mail = (
            HEAD
            + MIXED % b"b"
            + b"--b\nContent-Type: message/rfc822\n\n"
            + mail.replace(b"--b", b"--c").replace(b'"b"', b'"c"')
            + b"\n--b--"
        )
    yield "mails-within.eml", mail
    data = archive([member("a.eml", mail)])
    for _ in range(3):
        told = b"--b\nContent-Disposition: attachment; filename=a.zip\nContent-Transfer-Encoding: base64\n\n"
        data = archive([member("a.eml", HEAD + MIXED % b"b" + told + base64.encodebytes(data) + b"--b--")])
    yield "mails-in-archives.zip", data
