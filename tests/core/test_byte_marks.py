"""Byte order marks tell how a text is written."""

from __future__ import annotations

import pytest

from tonetop.core.byte_marks import MARKS, marked


@pytest.mark.parametrize(("mark", "name"), MARKS)
def test_a_mark_names_an_encoding_that_reads_the_text_without_it(mark: bytes, name: str):
    plain = {"utf-8-sig": "utf-8", "utf-32": "utf-32", "utf-16": "utf-16"}[name]
    order = "" if plain == "utf-8" else "-be" if mark[0] in (0, 0xFE) else "-le"
    data = mark + "Größe".encode(plain + order)
    assert marked(data) == name
    assert data.decode(marked(data)) == "Größe"


def test_a_text_without_a_mark_names_none():
    assert marked(b"plain") == marked(b"") == ""
