"""A facts file means the same in any order, and no text of it takes ages to read or to refuse."""

import copy
import json
from random import Random
from typing import Any

import pytest

from tonetop.core import cadence
from tonetop.standard import demo, facts_file, plain_yaml
from tonetop.standard.assessment import assessment


def told(plain: dict[str, Any]) -> str:
    """The whole assessment with the reason trees of all checks, to the letter."""
    judged = assessment(facts_file.take(plain).facts("2025-12-31"))
    trees = {check: judged.tree(check) for check in judged.checks | judged.privacy}
    return json.dumps([judged.plain(), trees], sort_keys=True)


def in_other_order(plain: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The same facts with types, records and fields in another order."""
    heads = chance.sample(sorted(plain), len(plain))
    found: dict[str, Any] = {}
    for head in heads:
        value = copy.deepcopy(plain[head])
        if isinstance(value, list):
            mixed = chance.sample(value, len(value))
            value = [dict(chance.sample(sorted(record.items(), key=repr), len(record))) for record in mixed]
        found[head] = value
    return found


def with_versions(plain: dict[str, Any]) -> dict[str, Any]:
    """The facts with a second version of every third record, in effect from before its entry."""
    found: dict[str, Any] = {}
    for head, value in plain.items():
        found[head] = value
        if isinstance(value, list):
            days = [cadence.shift("2026-01-01", place) for place in range(len(value))]
            later = [record | {"recorded_on": day} for record, day in zip(value, days, strict=True)]
            found[head] = value + [record | {"effective_on": "2025-11-30"} for record in later[::3]]
    return found


@pytest.mark.parametrize("name", ["steady", "paper"])
def test_types_records_and_fields_in_any_order_give_the_same_bytes(name: str):
    plain = with_versions(demo.story(name))
    expected = told(plain)
    for seed in range(2):
        assert told(in_other_order(plain, Random(seed))) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 2_000_000,
        '"' + '\\"' * 2_000_000 + "\\",
        '"' * 4_000_000,
        "[" * 4_000_000,
        '{"a":' * 1_000_000,
    ],
    ids=["escaped quotes", "a last backslash", "quotes", "brackets", "braces"],
)
def test_broken_json_of_many_quotes_or_brackets_is_refused(text: str):
    with pytest.raises(plain_yaml.Unreadable):
        plain_yaml.read_json(text)


def test_a_long_word_of_digits_and_colons_is_no_number():
    assert plain_yaml.read_yaml("a: " + "1:" * 500_000 + "1")["a"].startswith("1:1:")
