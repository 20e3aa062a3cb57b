"""Mapping files themselves: date formats, mistakes told with their place, and the mappings that ship."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.records.test_mapping import HEAD, table
from tonetop.records.mapping import reading, shipped
from tonetop.records.mapping.dates import DateFormat, day
from tonetop.records.sheets import as_csv
from tonetop.records.sheets.table import Reading
from tonetop.standard.facts_file import Refused


@pytest.mark.parametrize(
    ("text", "formats", "read"),
    [
        ("10/1/2023", [DateFormat("M/D/YYYY")], "2023-10-01"),
        ("01.10.2023", [DateFormat("DD.MM.YYYY")], "2023-10-01"),
        ("1 October 2023", [DateFormat("D MMMM YYYY")], "2023-10-01"),
        ("sept 23", [DateFormat("MMM YY", 1)], "2023-09-01"),
        ("02/2024", [DateFormat("MM/YYYY", "last")], "2024-02-29"),
        ("2024-03-09", [DateFormat("M/D/YYYY"), DateFormat("YYYY-MM-DD")], "2024-03-09"),
        ("4/4/2024", [DateFormat("M/D/YYYY"), DateFormat("D/M/YYYY")], "2024-04-04"),
    ],
)
def test_dates_are_read_by_the_formats_that_are_given(
    text: str, formats: list[DateFormat], read: str
) -> None:
    assert all(each.fault() is None for each in formats)
    assert day(text, formats) == read


def test_a_date_that_two_formats_read_otherwise_is_not_guessed() -> None:
    both = [DateFormat("M/D/YYYY"), DateFormat("D/M/YYYY")]
    with pytest.raises(ValueError, match=r"may be 2024-03-04 or 2024-04-03"):
        day("3/4/2024", both)
    with pytest.raises(ValueError, match=r"must be a day written M/D/YYYY or D/M/YYYY, not '31/31/2024'"):
        day("31/31/2024", both)


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("[]", r"the mapping mine.yaml: the file must be a mapping of about, register"),
        ("a: 1", r"the file does not know a; it takes about, register"),
        ("register: Foo", r"register must be a record type, not 'Foo'"),
        ("register: AISystem\nfields: {name: N}", r"there is no id; every AISystem needs one"),
        (
            "register: Measurement\nid: N\nfields: {kpi: N}",
            r"id: a Measurement has none; it is told apart by kpi",
        ),
        ("register: AISystem\nid: N", r"fields must be a mapping from fields of AISystem to columns"),
        ("register: AISystem\nid: {}\nfields: {name: N}", r"id takes the column it stands in, or the key"),
        (
            "register: AISystem\nid: {begins: x, column: N}\nfields: {name: N}",
            r"id.begins and id.shown go with",
        ),
        ("register: AISystem\nid: {key: ['']}\nfields: {name: N}", r"id.key names no column"),
        (f"{HEAD}  nonsense: N", r"fields does not know nonsense; AISystem takes name, our_role"),
        (f"{HEAD}  state: {{column: S, word: {{}}}}", r"fields.state does not know word; it takes column"),
        (f"{HEAD}  state: {{words: {{}}}}", r"fields.state takes one of column, columns and constant"),
        (
            f"{HEAD}  state: {{column: S, words: {{A: gone}}}}",
            r"fields.state.words.A does not know the word 'gone'",
        ),
        (
            f"{HEAD}  state: {{column: S, words: {{A: live, 'a ': live}}}}",
            r"fields.state.words.a  stands twice",
        ),
        (
            f"{HEAD}  state: {{column: S, words: [A]}}",
            r"fields.state.words must be a mapping from what stands",
        ),
        (f"{HEAD}  high_impact: {{column: S, words: {{Yes: true}}}}", r"line 5: the key True is no text"),
        (f"{HEAD}  high_impact: {{constant: maybe}}", r"fields.high_impact.constant must be true or false"),
        (f"{HEAD}  name: {{column: 5}}", r"is written twice"),
        (f"{HEAD}  org_unit: {{column: 5}}", r"fields.org_unit must be a text, not 5; write it in quotes"),
        (f"{HEAD}  org_unit: {{column: N, joined_by: x}}", r"fields.org_unit.joined_by goes with columns"),
        (f"{HEAD}  org_unit: {{column: N, split: x}}", r"fields.org_unit.split goes with a list"),
        (f"{HEAD}  org_unit: {{column: N, dates: D/M/YY}}", r"fields.org_unit.dates: .* goes with days"),
        (f"{HEAD}  go_live_on: {{column: N, dates: M/D}}", r"'M/D' must name the year"),
        (f"{HEAD}  go_live_on: {{column: N, dates: MM/YYYY}}", r"'MM/YYYY' names no day; say which"),
        (
            f"{HEAD}  go_live_on: {{column: N, dates: {{format: MM/YYYY, day: 31}}}}",
            r"takes a day from 1 to 28, or last",
        ),
        (
            f"{HEAD}  go_live_on: {{column: N, dates: {{format: MM/YYYY, day: x}}}}",
            r"day must be a number from 1 to 28, or last, not 'x'",
        ),
        (
            f"{HEAD}  go_live_on: {{column: N, dates: {{format: M/D/YYYY, day: 1}}}}",
            r"must name the day once, or be given one",
        ),
        (f"{HEAD}needs: state", r"needs names state, which fields does not fill"),
        (f"{HEAD}file: {{heading_row: 0}}", r"file.heading_row must be a number from 1, not 0"),
        (f"{HEAD}file: {{delimiter: ', '}}", r"file.delimiter must be one character, not ', '"),
        (f"{HEAD}nothing: [1]", r"nothing must be a text, not 1; write it in quotes"),
        ("a: [", r"the mapping mine.yaml: line 2, column 1: this is no YAML"),
    ],
)
def test_a_faulty_mapping_is_refused_in_one_sentence_that_names_the_place(
    mapping: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        reading.take(mapping.encode(), "mine.yaml")
    assert str(refused.value).startswith("the mapping mine.yaml: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_mapping_is_in_order_and_says_what_it_is_for(name: str) -> None:
    assert shipped.find(name).about
    assert shipped.text(name).startswith("#")


def test_an_unknown_mapping_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Refused, match=r"there is no mapping nope; there are generic-ai-inventory, ropa-con"):
        shipped.find("nope")
    with pytest.raises(Refused, match=r"nowhere.yaml: cannot be read: No such file"):
        shipped.find("nowhere.yaml")


def test_the_mapping_that_uses_most_columns_of_a_table_is_proposed_first() -> None:
    both = table("Use Case Name,Agency,Agency Abbreviation,Bureau,Stage of Development\na,b,c,d,e\n")
    assert shipped.fitting(both) == ["us-federal-2024", "generic-ai-inventory"]
    assert shipped.fitting(table("Colour\nred\n")) == []


def test_a_sheet_an_encoding_and_the_row_of_the_headings_can_be_said() -> None:
    mapping = "register: AISystem\nfile: {encoding: latin-1, delimiter: ':', heading_row: 3, sheet: A}\n"
    said = reading.take(f"{mapping}id: Nr\nfields: {{name: Name}}\n".encode(), "m.yaml").reading
    assert said == Reading("latin-1", ":", "A", 3)
    (found,) = as_csv.read("Title\n\nNr:Name\n1:Jörg\n".encode("latin-1"), "a.csv", said)
    assert [(row.number, row.cells["Name"]) for row in found.rows] == [(4, "Jörg")]


def test_the_example_of_the_manual_is_a_mapping(root: Path) -> None:
    manual = (root / "docs" / "how-to" / "import.md").read_text(encoding="utf-8")
    example = manual.partition("```yaml\n")[2].partition("```")[0]
    made = reading.take(example.encode(), "manual")
    assert {rule.judge.name for rule in made.fields} >= {
        "name",
        "org_unit",
        "our_role",
        "state",
        "go_live_on",
    }
    for key in (*reading.HEADS, *reading.FILE, *reading.RULE, *reading.ID):
        assert re.search(rf"`(file\.)?{key}[`.]", manual), f"the manual does not tell of {key}"
