"""Sound files of each format cut short at many points, and with bytes turned."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.documents import making

SOUND = {
    "pdf": making.pdf, "docx": making.word, "pptx": making.slides, "xlsx": making.sheets, "eml": making.mail,
    "odt": lambda: making.open_text("<text:p>Words</text:p>"),
}  # fmt: skip
CUTS, TURNS = 9, 8


def files() -> Iterator[tuple[str, bytes]]:
    """Each format, cut and turned."""
    chance = random.Random(42)
    for suffix, make in SOUND.items():
        data = make()
        for number in range(1, CUTS + 1):
            at = len(data) * number // (CUTS + 1)
            yield f"cut-{number}.{suffix}", data[:at]
        for number in range(TURNS):
            turned = bytearray(data)
            for _ in range(4**number if number < 6 else 1):
                turned[chance.randrange(len(turned))] = chance.randrange(256)
            yield f"turned-{number}.{suffix}", bytes(turned)
        yield f"twice.{suffix}", data + data
        yield f"led.{suffix}", b"\n" * 2_000 + data
