"""A file makes nobody's own word: who entered what opens gates is whoever imports, but for a restore."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.bringing import file, plain, run
from tonetop.records.intake import Refused

__all__ = ["file"]
PEOPLE = """Person:
  - {id: chief, name: A. Chief, is_top_management: true, valid_from: 2020-01-01}
  - {id: clerk, name: B. Clerk, valid_from: 2020-01-01}
"""
FACTS = (
    PEOPLE
    + """GatePassage:
  - {id: gp, occurred_on: 2025-12-01, outcome: passed, decided_by: chief, entered_by: chief}
Confirmation:
  - {register: GatePassage, record: gp, version: 1, person: chief, answer: mine, entered_by: chief}
Decision:
  - {id: d, kind: go, text: Go, decided_by: chief, decided_on: 2025-12-01, entered_by: clerk}
"""
)


def test_who_entered_a_word_is_whoever_imports_it_and_a_remark_says_so(file: Any) -> None:
    found = run(file("facts.yaml", FACTS))
    assert found.taken == 5
    assert "entered_by" not in plain("GatePassage", "gp")
    assert "entered_by" not in plain("Confirmation", "GatePassage/gp/1/chief")
    assert plain("Decision", "d")["entered_by"] == "clerk"
    said = [remark.why for remark in found.remarks if remark.field == "entered_by"]
    assert len(said) == 1
    assert said[0].startswith("2 records say who approved or decided")
    assert run(file("facts.yaml", FACTS)).taken == 0


def test_a_restore_keeps_who_entered_what_and_goes_into_an_empty_folder_alone(file: Any) -> None:
    path = file("facts.yaml", FACTS)
    assert run(path, restore=True).taken == 4, "a word that does not say what it was given for is left out"
    assert plain("GatePassage", "gp")["entered_by"] == "chief"
    with pytest.raises(Refused, match="without records"):
        run(path, restore=True)


def test_what_a_file_approved_waits_for_the_word_of_whom_it_names(file: Any) -> None:
    from tonetop.records import clock
    from tonetop.work.assess import assess
    from tonetop.work.inbox import inbox

    run(file("facts.yaml", FACTS))
    waits = [(item.row.type, item.row.id) for item in inbox(assess(clock.today()).facts, "chief")["confirm"]]
    assert ("GatePassage", "gp") in waits


def test_a_restore_brings_back_what_acts_set(file: Any) -> None:
    dpia = """PrivacyAssessment:
  - {id: pa, kind: dpia, title: Transfer, state: approved, decided_on: 2025-12-01, decided_by: chief}
"""
    (refused,) = run(file("facts.yaml", PEOPLE + dpia)).refused
    assert refused.file.endswith("facts.yaml")
    assert "set by an act" in refused.why
    assert run(file("facts.yaml", PEOPLE + dpia), restore=True).taken == 3
    assert plain("PrivacyAssessment", "pa")["state"] == "approved"


def test_a_signature_that_a_file_claims_is_refused_with_the_file(file: Any) -> None:
    said = """Approval:
  - {id: a, about: [gp], answer: approved, answered_by: chief, answered_on: 2025-12-01, signed: true}
"""
    (refused,) = run(file("facts.yaml", FACTS + said)).refused
    assert refused.file.endswith("facts.yaml")
    assert "written by signing alone" in refused.why
