"""Which ranges of a text are passages, and under what they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import making
from tonetop.core.passage import Text
from tonetop.documents.passages import passages
from tonetop.documents.reading import read

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def told(text: str, format: str = "markdown") -> list[tuple[str, str]]:
    """Each passage and its lead."""
    return [(passage.text, passage.lead) for passage in passages(Text("", format, text))]


def test_a_heading_leads_what_follows_and_is_no_passage():
    assert told("# Policy\n\n## Aim\n\nWe use AI with care.\n") == [("We use AI with care.", "Aim")]


def test_a_heading_under_which_nothing_stands_is_a_passage():
    assert told("# Policy\n\nWords here.\n\n## Approved by the board\n") == [
        ("Words here.", "Policy"),
        ("## Approved by the board", "Policy"),
    ]


def test_entries_stand_under_the_sentence_above_and_deeper_ones_under_their_entry():
    text = "# Board\n\nThe board decided:\n\n- to fund it\n  in two years\n  - with our own means\n- to name an owner\n"
    assert told(text) == [
        ("The board decided:", "Board"),
        ("- to fund it\n  in two years", "Board — The board decided:"),
        ("- with our own means", "Board — to fund it"),
        ("- to name an owner", "Board — The board decided:"),
    ]


def test_rows_stand_under_the_head_of_their_table():
    text = "# Budget\n\n| Line | Amount |\n|---|---|\n| Training | 40 |\n| Audit | 10 |\n"
    assert told(text) == [
        ("| Training | 40 |", "Budget — Line | Amount"),
        ("| Audit | 10 |", "Budget — Line | Amount"),
    ]
    assert told('Line,Amount\nTraining,"4\n0"\n', "csv") == [('Training,"4\n0"', "Line | Amount")]


def test_front_matter_rules_comments_and_links_alone_are_left_out():
    text = "---\ntitle: x y\n---\n\n- [Home](/)\n- [About us](/about)\n\n---\n\n<!-- hidden words -->\n\nWe agreed.\n"
    assert told(text) == [("We agreed.", "")]


def test_a_long_paragraph_is_cut_where_sentences_end():
    sentence = "The council looked at the means that Dr. Moe asked for, e.g. two people, and gave them all. "
    found = passages(Text("", "text", sentence * 30))
    assert len(found) > 3 and all(300 < len(passage.text) <= 900 for passage in found)
    assert all(passage.text.endswith("all.") and passage.text.startswith("The council") for passage in found)


def test_passages_do_not_cross_pages():
    text = read(making.pdf(), "a.pdf")
    for passage in passages(text):
        part = text.part_at(passage.start)
        assert part and passage.end <= part.end


@given(st.text(alphabet="ab .\n#|-*`<>:!?0123[]()\t", max_size=300))
def test_passages_are_slices_in_order_without_overlap(text):
    last = 0
    for passage in passages(Text("", "markdown", text)):
        assert passage.start >= last and passage.text == text[passage.start : passage.end] != ""
        assert passage.text == passage.text.strip()
        last = passage.end


def test_passages_agree_with_the_ranges_that_people_chose():
    if not DATA.exists():
        pytest.skip("the documents that people marked are not beside the project")
    rows = [json.loads(line) for line in (DATA / "gold/passages.jsonl").read_text("utf-8").splitlines()]
    covered = 0
    for row in rows:
        text = read((DATA / row["doc"]).read_bytes(), row["doc"])
        assert text.text[row["start"] : row["end"]] == row["text"]
        covered += any(_overlap(row, passage) >= 0.7 for passage in passages(text))
    assert covered >= 0.95 * len(rows)


def _overlap(row, passage) -> float:
    """The share that two ranges have in common of what they cover together."""
    common = min(row["end"], passage.end) - max(row["start"], passage.start)
    return max(0, common) / (max(row["end"], passage.end) - min(row["start"], passage.start))
