"""What a sketch keeps: it merges in any order, loses no row and holds no value."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.sketch import Sketch, merge

pytestmark = pytest.mark.slow

SPEC = Spec(salt=b"a secret of ours")
TEXTS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.emails(),
    st.from_regex(r"[0-9]{1,19}", fullmatch=True),
    st.dates().map(str),
    st.sampled_from(["Anna Smith", "", " ", "12345678Z", "DE89370400440532013000", "4111 1111 1111 1111"]),
)


def batch(texts: list[str | None], numbers: list[float | None]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {"text": pa.array(texts, pa.string()), "number": pa.array(numbers, pa.float64())}
    )


ROWS = st.lists(st.tuples(TEXTS, st.one_of(st.none(), st.floats(allow_nan=False, width=32))), max_size=30)


def of(rows: list[tuple[str | None, float | None]]) -> Sketch:
    return scan(batch([row[0] for row in rows], [row[1] for row in rows]), SPEC)


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, ROWS)
def test_merging_is_associative_and_commutative_and_equals_one_scan_of_all_rows(one, two, three):
    a, b, c = of(one), of(two), of(three)
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == merge(c, merge(b, a)) == of(one + two + three)
    assert merge(a, b).rows == len(one) + len(two)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_rows_are_conserved_and_a_sketch_survives_json(rows):
    sketch = of(rows)
    assert sketch.rows == len(rows)
    for column in sketch.columns.values():
        assert column.rows == len(rows)
        assert column.nulls + column.empty + column.filled == len(rows)
        assert all(0 < count <= column.filled for count in [*column.hits.values(), *column.traits.values()])
    assert Sketch.from_plain(json.loads(json.dumps(sketch.plain()))) == sketch


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="XYZ§$%&", min_size=6, max_size=40), min_size=1, max_size=20))
def test_no_value_occurs_in_what_is_kept(texts):
    told = json.dumps(scan(batch(list(texts), [None] * len(texts)), SPEC).plain(), ensure_ascii=False)
    assert not [text for text in texts if text in told]


def test_more_values_than_are_kept_give_the_same_sample_in_any_order():
    texts = [f"person {number}" for number in range(5000)]
    whole = scan(batch(texts, [None] * 5000), SPEC)
    parts = [
        scan(batch(texts[begin : begin + 700], [None] * len(texts[begin : begin + 700])), SPEC)
        for begin in range(0, 5000, 700)
    ]
    merged = Sketch()
    for part in reversed(parts):
        merged = merge(part, merged)
    assert merged == whole
    values = whole.columns["text"].values
    assert len(values.kept) <= 256
    assert 4000 < values.distinct() < 6000
    assert values.shared(merged.columns["text"].values) == 1.0


def test_values_that_repeat_themselves_are_counted_as_often_as_they_stand_there():
    texts = ["Anna Smith", "ada@example.org", "", "1990-01-02", "call +31 20 624 1111 now", None] * 50
    whole = scan(batch(texts, [1.0] * 300), SPEC)
    merged = Sketch()
    for text in texts:
        merged = merge(merged, scan(batch([text], [1.0]), SPEC))
    assert merged == whole
    column = whole.columns["text"]
    assert (column.nulls, column.empty, column.filled) == (50, 50, 200)
    assert column.hits["user.contact.email"] == 50
    assert column.within["user.contact.phone_number"] == 50
    assert whole.columns["number"].constant
