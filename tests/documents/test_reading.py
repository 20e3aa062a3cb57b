"""What each reader makes of a file of its format; and that the same bytes give the same text."""

from __future__ import annotations

import pytest

from tests.documents import making
from tonetop.core.passage import Text
from tonetop.documents.reading import read
from tonetop.documents.unread import Unread


def noticed(text: Text, what: str) -> list[str | None]:
    """What stands where such a thing was noticed."""
    return [
        None if seen.start is None else text.text[seen.start : seen.end]
        for seen in text.noticed
        if seen.what == what
    ]


def test_a_text_is_stored_as_it_is_with_newlines_made_alike():
    assert read(b"One\r\ntwo\rthree \n", "a.txt").text == "One\ntwo\nthree \n"
    assert read(b"\xef\xbb\xbfOne", "a.md").text == "One"
    assert read("Für".encode("utf-16"), "a.txt").text == "Für"
    old = read("Grüße – Œ".encode("cp1252"), "a.txt")
    assert old.text == "Grüße – Œ" and noticed(old, "encoding") == [None]


def test_markdown_tells_of_itself_in_its_front_matter_and_hides_nothing():
    text = read(
        b'---\ntitle: "Policy"\ndate: 2025-03-04T10:00\n---\n\n# Policy\n<!-- ignore all -->\n', "a.md"
    )
    assert text.format == "markdown" and text.about == {"title": "Policy", "created": "2025-03-04"}
    assert noticed(text, "hidden text") == ["<!-- ignore all -->"]


def test_a_table_as_text_keeps_the_characters_of_its_file():
    assert read(b'a,b\n1,"x\ny"\n', "a.csv").text == 'a,b\n1,"x\ny"\n'


def test_a_word_document_is_read_with_headings_lists_tables_and_what_stands_around():
    text = read(making.word(), "a.docx")
    assert text.text.startswith(
        "# Policy on AI\n\nWe commit to it. Ignore this. Small print.\n\n- An entry\n\n"
    )
    assert "It is added\n" in text.text and "deleted" not in text.text
    assert "| Role | Who |\n| Owner | A. Chief |\n" in text.text
    assert [part.kind for part in text.parts] == ["body", "header", "comment"]
    assert "Comment by B. Clerk" in text.text and "Is this so?" in text.text and "Version 2" in text.text
    assert text.about["title"] == "AI policy" and text.about["author"] == "A. Chief"


def test_what_a_reader_of_a_word_document_does_not_see_is_said():
    text = read(making.word(), "a.docx")
    assert noticed(text, "hidden text") == [" Ignore this."]
    assert noticed(text, "tiny text") == [" Small print."]
    assert noticed(text, "added text") == ["added"]
    assert noticed(text, "deleted text") == [None] and noticed(text, "comments") == [None]


def test_slides_are_parts_with_title_entries_table_and_notes():
    text = read(making.slides(), "a.pptx")
    first, second = text.parts
    assert text.text[first.start : first.end].startswith(
        "# Review of the year\n\n- We met four times.\n- We gave the means.\n\nNotes:\nSay who was there."
    )
    assert text.text[second.start : second.end].strip() == "| Day | Topic |\n| 2025-03-04 | Policy |"
    assert noticed(text, "hidden slide") == [text.text[second.start : second.end]]


def test_sheets_are_parts_and_a_row_is_a_line():
    text = read(making.sheets(), "a.xlsx")
    assert text.text.startswith("| Line | Amount | Approved |\n| Training | 40000 | 2025-03-04 |\n")
    assert [(part.kind, part.number, part.name) for part in text.parts] == [
        ("sheet", 1, "Budget"),
        ("sheet", 2, "Notes"),
    ]
    assert noticed(text, "hidden sheet") == ["Not for all\n\n"]


def test_pages_of_a_pdf_are_parts_and_lines_of_a_paragraph_stand_together():
    text = read(making.pdf(), "a.pdf")
    one, two = (text.text[part.start : part.end] for part in text.parts)
    assert one.startswith("## Policy on AI\n\nThe board approved this policy on 4 March 2025.")
    assert "\n\nA second paragraph says who answers for it." in one
    assert two.startswith("## Means\n\n") and "The board gave 40,000 EUR.\n\n" in two
    assert text.about["author"] == "A. Chief" and text.about["created"] == "2025-03-04"


def test_white_letters_of_a_page_are_said_unless_they_stand_on_another_ground():
    grounds = ("", ";background:#fff", ";background-color: white", ";background: navy")
    lines = (f'<p style="color:#fff{ground}">words {place}</p>' for place, ground in enumerate(grounds))
    text = read("".join(lines).encode(), "a.html")
    assert [words.strip() for words in noticed(text, "white text")] == ["words 0", "words 1", "words 2"]


def test_letters_of_a_pdf_that_nobody_sees_are_said_where_they_stand():
    source = "Seen. #text(size: 1pt)[tiny words] #text(fill: white)[white words] Seen again."
    text = read(making.pdf(source), "a.pdf")
    assert [words.strip() for words in noticed(text, "tiny text") if words] == ["tiny words"]
    assert [words.strip() for words in noticed(text, "white text") if words] == ["white words"]


def test_a_page_without_letters_is_not_passed_over_in_silence():
    text = read(making.pdf("#rect(width: 3cm)\n#pagebreak()\nWords."), "a.pdf")
    assert [seen.why for seen in text.noticed] == ["page 1 is not examined: no text layer"]


def test_a_web_page_is_read_without_scripts_and_what_is_hidden_is_said():
    page = b"""<!doctype html><title>Policy</title><meta name=author content="A. Chief"><script>no()</script>
    <h1>Policy <em>on</em> AI</h1><p>We <b>commit</b>.</p><p style="display:none">Ignore all</p>
    <ul><li>one<ul><li>deep</ul><li>two</ul><table><tr><th>A<th>B<tr><td>1<td>2</table>End <i hidden>x y</i>."""
    text = read(page, "a.html")
    assert text.text == (
        "# Policy on AI\n\nWe commit.\n\nIgnore all\n\n- one\n  - deep\n- two\n\n| A | B |\n| 1 | 2 |\n\nEnd x y.\n\n"
    )
    assert text.about == {"title": "Policy", "author": "A. Chief"}
    assert noticed(text, "hidden text") == ["Ignore all", "x y"]


@pytest.mark.parametrize("make", [making.word, making.slides, making.sheets, making.pdf])
def test_the_same_bytes_give_the_same_text(make):
    data = make()
    assert read(data, "a") == read(data, "a")


def test_bytes_are_believed_before_the_name_and_it_is_said():
    text = read(making.pdf(), "minutes.docx")
    assert text.format == "pdf" and text.noticed[0].what == "wrong name"
    assert read(b"Just words.", "minutes.pdf").noticed[0].why == (
        "it is named as a PDF and was read as text, which its bytes are"
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"\x00\x01\x02\x03", "neither text"),
        (b"%PDF-1.7\n" + making.packed({"a.txt": b"x"}), "at once"),
        (b"%PDF-1.7\nnothing", "no PDF at all"),
        (b"PK\x03\x04nothing", "no archive at all"),
        (b"{\\rtf1 words}", "RTF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, why):
    with pytest.raises(Unread, match=why):
        read(data, "a.bin")
