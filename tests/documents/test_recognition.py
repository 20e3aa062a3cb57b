"""Pages without a text layer: recognised where tesseract is installed, and otherwise not passed over in silence."""

from __future__ import annotations

import stat
import sys

import pytest

from tests.documents import making
from tonetop.core.passage import Noticed, Part, Text
from tonetop.documents.read_all import Readers
from tonetop.documents.recognition import with_words

PAGES = "#rect(width: 3cm)\n#pagebreak()\nWords. #text(size: 1pt)[tiny]\n#pagebreak()\n#circle()"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for tesseract is a script")
def test_pictured_pages_are_recognised_and_said_to_be(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nhead = sys.stdin.buffer.readline()\nsize = len(sys.stdin.buffer.read())\n"
        "_, width, height, _ = head.split()\nassert size == int(width) * int(height)\nprint('Seen', 'words')\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Readers(1) as readers:
        text = readers.read(making.pdf(PAGES), "a.pdf")
    assert isinstance(text, Text)
    told = [text.text[part.start : part.end].strip() for part in text.parts]
    assert told[0] == told[2] == "Seen words" and told[1].startswith("Words.")
    assert [seen.why for seen in text.noticed if seen.what == "recognised text"] == [
        "page 1 was read by text recognition, which errs",
        "page 3 was read by text recognition, which errs",
    ]
    (tiny,) = [seen for seen in text.noticed if seen.what == "tiny text"]
    assert tiny.start is not None and text.text[tiny.start : tiny.end].strip() == "tiny"


def test_without_it_the_page_is_said_not_to_be_examined(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with Readers(1) as readers:
        text = readers.read(making.pdf(PAGES), "a.pdf")
    assert isinstance(text, Text)
    assert [seen.why for seen in text.noticed if seen.what == "no text layer"] == [
        "page 1 is not examined: no text layer",
        "page 3 is not examined: no text layer",
    ]


def test_offsets_move_along_with_the_words_put_in():
    text = Text(
        "", "pdf", "abcdef",
        (Part("page", 1, 0, 3), Part("page", 2, 3, 3), Part("page", 3, 3, 6)),
        noticed=(Noticed("x", "y", 1, 3), Noticed("x", "y", 3, 5)),
    )  # fmt: skip
    more = with_words(text, {2: "NEW"})
    assert more.text == "abcNEWdef"
    assert [more.text[part.start : part.end] for part in more.parts] == ["abc", "NEW", "def"]
    assert [more.text[seen.start : seen.end] for seen in more.noticed] == ["bc", "de"]
