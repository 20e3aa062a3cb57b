"""The ASVS table names tests that there are, each requirement once."""

from __future__ import annotations

import re

from docs.asvs import ALL, is_there, rows


def test_every_row_names_a_test_that_there_is():
    assert [row for row in rows() if not is_there(row.test)] == []


def test_each_requirement_stands_once_with_a_level_that_is_counted():
    ids = [row.id for row in rows()]
    assert len(set(ids)) == len(ids) <= ALL
    assert all(re.fullmatch(r"V\d{1,2}\.\d{1,2}\.\d{1,2}", id) for id in ids)
    assert {row.level for row in rows()} <= {1, 2}
