"""What files tell by themselves: mails, notes, names; and that nothing a file holds stops the reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.documents.letter import LARGEST, Told, read

MAIL = b"""From: =?utf-8?q?Ingrid_S=C3=B8lvang?= <ceo@varnholm.example>
Subject: What we expect
 of AI
Date: Mon, 15 Dec 2025 23:30:00 -0500
Content-Type: %s

%s
"""


def test_a_mail_tells_its_day_in_the_organisations_zone_its_sender_and_its_subject():
    data = MAIL % (b"text/plain; charset=latin-1", "Für alle".encode("latin-1"))
    told = read("post.eml", data, "Europe/Oslo")
    assert (told.day, told.by, told.address) == ("2025-12-16", "Ingrid Sølvang", "ceo@varnholm.example")
    assert (told.title, told.text.strip()) == ("What we expect of AI", "Für alle")
    assert told.type == "message/rfc822"


def test_a_mail_in_html_tells_its_words_and_not_its_scripts():
    told = read("post.eml", MAIL % (b"text/html", b"<p>Fair <b>play</b></p><script>policy()</script>"))
    assert "Fair play" in told.text and "policy" not in told.text


def test_of_several_parts_the_plain_text_is_read():
    body = b"--x\nContent-Type: text/html\n\n<p>HTML</p>\n--x\nContent-Type: text/plain\n\nPlain\n--x--\n"
    assert read("a.eml", MAIL % (b'multipart/alternative; boundary="x"', body)).text.strip() == "Plain"


def test_a_mail_without_a_head_or_with_a_strange_one_tells_what_it_can():
    assert read("a.eml", b"no head at all") == Told(title="a", text="no head at all", type="message/rfc822")
    odd = b"From: nobody@example\nDate: yesterday\nSubject: =?x-none?q?=FF?=\n"
    odd += b"Content-Type: text/plain; charset=x-none\n\nHi"
    told = read("2025-02-03.eml", odd)
    assert (told.day, told.by, told.text) == ("2025-02-03", "nobody@example", "Hi")


def test_notes_tell_what_their_first_lines_name():
    text = "# All hands\n\nDate: held on 2025-09-30\n**Speaker:** Ingrid Solvang\n\nAbout risk."
    told = read("notes.md", text.encode())
    assert (told.day, told.by, told.title) == ("2025-09-30", "Ingrid Solvang", "All hands")
    assert told.type == "text/markdown"
    assert read("n.txt", b"Subject: Town hall\nOn 2025-13-40, then 2025-10-01").day == "2025-10-01"
    assert read("n.txt", b"Subject: Town hall").title == "Town hall"


def test_any_other_file_tells_by_its_name_alone():
    told = read("2025-12-18 all-hands.mp4", b"\x00\x01")
    assert (told.day, told.title, told.text) == ("2025-12-18", "all-hands", "")


def test_only_the_beginning_of_a_large_file_is_read():
    assert len(read("a.txt", b"x" * (LARGEST + 10)).text) == LARGEST


@pytest.mark.parametrize("name", ["a.eml", "a.md", "a.txt", "a"])
@given(data=st.binary(max_size=400))
def test_whatever_a_file_holds_is_read_without_a_fault(name: str, data: bytes):
    told = read(name, data)
    assert len(told.title) <= 300 and len(told.by) <= 300
