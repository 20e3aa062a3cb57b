"""The ASVS table names tests that there are, each requirement once."""

from __future__ import annotations

import re

from docs.asvs import ALL, LEFT, is_there, left, levels, page, rows


def test_every_row_names_a_test_that_there_is():
    assert [row for row in rows() if not is_there(row.test)] == []


def test_each_requirement_stands_once_with_a_level_that_is_counted():
    ids = [row.id for row in rows()]
    assert len(set(ids)) == len(ids) <= ALL
    assert all(re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", id) for id in ids)
    assert {row.level for row in rows()} <= {1, 2}


def test_every_requirement_of_both_levels_stands_in_the_table_and_those_with_a_check_are_marked():
    every = levels()
    assert len(every) == ALL
    assert [row for row in rows() if every.get(row.id) != row.level] == []
    lines = [line.split(" | ") for line in page() if re.match(r"\| V\d", line)]
    assert [line[0].removeprefix("| ") for line in lines] == list(every)
    marked = {line[0].removeprefix("| ") for line in lines if line[2] == "✓"}
    assert marked == {row.id for row in rows()}
    told = {left(id) for id in every.keys() - marked}
    assert {*LEFT.values()} <= told, (
        "what is said of a requirement without a check is said of one that is left"
    )
