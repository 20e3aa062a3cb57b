"""Tables of PDFs: rows with bars between their cells, led by their head; prose stays prose."""

from __future__ import annotations

from tests.documents import making
from tonetop.documents.passages import passages
from tonetop.documents.reading import read

VOTES = """= Votes
The board voted as follows, and everybody was present at the table when the motion was read.

#table(columns: (1fr, 1fr, 1fr), [Member], [Role], [Vote], [Ada North], [Chair], [Aye],
  [Ben West], [Member for the schools, who was elected in the last year by the parents], [Nay], [Cy], [], [Away])

The motion carried.

#table(columns: 2, stroke: none, [Item], [Amount], [Training], [40,000], [Audit], [12,500])
"""


def test_a_row_of_a_table_is_a_passage_led_by_the_tables_head() -> None:
    text = read(making.pdf(VOTES), "votes.pdf")
    rows = [made for made in passages(text) if made.text.startswith("|")]
    assert [row.text for row in rows] == [
        "| Ada North | Chair | Aye |",
        "| Ben West | Member for the schools, who was elected in the last year by the parents | Nay |",
        "| Cy | | Away |",
        "| Training | 40,000 |",
        "| Audit | 12,500 |",
    ]
    assert rows[0].lead.endswith("Member | Role | Vote")
    assert rows[-1].lead.endswith("Item | Amount")
    assert all(text.text[row.start : row.end] == row.text for row in rows)
    assert "| The motion" not in text.text and "The motion carried." in text.text


def test_prose_entries_and_columns_of_prose_are_no_table() -> None:
    prose = """#set par(justify: true)
#lorem(120)

- One entry of a list that is long enough
- Another entry of a list
- A third

#columns(2)[#lorem(150)]
"""
    assert "|" not in read(making.pdf(prose), "prose.pdf").text
