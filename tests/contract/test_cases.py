"""The contract cases: facts with results worked out by hand from the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tonetop.core.assess import judge
from tonetop.core.moment import Moment
from tonetop.standard import facts_file
from tonetop.standard.assessment import assessment
from tonetop.standard.checks import checks, pitfalls

CASES = Path(__file__).parent / "cases"
SPECIAL = ("errors.yaml", "accepted.yaml")


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        if path.name not in SPECIAL:
            for case in yaml.load(path.read_text(encoding="utf-8"), Loader=_Days):
                found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


class _Days(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader which leaves days as text, as facts hold them."""


_Days.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def _found(case: dict[str, Any]) -> dict[str, Any]:
    """What the engine says on each point that the case is about."""
    taken = facts_file.take(case["facts"])
    facts = taken.facts(case["as_of"], case.get("known_on"))
    expect = case["expect"]
    found: dict[str, Any] = {}
    whole = assessment(facts).plain() if {"clauses", "controls", "duties", "records"} & expect.keys() else {}
    for part, wanted in expect.items():
        if part in ("checks", "privacy"):
            found[part] = {id: judge(checks()[id], facts).result for id in wanted}
        elif part == "expires_on":
            found[part] = {id: judge(checks()[id], facts).expires_on for id in wanted}
        elif part in ("raised", "signals"):
            judged = {id: pitfalls()[id].judge(Moment(facts)) for id in wanted}
            found[part] = {
                id: s.raised if part == "raised" else sorted(s.signals) for id, s in judged.items()
            }
        elif part == "records":
            told = whole["checks"] | whole["privacy"] | _signals(whole["pitfalls"])
            found[part] = {id: told[id]["records"] for id in wanted}
        else:
            found[part] = {id: whole[part][id]["result"] for id in wanted}
    return found


def _signals(pitfalls: dict[str, Any]) -> dict[str, Any]:
    """The signals that hold, each by its pitfall and letter, such as `PF-1 A`."""
    return {f"{id} {signal['id']}": signal for id, found in pitfalls.items() for signal in found["signals"]}


@pytest.mark.parametrize("case", _cases())
def test_the_result_is_what_the_catalogue_says(case: dict[str, Any]) -> None:
    """Each expectation of a case is met by the engine on its facts."""
    assert _found(case) == case["expect"], case.get("why")
