"""Canonical JSON: one value has one sequence of bytes, those of RFC 8785, or is refused with its place."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import canonical

awkward = ["é", "ﬀ", "\u2028", "😀", "\x7f", "\x00\x1f", '"\\/\b\f\n\r\t', "€$"]
texts = st.text(st.characters(max_codepoint=127)) | st.sampled_from(awkward)
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_bytes_are_those_of_the_reference_implementation_of_rfc_8785(value):
    assert canonical.dumps(value) == rfc8785.dumps(value)


@given(values)
def test_what_was_written_reads_back_as_the_same_value(value):
    assert canonical.loads(canonical.dumps(value)) == value


# The published samples of RFC 8785 that lie within the subset: no fractions, ASCII keys, normalised text.
STRUCTURES = {
    "1": {"f": {"f": "hi", "F": 5}, "\n": 56},
    "10": {},
    "": "empty",
    "a": {},
    "111": [{"e": "yes", "E": "no"}],
    "A": {},
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            STRUCTURES,
            '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
        ),
        ([56, {"d": True, "10": None, "1": []}], '[56,{"1":[],"10":null,"d":true}]'),
        ('\u20ac$\x0f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        ({"literals": [None, True, False]}, '{"literals":[null,true,false]}'),
    ],
)
def test_the_published_samples_within_the_subset_are_met(value, text):
    assert canonical.dumps(value) == text.encode()
    assert canonical.loads(text.encode()) == value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"amount": 1.5}, "amount is a number with a fraction (1.5); write it as a decimal string"),
        ([0, {"b": float("nan")}], "[1].b is a number with a fraction (nan); write it as a decimal string"),
        ([2**53], "[0] is the integer 9007199254740992; write one of 2**53 and more as a string"),
        ([-(2**53)], "[0] is the integer -9007199254740992; write one of 2**53 and more as a string"),
        ({"name": "e\u0301"}, "name is not in Unicode normalisation form C"),
        ({"name": "\ud800"}, "name holds half of a surrogate pair, which is no Unicode text"),
        ({"é": 1}, "the value has the key 'é', and a key must be ASCII text"),
        ({"a": {1: 2}}, "a has the key 1, and a key must be ASCII text"),
        ((1, 2), "the value is a tuple ((1, 2))"),
        ({"at": b"x"}, "at is raw bytes (b'x')"),
        ([object], "[0] is of the type type (<class 'object'>)"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value, sentence):
    with pytest.raises(canonical.CanonicalError) as refusal:
        canonical.dumps(value)
    assert str(refusal.value) == sentence


def test_the_largest_integers_are_taken_and_the_next_are_not():
    assert canonical.dumps([2**53 - 1, -(2**53 - 1)]) == b"[9007199254740991,-9007199254740991]"


def test_a_word_that_is_a_kind_of_text_or_number_is_taken_for_what_it_is():
    class Word(str):
        __slots__ = ()

    class Count(int):
        pass

    assert canonical.dumps({"word": Word("yes"), "count": Count(3)}) == b'{"count":3,"word":"yes"}'


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}])
def test_nesting_is_taken_to_fifty_levels_and_no_deeper(wrap):
    value = 1
    for _ in range(canonical.DEEPEST):
        value = wrap(value)
    canonical.dumps(value)
    with pytest.raises(canonical.CanonicalError, match="is nested deeper than 50 levels"):
        canonical.dumps(wrap(value))


SPELT_OTHERWISE = [
    b'{"b":1,"a":2}',
    b'{"a": 1}',
    b'"\\u0041"',
    b'"\\/"',
    b"1.0",
    b"1e3",
    b"-0",
    b"[1]\n",
    b"\xef\xbb\xbf1",
]
NO_VALUE = [
    b"NaN",
    b"Infinity",
    b"\xff",
    b"",
    b"{",
    b'{"a":1,"a":1}',
    b'"e\xcc\x81"',
    b'"\\ud800"',
    b"9" * 5000,
    b"[" * 100_000,
]


@pytest.mark.parametrize("data", SPELT_OTHERWISE + NO_VALUE)
def test_bytes_that_are_not_canonical_are_refused_on_reading(data):
    with pytest.raises(canonical.CanonicalError):
        canonical.loads(data)


@given(values)
def test_any_other_spelling_of_a_value_is_refused_on_reading(value):
    spelt = json.dumps(value, indent=1).encode()
    if spelt != canonical.dumps(value):
        with pytest.raises(canonical.CanonicalError):
            canonical.loads(spelt)
