"""Mapping files: what they say of a table is done, and what they do not say is not guessed."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.records.imports.batch import Batch, Candidate
from tonetop.records.mapping import reading
from tonetop.records.mapping.applying import apply
from tonetop.records.sheets import as_csv
from tonetop.records.sheets.table import Reading, Table
from tonetop.standard.facts_file import Refused

HEAD = "register: AISystem\nid: Nr\nfields:\n  name: Name\n"


def table(text: str) -> Table:
    """A table from CSV text."""
    return as_csv.read(text.encode(), "list.csv", Reading())[0]


def applied(mapping: str, text: str) -> Batch:
    """What a mapping makes of a table."""
    batch = Batch()
    apply(table(text), reading.take(mapping.encode(), "mine.yaml"), "list.csv", batch)
    return batch


def only(batch: Batch) -> Candidate:
    """The one record of a batch."""
    assert batch.refused == []
    (candidate,) = batch.candidates
    return candidate


def plain(mapping: str, text: str) -> dict[str, Any]:
    """The values of the one record of a table."""
    return only(applied(mapping, text)).plain


def test_a_column_fills_a_field_and_the_rest_is_source_data() -> None:
    record = only(applied(HEAD, "Nr,Name,Vendor,Empty\n7, Bot ,Acme, \n"))
    assert record.plain == {"id": "7", "name": "Bot"}
    assert record.source() == {"Name": " Bot ", "Vendor": "Acme", "Empty": " "}


def test_a_cell_whose_whole_text_is_in_a_field_is_not_kept_twice() -> None:
    assert only(applied(HEAD, "Nr,Name\n7,Bot\n")).source() == {}


def test_headings_are_found_whatever_their_case_blanks_and_quotation_marks() -> None:
    mapping = 'register: AISystem\nid: nr.\nfields: {name: "the system\'s   name"}\n'
    assert plain(mapping, "NR. ,The system’s name\n7,Bot\n")["name"] == "Bot"


def test_of_several_names_of_a_column_the_first_that_is_there_is_taken() -> None:
    mapping = "register: AISystem\nid: [Nr, 'No']\nfields: {name: [System, Name]}\n"
    assert plain(mapping, "No,Name\n7,Bot\n") == {"id": "7", "name": "Bot"}


def test_columns_can_be_joined_and_blank_ones_leave_no_trace() -> None:
    mapping = f"{HEAD}  org_unit: {{columns: [A, B, C], joined_by: ' / '}}\n"
    assert plain(mapping, "Nr,Name,A,B,C\n7,Bot,x,,z\n")["org_unit"] == "x / z"


def test_a_constant_holds_for_every_row() -> None:
    mapping = f"{HEAD}  our_role: {{constant: user}}\n  high_impact: {{constant: false}}\n"
    assert plain(mapping, "Nr,Name\n7,Bot\n") | {"id": ""} == {
        "id": "",
        "name": "Bot",
        "our_role": "user",
        "high_impact": False,
    }


WORDS = f'{HEAD}  state: {{column: Stage, words: {{In use: live, "Other ": null}}}}\n'


def test_words_stand_for_words_whatever_their_case_and_the_text_is_kept() -> None:
    record = only(applied(WORDS, "Nr,Name,Stage\n7,Bot,IN  use\n"))
    assert record.plain["state"] == "live"
    assert record.source() == {"Stage": "IN  use"}


def test_an_unknown_word_leaves_the_field_with_a_remark_that_names_row_field_and_word() -> None:
    batch = applied(WORDS, "Nr,Name,Stage\n7,Bot,Zombie\n")
    assert "state" not in only(batch).plain
    assert only(batch).source() == {"Stage": "Zombie"}
    (remark,) = batch.remarks
    assert (remark.row, remark.field) == (2, "state")
    assert remark.why == "state is not taken: it has no word for 'Zombie' in the mapping"


def test_a_word_that_is_left_out_on_purpose_brings_no_remark() -> None:
    batch = applied(WORDS, "Nr,Name,Stage\n7,Bot,other\n")
    assert batch.remarks == []
    assert only(batch).source() == {"Stage": "other"}


def test_texts_that_say_nothing_leave_fields_alone_but_are_kept() -> None:
    batch = applied(f"nothing: [N/A, TBD]\n{WORDS}", "Nr,Name,Stage\n7,Bot,n/a\n")
    assert batch.remarks == []
    assert only(batch).source() == {"Stage": "n/a"}


def test_one_of_several_words_says_that_a_list_is_empty_although_elsewhere_it_says_nothing() -> None:
    mapping = (
        "nothing: [N/A]\nregister: Decision\nid: Nr\nfields:\n"
        "  about: {column: A, split: ',', empty: [none, N/A]}\n  principles_considered: {column: B, split: ','}\n"
    )
    for word in ("n/a", "None"):
        assert plain(mapping, f"Nr;A;B\n1;{word};N/A\n") == {"id": "1", "about": ()}


def test_a_list_is_split_and_an_item_that_does_not_fit_is_named() -> None:
    mapping = (
        "register: Decision\nid: Nr\nfields:\n  principles_considered:\n"
        "    {column: P, split: '|', words: {fair: fairness, open: transparency}}\n"
        "  about: {column: A, split: ','}\n"
    )
    batch = applied(mapping, "Nr;P;A\n1;fair | odd|open;x, y,\n")
    assert only(batch).plain == {
        "id": "1",
        "principles_considered": ("fairness", "transparency"),
        "about": ("x", "y"),
    }
    assert [remark.why for remark in batch.remarks] == [
        "principles_considered is not taken: it has no word for 'odd' in the mapping"
    ]
    assert only(batch).source() == {"P": "fair | odd|open", "A": "x, y,"}


def test_numbers_and_yes_or_no_are_read_without_a_table() -> None:
    mapping = "register: Asset\nid: Nr\nfields: {ai_features: AI, registered_on: 'On'}\n"
    read = plain(mapping, "Nr,AI,On\n1,Yes,2025-03-01\n")
    assert read == {"id": "1", "ai_features": True, "registered_on": "2025-03-01"}


def test_a_row_without_what_is_needed_is_refused_with_its_number() -> None:
    batch = applied(f"{HEAD}needs: name\n", "Nr,Name\n\n7,\n,Bot\n8,Cam\n")
    assert [(refusal.row, refusal.why) for refusal in batch.refused] == [
        (3, "has no name, which mine.yaml asks of every row"),
        (4, "has no 'Nr', where its id stands"),
    ]
    assert [candidate.row for candidate in batch.candidates] == [5]


MADE = "register: AISystem\nid: {begins: x, shown: U, key: [Name, U]}\nfields: {name: Name}\n"


def test_a_made_id_stays_the_same_from_file_to_file_and_tells_repeated_rows_apart() -> None:
    first = [c.plain["id"] for c in applied(MADE, "Name,U\nBot,R & D\nBot,R & D\nBot,IT\n").candidates]
    again = [c.plain["id"] for c in applied(MADE, "U,Name\nIT, Bot \nR & D,Bot\nR & D,Bot\n").candidates]
    assert sorted(first) == sorted(again)
    assert first[1] == f"{first[0]}-2" and first[0].startswith("x-R-D-")
    assert len(set(first)) == 3


def test_a_file_that_lacks_a_needed_column_is_refused_with_the_columns_it_has() -> None:
    with pytest.raises(Refused, match=r"list.csv: the mapping mine.yaml needs the column 'Nr', which is not"):
        applied(HEAD, "Name\nBot\n")
    with pytest.raises(Refused, match=r"needs the column 'Name'"):
        applied(f"{HEAD}needs: name\n", "Nr\n7\n")


def test_a_file_that_lacks_other_columns_is_taken_with_one_remark() -> None:
    batch = applied(f"{HEAD}  owner: Owner\n  process: Process\n", "Nr,Name\n7,Bot\n")
    assert [(r.row, r.why) for r in batch.remarks] == [
        (0, "the file has no column for owner, process; what is held there stays")
    ]
