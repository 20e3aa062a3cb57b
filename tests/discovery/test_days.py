"""Days in every form that columns write them, counted exactly or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from tonetop.discovery.columns import array_of, batch_of, named_type
from tonetop.discovery.days import overdue, tally
from tonetop.discovery.source import Overdue

BEFORE = date(2021, 3, 4)


@pytest.mark.parametrize(
    "values",
    [
        ["2020-01-31", "2021-03-04", None],
        ["2020-01-31 23:59:59", "2021-03-04T00:00:00Z", ""],
        ["2020/1/31", "2021/3/4", None],
        ["31.01.2020", "4.3.2021", None],
        ["31/01/2020", "4/3/2021", None],
        ["01/31/2020 10:00", "3/4/2021 11:00", None],
        ["31-01-2020", "04-03-2021", None],
        [date(2020, 1, 31), date(2021, 3, 4), None],
        [datetime(2020, 1, 31, 9, tzinfo=UTC), datetime(2021, 3, 4, tzinfo=UTC), None],
        [1580428800, 1614816000, None],
        [1580428800000, 1614816000000, None],
    ],
)
def test_days_before_another_are_counted_in_every_form(values: list[object]) -> None:
    assert overdue([pa.array(values)], BEFORE) == Overdue(1, "2020-01-31", 1)


def test_batches_are_counted_as_one_column() -> None:
    parts = [pa.array(["2020-01-31"]), pa.array(["2019-05-06", None]), pa.array([None], pa.string())]
    assert overdue(parts, BEFORE) == Overdue(2, "2019-05-06", 2)


@pytest.mark.parametrize(
    "values", [["1/2/2020", "3/4/2020"], ["soon", "2020-01-01"], [1, 2], [True], ["2020-13-45"], [None], []]
)
def test_what_could_be_two_days_or_none_is_not_counted(values: list[object]) -> None:
    array = pa.array(values) if values else pa.array([], pa.string())
    assert overdue([array], BEFORE) is None


def test_values_are_counted_one_by_one_while_they_are_few() -> None:
    assert tally([pa.array(["DE", "US", None, "DE"]), pa.array(["US"])], 2) == {"DE": 2, "US": 2}
    assert tally([pa.array(["a", "b", "c"])], 2) is None


def test_columns_of_mixed_values_become_text() -> None:
    batch = batch_of(["n", "mixed", "deep"], [(1, b"\xff", {"a": 1}), (2, 3, [1]), (None, "x", None)])
    assert batch.column("mixed").to_pylist() == ["\ufffd", "3", "x"]
    assert batch.column("deep").to_pylist() == ['{"a": 1}', "[1]", None]
    assert batch_of(["n"], []).num_rows == 0


def test_types_have_the_names_that_people_read() -> None:
    types = {"integer": pa.int8(), "number": pa.float64(), "date": pa.date32(), "time": pa.timestamp("s")}
    types |= {
        "boolean": pa.bool_(),
        "binary": pa.binary(),
        "nested": pa.list_(pa.int8()),
        "text": pa.string(),
    }
    assert {name: named_type(kind) for name, kind in types.items()} == {name: name for name in types}
    assert array_of([]).null_count == 0
