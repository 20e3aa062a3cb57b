"""An assessment that learns one record after another says what a fresh look at them all says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import pytest

from tests.standard import retold
from tonetop.core import cadence
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.standard import demo, facts_file
from tonetop.standard.assessment import Assessment, assessment
from tonetop.standard.facts_file import FactsFile, linking_fields, targets
from tonetop.standard.schema import shapes
from tonetop.standard.standing import Standing

DAY = "2025-12-31"


def judged(found: Assessment) -> str:
    """Results, records and signals, without the sentences."""
    plain = found.plain()
    parts = [plain[part] for part in ("clauses", "controls", "duties", "checks", "privacy")]
    results = {
        id: (r["result"], r.get("records"), r.get("expires_on")) for part in parts for id, r in part.items()
    }
    signals = {id: [(s["id"], s["records"]) for s in p["signals"]] for id, p in plain["pitfalls"].items()}
    return json.dumps([results, signals], indent=1, sort_keys=True)


def named(facts: FactsFile) -> set[str]:
    """Every id that a record refers to."""
    linking = {type: linking_fields(shapes()[type]) for type in facts.records}
    rows = [(row, field) for type, rows in facts.records.items() for row in rows for field in linking[type]]
    return {ident for row, field in rows for ident in targets(getattr(row, field.name))}


@pytest.mark.parametrize("seed", range(3))
def test_what_is_learnt_bit_by_bit_is_judged_as_at_once(seed: int):
    chance = Random(seed)
    plain = demo.story(chance.choice(["steady", "paper"]))
    whole = facts_file.take({head: value for head, value in plain.items() if head != "organisation"})
    fixed, known, later = named(whole), FactsFile(), list[tuple[str, Row]]()
    for type, rows in whole.records.items():
        for row in rows:
            if row.id not in fixed and chance.random() < 0.2:
                later.append((type, row))
            else:
                known.records.setdefault(type, []).append(row)
    chance.shuffle(later)
    standing = Standing(known.facts(DAY))
    standing.assessment()
    for place in range(0, len(later), 40):
        added: dict[str, list[Row]] = {}
        for type, row in later[place : place + 40]:
            added.setdefault(type, []).append(row)
            known.records.setdefault(type, []).append(row)
        standing.learn(added)
        assert judged(standing.assessment()) == judged(assessment(known.facts(DAY)))


def changes(
    story: str, chance: Random, known: FactsFile, day: str, numbers: Iterator[int]
) -> dict[str, list[Row]]:
    """New versions of some records: other values, other days of effect, persons of another rank, withdrawals."""
    found: dict[str, list[Row]] = {}
    for type, rows in known.records.items():
        for row in chance.sample(rows, min(len(rows), chance.choice((0, 1, 3)))):
            later = retold.changed(story, row, chance, chance.choice((0, 0.1, 0.4)))
            if type == "Person" and chance.random() < 0.5:
                later = later._replace(is_top_management=not row.is_top_management)
            begins = cadence.shift(day, chance.randint(-400, 60)) if chance.random() < 0.8 else None
            ends = cadence.shift(day, chance.randint(-200, 60)) if chance.random() < 0.15 else None
            recorded = cadence.shift("2026-02-01", next(numbers))
            stamps = {"recorded_on": recorded, "effective_on": begins, "withdrawn_on": ends}
            found.setdefault(type, []).append(later._replace(**stamps))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_records_that_change_come_and_go_are_judged_as_at_once(seed: int):
    chance = Random(seed)
    story = chance.choice(["steady", "paper"])
    known = FactsFile({type: list(rows) for type, rows in retold.story(story).records.items()})
    day = cadence.shift(DAY, chance.randint(-300, 30))
    known_on, numbers = chance.choice([None, "2026-06-01"]), count()
    standing = Standing(known.facts(day, known_on))
    standing.assessment()
    for _ in range(4):
        added = changes(story, chance, known, day, numbers)
        for type, rows in added.items():
            known.records[type].extend(rows)
        standing.learn(added)
        assert judged(standing.assessment()) == judged(assessment(known.facts(day, known_on)))


def passage(**more: Any) -> dict[str, Any]:
    return {"id": "gp", "occurred_on": "2025-06-01", "outcome": "passed", "evidence_refs": ["far"], **more}


def test_a_row_made_again_without_a_change_still_gives_way_to_its_next_version():
    evidence = [{"id": "far", "occurred_on": "2026-06-01"}, {"id": "near", "occurred_on": "2026-06-01"}]
    facts = facts_file.take({"GatePassage": [passage()], "Evidence": evidence})
    standing = Standing(facts.facts(DAY))
    standing.assessment()
    corrected = {
        "id": "near",
        "occurred_on": "2025-06-01",
        "recorded_on": "2025-07-01",
        "effective_on": "2025-06-01",
    }
    changed = passage(recorded_on="2025-07-01", outcome="rejected")
    later = facts_file.take({"GatePassage": [changed], "Evidence": [evidence[0], corrected]})
    standing.learn({"Evidence": later.records["Evidence"][1:]})
    standing.assessment()
    standing.learn({"GatePassage": later.records["GatePassage"]})
    assert [row.outcome for row in Moment(standing.facts).window("GatePassage")] == ["rejected"]
