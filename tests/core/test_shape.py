"""A field takes the values of its kind as facts hold them, and says of any other what is wrong with it."""

import re
from typing import Any

import pytest

from tonetop.core.shape import LARGEST, Field, Misfit, Shape, Timestamp

HASH = "0123456789abcdef" * 4
WORDS = ("low", "high")


def field(kind: str, *words: str, signed: bool = False) -> Field:
    return Field("f", kind, words, signed=signed)


@pytest.mark.parametrize(
    ("kind", "value", "taken"),
    [
        (field("text"), "Policy", "Policy"),
        (field("text"), "", None),
        (field("reference"), "p1", "p1"),
        (field("sha256"), HASH.upper(), HASH),
        (field("sha256"), "", None),
        (field("date"), "2025-12-31", "2025-12-31"),
        (field("date"), "", None),
        (field("period"), "2025-Q1", "2025-Q1"),
        (field("period"), "", None),
        (field("boolean"), False, False),
        (field("number"), 0, 0),
        (field("number"), 2.5, 2.5),
        (field("number", signed=True), -3, -3),
        (field("number_or_text"), 7, 7),
        (field("number_or_text"), "seven", "seven"),
        (field("number_or_text"), "", None),
        (field("word", *WORDS), "high", "high"),
        (field("word", *WORDS), "", None),
        (field("word", "yes", "no", "unknown"), True, "yes"),
        (field("word", "yes", "no", "unknown"), False, "no"),
        (field("texts"), ["a", "b"], ("a", "b")),
        (field("texts"), ("a",), ("a",)),
        (field("texts"), [], ()),
        (field("references"), ["p1"], ("p1",)),
        (field("words", *WORDS), ["low", "high"], ("low", "high")),
        (field("limits", "ok"), ["ok", "money<=5000", "money<=0.5"], ("ok", "money<=5000", "money<=0.5")),
        (field("inputs", *WORDS), {"low": ["a"], "high": []}, {"low": ("a",), "high": ()}),
        (field("amounts"), {"EUR": 5, "NOK": 0.5}, {"EUR": 5, "NOK": 0.5}),
    ],
)
def test_a_value_of_the_kind_is_taken_as_facts_hold_it(kind: Field, value: object, taken: Any):
    found = kind.take(value)
    assert (found, type(found)) == (taken, type(taken))


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (field("text"), 7, "must be a text, not the number 7; write it in quotes"),
        (field("text"), True, "must be a text, not true or false; write it in quotes"),
        (field("text"), None, "must be a text, not null"),
        (field("text"), ["a"], "must be a text, not a list"),
        (field("text"), Timestamp("2025-12-31 10:00"), "must be a text, not the timestamp 2025-12-31 10:00"),
        (field("text"), object(), "must be a text, not a value of another kind"),
        (field("sha256"), "abc", "must be a SHA-256 of 64 hexadecimal digits"),
        (field("date"), "31.12.2025", "must be a day written YYYY-MM-DD, not '31.12.2025'"),
        (field("date"), 2025, "must be a day written YYYY-MM-DD, not the number 2025"),
        (field("date"), Timestamp("2025-12-31 10:00"), "not the timestamp 2025-12-31 10:00"),
        (
            field("period"),
            "2025-Q5",
            "must be a period written YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM, not '2025-Q5'",
        ),
        (field("boolean"), "yes", "must be true or false, not a text"),
        (field("number"), "7", "must be a number, not a text"),
        (field("number"), True, "must be a number, not true or false"),
        (field("number"), float("nan"), "must be a finite number of at most 18 digits"),
        (field("number"), float("-inf"), "must be a finite number of at most 18 digits"),
        (field("number"), LARGEST, "must be a finite number of at most 18 digits"),
        (field("number"), -1, "must not be negative, but is -1"),
        (field("number_or_text"), -1, "must not be negative, but is -1"),
        (field("word", *WORDS), "middle", "does not know the word 'middle'; it takes one of low, high"),
        (field("word", *WORDS), True, "must be a text, not true or false; write it in quotes"),
        (field("texts"), "a", "must be a list, not a text"),
        (field("texts"), ["a", ""], "holds an empty text; leave it out"),
        (field("texts"), [1], "must be a text, not the number 1; write it in quotes"),
        (field("words", *WORDS), ["middle"], "does not know the word 'middle'; it takes low, high"),
        (
            field("limits", "gate-waiver"),
            ["money<5"],
            "does not know 'money<5'; it takes money<=N and gate-waiver",
        ),
        (field("inputs", *WORDS), ["a"], "must be a mapping, not a list"),
        (field("inputs", *WORDS), {"middle": []}, "does not know the key 'middle'; it takes low, high"),
        (field("inputs", *WORDS), {1: []}, "has the key 1; keys are texts"),
        (field("inputs", *WORDS), {"": []}, "has the key ''; keys are texts"),
        (field("inputs", *WORDS), {"low": {}}, "must be a list, not a mapping"),
        (field("amounts"), {"EUR": "5"}, "must be a number, not a text"),
    ],
)
def test_any_other_value_is_refused_and_told_what_is_wrong(kind: Field, value: object, said: str):
    with pytest.raises(Misfit, match=re.escape(said)):
        kind.take(value)


def test_a_record_with_an_id_is_told_by_it_and_needs_it():
    shape = Shape("Meeting", True, ("id",), ("held_on", "planned_on"), {})
    assert (shape.ident({"id": "m1"}), shape.required()) == ("m1", ("id",))


def test_a_record_without_id_is_told_by_its_key_of_which_dates_may_be_empty():
    fields = {"policy": field("reference"), "reviewed_on": field("date"), "by": field("reference")}
    shape = Shape("PolicyReview", False, ("policy", "reviewed_on", "by"), ("reviewed_on",), fields)
    assert shape.ident({"policy": "p", "reviewed_on": "2025-01-01", "by": "x"}) == "p/2025-01-01/x"
    assert shape.ident({"policy": "p", "by": "x"}) == "p/-/x"
    assert shape.required() == ("policy", "by")


def test_the_own_date_is_the_first_that_is_filled():
    shape = Shape("Meeting", True, ("id",), ("held_on", "planned_on"), {})
    assert shape.own_date({"planned_on": "2026-01-01", "held_on": "2025-01-01"}) == "2025-01-01"
    assert shape.own_date({"planned_on": "2026-01-01", "held_on": None}) == "2026-01-01"
    assert shape.own_date({}) is None


def test_a_type_leads_to_those_that_its_fields_may_name():
    fields = {"by": Field("by", "reference", to=("Person",)), "note": field("text")}
    assert [Shape("Act", True, ("id",), (), fields).leads_to(type) for type in ("Person", "Act")] == [
        True,
        False,
    ]
    for anywhere in (Field("about", "references", to=("any",)), field("inputs", "goals")):
        assert Shape("Act", True, ("id",), (), {"about": anywhere}).leads_to("Person")
