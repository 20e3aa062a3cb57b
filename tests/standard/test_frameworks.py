"""Other frameworks as data: what ships, own files refused with their place, OSCAL without loss, what backs each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.standard.map_facts import facts, year
from tonetop.standard import framework, oscal
from tonetop.standard.assessment import assessment
from tonetop.standard.framework import Misdescribed, expanded, read, shipped
from tonetop.standard.maps.frameworks import backed, is_named, known, together

ONE = {"name": "House rules", "requirements": [{"number": "1", "title": "Ask first", "backed_by": ["5.2"]}]}


def test_the_frameworks_that_ship_have_all_their_numbers():
    counted = {key: len(one.requirements) for key, one in shipped().items()}
    assert counted["nist-ai-rmf-govern"] == 19
    annex = [one for one in shipped()["iso27001"].requirements if one.number.startswith("A.")]
    assert len(annex) == 93
    assert {"eu-ai-act", "gdpr"} <= set(counted)


def test_each_row_of_the_crosswalk_is_used_by_the_framework_that_it_speaks_of():
    from tonetop.standard import catalogue

    keys = {
        "iso27001": "iso27001",
        "nist_ai_rmf": "nist-ai-rmf-govern",
        "eu_ai_act": "eu-ai-act",
        "gdpr": "gdpr",
    }
    for row in catalogue.data()["crosswalk"]:
        named = [part.strip().partition("-") for part in row["iso42001"].split(" / ")]
        ids = [id for first, _, last in named for id in (first, last) if id]
        for column, key in keys.items():
            if (
                row[column] in ("-", "no equal")
                or key == "nist-ai-rmf-govern"
                and "GOVERN" not in row[column]
            ):
                continue
            used = expanded(id for one in shipped()[key].requirements for id in one.backed_by)
            assert set(expanded(ids)) & set(used), (row["iso42001"], key)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "own: must be a mapping"),
        ({"name": "X"}, "own: requirements must be a list"),
        (ONE | {"colour": "red"}, "own: does not know colour; it takes name, about, source, requirements"),
        (ONE | {"name": 5}, "own: name must be a text"),
        ({"requirements": ONE["requirements"]}, "own: name is missing"),
        (ONE | {"requirements": ["1"]}, "own: requirement 1: must be a mapping"),
        (
            ONE | {"requirements": [{"number": 1.1, "title": "a"}]},
            "own: requirement 1: number must be a text",
        ),
        (ONE | {"requirements": [{"number": "1"}]}, "own: requirement 1: title is missing"),
        (
            ONE | {"requirements": [{"number": "1", "title": "a", "backed_by": ["99"]}]},
            r"own: requirement 1 \(1\): ISO/IEC 42001 has no '99'",
        ),
        (
            ONE | {"requirements": [{"number": "1", "title": "a", "backed_by": "5.2"}]},
            r"own: requirement 1 \(1\): backed_by must be a list",
        ),
        (ONE | {"requirements": ONE["requirements"] * 2}, "own: 1 is there twice"),
        (ONE | {"requirements": ONE["requirements"] * 5001}, "own: holds more than 5000"),
    ],
)
def test_a_file_that_describes_no_framework_is_refused_with_its_place(told: Any, why: str):
    with pytest.raises(Misdescribed, match=why):
        read("own", told)


def test_a_requirement_is_as_far_backed_as_what_backs_it_here():
    found = assessment(year("2025-12-31"))
    lines = {line.id: line for line in backed(found, shipped()["iso27001"])}
    assert lines["5.1"].result == found.clauses["5.1"].result == "partial"
    assert lines["5.1"].next_act.startswith("5.1: Link objective O5")
    assert (lines["A.5.19"].result, lines["A.5.19"].why) == (
        "partial",
        "By what backs A.10.2, A.10.3, A.10.4",
    )
    assert lines["A.5.19"].owner == "bright"
    assert (lines["A.7.1"].state, lines["A.7.1"].why) == ("not-started", "Nothing recorded here backs it")
    assert lines["A.7.1"].next_act == "Enter evidence that names iso27001 A.7.1"


def test_evidence_that_names_a_requirement_backs_it_while_it_is_in_date():
    proof = {
        "id": "ev",
        "kind": "event-log",
        "occurred_on": "2025-05-01",
        "requirements": ["iso27001  a.7.1"],
    }
    told = facts("2025-12-31", Evidence=[proof])
    lines = {line.id: line for line in backed(assessment(told), shipped()["iso27001"])}
    assert (lines["A.7.1"].result, lines["A.7.1"].evidence, lines["A.7.1"].lapses) == (
        "pass",
        1,
        "2026-05-01",
    )
    assert lines["A.7.1"].why == "1 pieces of evidence name it"
    assert is_named(told, "ISO27001 A.7.1")
    assert not is_named(told, "iso27001 A.99")
    later = backed(assessment(facts("2026-05-01", Evidence=[proof])), shipped()["iso27001"])
    assert {line.id: line.result for line in later}["A.7.1"] == "fail"


def test_own_requirements_stand_beside_those_that_ship_and_withdrawn_ones_are_left_out():
    rows = [
        {"framework": "house", "number": "1", "title": "Ask first", "backed_by": ["A.10"]},
        {"framework": "house", "number": "2", "title": "Gone", "status": "withdrawn"},
    ]
    told = facts(FrameworkRequirement=rows)
    assert list(known(told)) == [*shipped(), "house"]
    (line,) = backed(assessment(told), known(told)["house"])
    assert (line.id, line.title, line.part, line.result) == ("1", "Ask first", "house", "no-data")


def test_several_ways_of_backing_add_up():
    assert together([]) == together(["no-data", "no-data"]) == "no-data"
    assert together(["pass", "pass"]) == "pass"
    assert together(["fail", "no-data"]) == "fail"
    assert together(["pass", "fail"]) == together(["partial"]) == "partial"


def control(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": id.upper(), **more}


def catalog(**held: Any) -> dict[str, Any]:
    return {"catalog": {"metadata": {"title": "Small", "version": "1"}, **held}}


def test_an_oscal_catalogue_gives_every_control_at_whatever_depth():
    part = {
        "name": "statement",
        "prose": "Do",
        "parts": [{"props": [{"name": "label", "value": "a."}], "prose": "this"}],
    }
    told = catalog(
        controls=[control("z-1", parts=[part, {"name": "guidance", "prose": "How"}])],
        groups=[
            {
                "title": "First",
                "props": [{"name": "x", "value": "y"}],
                "controls": [
                    control("a-1", controls=[control("a-1.1", props=[{"name": "label", "value": "A-1(1)"}])])
                ],
                "groups": [
                    {
                        "id": "deep",
                        "controls": [control("a-1", props=[{"name": "status", "value": "withdrawn"}])],
                    }
                ],
            }
        ],
        **{"back-matter": {"resources": [1, 2]}},
    )
    found = oscal.read("small", told)
    held = [(one.number, one.part, one.status) for one in found.framework.requirements]
    assert held == [
        ("Z-1", "", "active"),
        ("A-1", "First", "active"),
        ("A-1(1)", "First", "active"),
        ("A-1 [2]", "deep", "withdrawn"),
    ]
    assert found.framework.requirements[0].statement == "Do\na. this"
    assert found.left == {"metadata": 2, "back-matter": 2, "groups: props": 1}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"profile": {}}, "x: is no OSCAL catalogue; it holds profile"),
        ([], "x: is no OSCAL catalogue; it holds no mapping"),
        (catalog(), "x: holds no control"),
        (catalog(controls=[{"title": "a"}]), "x: the catalogue: a control without id"),
        (catalog(groups=["a"]), "x: the catalogue: is no group"),
    ],
)
def test_what_is_no_catalogue_is_refused(told: Any, why: str):
    with pytest.raises(Misdescribed, match=why):
        oscal.read("x", told)


@pytest.mark.parametrize("name", ["NIST_SP-800-53_rev5_catalog.json", "NIST_SP-800-53_rev4_catalog-min.json"])
def test_no_control_of_a_real_catalogue_is_lost(shared: Path, name: str):
    told = json.loads((shared / "data" / "oscal" / name).read_bytes())
    asked = oscal.read("nist", told).framework.requirements
    wanted = {one["id"]: one for one in _controls(told["catalog"])}
    assert {json.loads(one.source)["id"]: json.loads(one.source) for one in asked} == wanted
    assert len(asked) == len(wanted) > 900
    assert len({one.number for one in asked}) == len(asked)
    assert len(asked) < framework.MOST


def _controls(held: dict[str, Any]) -> Any:
    for group in held.get("groups", ()):
        yield from _controls(group)
    for one in held.get("controls", ()):
        yield {name: value for name, value in one.items() if name != "controls"}
        yield from _controls(one)
