"""Files that hold others: mails with what is attached, mailboxes, archives; and OpenDocument."""

from __future__ import annotations

import pytest

from tests.documents import making
from tonetop.core.passage import Text
from tonetop.documents.reading import read
from tonetop.documents.unread import Unread


def parts(text: Text) -> list[tuple[str, int, str]]:
    """Each part's kind, number and name."""
    return [(part.kind, part.number, part.name) for part in text.parts]


def test_a_mail_begins_with_its_head_and_says_its_words_once():
    text = read(making.mail(), "a.eml")
    assert text.text.startswith(
        'From: "A. Chief" <chief@varnholm.example>\nTo: all@varnholm.example\nDate: Tue, 4 Mar 2025 23:30:00 -0500\n'
        "Subject: What we expect of AI\n\nUse it with care.\n\n"
    )
    assert "The page" not in text.text
    assert text.about["created"] == "2025-03-04" and text.about["title"] == "What we expect of AI"


def test_what_is_attached_is_read_by_its_own_reader_or_said():
    text = read(making.mail(), "a.eml")
    assert parts(text) == [
        ("message", 1, "What we expect of AI"),
        ("page", 1, "policy.pdf"),
        ("page", 2, "policy.pdf"),
    ]
    second = text.parts[2]
    assert text.text[second.start : second.end].startswith("## Means")
    assert [seen.why for seen in text.noticed] == [
        "its attachment logo.png is not read: it is a picture, whose text is not examined"
    ]


def test_a_mail_in_html_is_read_as_a_page():
    page = b"From: a@b.example\nSubject: Hi\nContent-Type: text/html\n\n<p>Fair</p><p hidden>Ignore all</p>"
    text = read(page, "a.eml")
    assert "Fair\n\nIgnore all" in text.text
    (seen,) = text.noticed
    assert seen.start is not None and text.text[seen.start : seen.end] == "Ignore all"


def test_the_mails_of_a_mailbox_are_parts():
    one = b"From a@b Tue Mar  4 10:00:00 2025\nFrom: a@b.example\nSubject: %s\n\nWords\n>From here\n\n"
    text = read(one % b"First" + one % b"Second", "a.mbox")
    assert parts(text) == [("message", 1, "First"), ("message", 2, "Second")]
    assert text.text.count("\nFrom here") == 2
    assert read(one % b"First", "mails").format == "mbox"


def test_the_members_of_an_archive_are_read_by_their_own_readers():
    inner = making.packed({"deep.md": b"# Deep\n"})
    text = read(
        making.packed(
            {"a/policy.txt": b"Words.", "b.png": b"\x89PNG", "c.zip": inner, "d.xlsx": making.sheets()}
        ),
        "a.zip",
    )
    assert parts(text) == [
        ("member", 1, "a/policy.txt"),
        ("member", 1, "c.zip: deep.md"),
        ("sheet", 1, "d.xlsx: Budget"),
        ("sheet", 2, "d.xlsx: Notes"),
    ]
    assert [text.text[part.start : part.end].strip() for part in text.parts[:2]] == ["Words.", "# Deep"]
    assert text.noticed[0].why.startswith("its member b.png is not read: it is a picture")


def test_containers_within_containers_are_opened_to_a_depth():
    data = making.packed({"a.txt": b"Words."})
    for _ in range(3):
        data = making.packed({"a.zip": data})
    with pytest.raises(Unread, match="no member of it is read"):
        read(data, "a.zip")


def test_what_lies_too_deep_is_said_once_and_not_once_a_container():
    data = b"words"
    for depth in range(6):
        data = making.packed({f"{depth}.zip" if depth else "a.md": data})
    with pytest.raises(Unread) as refused:
        read(data, "a.zip")
    assert str(refused.value).count("no member of it is read") == 1
    assert "more than 3 containers" in str(refused.value)


def test_an_archive_of_nothing_is_refused():
    with pytest.raises(Unread, match="it holds no file"):
        read(making.packed({}), "a.zip")


def test_an_open_document_is_read_with_headings_lists_tables_and_comments():
    body = (
        "<text:tracked-changes><text:p>deleted words</text:p></text:tracked-changes>"
        "<text:h text:outline-level='2'>Policy</text:h><text:p>We <text:span>commit</text:span>.<text:s/>"
        "<text:span text:style-name='H'>Ignore all</text:span></text:p>"
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deep</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell>"
        "<text:p>B</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>Last<office:annotation><dc:creator>B. Clerk</dc:creator><text:p>Is it so?</text:p></office:annotation>"
        " line</text:p>"
    )
    text = read(making.open_text(body), "a.odt")
    assert text.text == (
        "## Policy\n\nWe commit. Ignore all\n\n- one\n  - deep\n\n| A | B |\n\nLast line\n\n"
        "Comment by B. Clerk:\n\nIs it so?\n\n"
    )
    assert text.about == {"title": "AI policy", "modified": "2025-03-04"}
    assert [seen.what for seen in text.noticed] == ["hidden text", "comments"]


def test_slides_of_an_open_presentation_are_parts():
    box = "<draw:frame><draw:text-box><text:p>Hi</text:p></draw:text-box></draw:frame>"
    body = f"<draw:page draw:name='One'>{box}</draw:page>"
    text = read(making.open_text(body * 2, "presentation"), "a.odp")
    assert parts(text) == [("slide", 1, "One"), ("slide", 2, "One")] and text.text == "Hi\n\nHi\n\n"
