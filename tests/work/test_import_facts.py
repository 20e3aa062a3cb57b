"""Importing facts files: versions, settings and the organisation, taken whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.bringing import LATER, events, file, plain, run
from tonetop.records.intake import Refused
from tonetop.records.models import Import, Organisation
from tonetop.records.registry import registers
from tonetop.work.verify_folder import verify_folder

__all__ = ["file"]

FACTS = """organisation: {name: Example, time_zone: Europe/Oslo, business: software}
parameters: {reach_pass: 0.6}
Person:
  - {id: p1, title: Chair, valid_from: 2020-01-01, recorded_on: 2025-03-01}
  - {id: p1, title: CEO, valid_from: 2020-01-01}
"""


def test_a_facts_file_brings_versions_settings_and_the_organisation(file: Any) -> None:
    report = run(file("a.yaml", FACTS))
    assert (report.created, report.changed) == (2, 1)
    assert plain("ParameterSetting", "reach_pass")["value"] == 0.6
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.time_zone, organisation.business) == (
        "Example",
        "Europe/Oslo",
        "software",
    )
    people = registers()["Person"].objects
    assert [row.title for row in people.on("2025-02-28")] == ["CEO"]
    assert [row.title for row in people.on("2025-03-01")] == ["Chair"]
    assert [row.claimed_on for row in people.order_by("revision")] == [None, "2025-03-01"]
    assert "organisation.changed" in [event["type"] for event in events()]


def test_after_an_import_that_names_the_organisation_the_folder_verifies(file: Any, folder: Path) -> None:
    run(file("a.yaml", FACTS))
    assert verify_folder(folder).problems == []
    told = next(event for event in events() if event["type"] == "organisation.changed")
    assert (told["subject"]["id"], told["data"]["name"]) == ("organisation", "Example")


def test_the_same_facts_file_twice_brings_nothing_new(file: Any) -> None:
    path = file("a.yaml", FACTS)
    run(path)
    before = len(events())
    again = run(path)
    assert (again.import_id, again.taken, again.unchanged) == (None, 0, 3)
    assert len(events()) == before


def test_a_correction_put_between_two_versions_adds_one_version_alone(file: Any) -> None:
    run(file("a.yaml", FACTS))
    line = "  - {id: p1, title: Acting CEO, valid_from: 2020-01-01, recorded_on: 2025-02-01}\n"
    report = run(file("a.yaml", FACTS + line))
    assert (report.created, report.changed, report.unchanged) == (0, 1, 3)
    people = registers()["Person"].objects
    assert [row.title for row in people.on("2025-02-10")] == ["Acting CEO"]
    assert [row.title for row in people.on(LATER)] == ["Chair"]


def test_what_the_organisation_settled_is_not_overwritten(file: Any) -> None:
    run(file("a.yaml", "organisation: {name: Example}\n"))
    with pytest.raises(Refused, match=r"organisation.name is 'Example' here and 'Other' in the file"):
        run(file("b.yaml", "organisation: {name: Other}\n"))
    assert run(file("c.yaml", "organisation: {name: Example}\n")).import_id is None


def test_two_files_that_name_the_organisation_otherwise_are_refused(file: Any) -> None:
    with pytest.raises(Refused, match=r"b.yaml: organisation.name is 'B', but another file says otherwise"):
        run(file("a.yaml", "organisation: {name: A}\n"), file("b.yaml", "organisation: {name: B}\n"))


def test_the_first_mistake_of_a_facts_file_refuses_it_whole(file: Any) -> None:
    with pytest.raises(Refused, match=r"^a.yaml: Person p1: title must be a text"):
        run(file("a.yaml", "Person: [{id: p0}, {id: p1, title: 5}]\n"), take_valid=True)
    assert events() == []


def test_an_empty_facts_file_is_accepted_and_leaves_no_trace(file: Any) -> None:
    assert run(file("a.json", "{}")).import_id is None
    assert run(file("b.yaml", "Person: []\n")).import_id is None
    assert not Import.objects.exists() and events() == []


def test_a_facts_file_takes_no_mapping(file: Any) -> None:
    with pytest.raises(Refused, match=r"a.yaml: is a facts file, which takes no mapping"):
        run(file("a.yaml", "{}"), mapping="us-federal-2023")


def test_people_are_written_first_so_that_the_rank_of_those_who_act_is_known(file: Any) -> None:
    facts = """Decision: [{id: d1, decided_by: p1, decided_on: 2025-02-01}]
Person: [{id: p1, is_top_management: true, valid_from: 2020-01-01}]
"""
    run(file("a.yaml", facts))
    acts = [event["actor"] for event in events() if event["subject"]["kind"] == "Decision"]
    assert [(actor["id"], actor["rank"]) for actor in acts] == [("p1", "top management")]


EXAMPLE = """organisation: {name: Example, time_zone: Europe/Oslo}
Person:
  - {id: p1, name: A. Chief, title: CEO, is_top_management: true, valid_from: 2020-01-01}
PolicyVersion:
  - {id: pol-2, kind: ai, version: "2", approved_by: p1, approved_on: 2025-01-14, signature_ref: ev-9,
     effective_from: 2025-01-14}
Evidence:
  - {id: ev-9, kind: policy-approval, title: Signed policy, occurred_on: 2025-01-14, recorded_on: 2025-01-15,
     recorded_by: p1, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}
"""


def test_the_contracts_example_is_taken_and_what_is_a_mere_claim_is_said(file: Any, folder: Path) -> None:
    report = run(file("a.yaml", EXAMPLE))
    assert (report.taken, report.refused) == (3, [])
    assert [(remark.row, remark.field, remark.why) for remark in report.remarks] == [
        (0, "recorded_on", "1 record says when it was recorded: kept as a claim, for here the clock says so"),
        (0, "sha256", "1 file is named by sha256 and not held here: the hash is kept as a claim"),
    ]
    found = verify_folder(folder)
    assert found.problems == []
    said = "1 file is named by sha256 and not held here, so whether the bytes have that hash"
    assert said in found.not_checked
    assert run(file("a.yaml", EXAMPLE)).remarks == []
