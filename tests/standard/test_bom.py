"""Bills of materials: written so that the schema's own judge has nothing to say, and read again without a loss."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tonetop.standard.bom import read, written
from tonetop.standard.bom.document import DEEPEST, LONGEST, MOST
from tonetop.standard.facts_file import Refused

ABOUT = {"organisation": "Varnholm Assurance Mutual", "day": "2025-12-31", "version": "0.1.0"}
SYSTEM = {"name": "Reader", "state": "live", "high_impact": True, "personal_data": None, "uses": ("triage",)}
PARTS: list[dict[str, Any]] = [
    {
        **{"ident": "1", "kind": "dataset", "name": "Letters of 2024", "classification": "confidential"},
        **{"data_categories": ("health", "names"), "limitations": ("few in Sami",)},
    },
    {
        **{"ident": "2", "kind": "model", "name": "acme/Reader", "version": "1.0", "supplier": "Acme"},
        **{"purl": "pkg:huggingface/acme/Reader@1.0", "hashes": (f"SHA-256:{'a1' * 32}",)},
        **{
            "licences": ("Apache-2.0", "Acme terms"),
            "description": "Reads letters",
            "task": "classification",
        },
        **{"approach": "supervised", "architecture": "transformer · bert", "uses": ("triage",)},
        **{"measures": ("accuracy 0.93 (over 60)", "fair to all", "F1 0.9"), "users": ("clerks",)},
        **{"limitations": ("German only",), "training_data": ("1",), "data_categories": ("names",)},
    },
    {
        **{"ident": "3", "kind": "service", "name": "Kestrel", "addresses": ("https://kestrel.example/v1",)},
        **{"data_categories": ("chats",), "licences": ("MIT OR Apache-2.0",), "purl": "pkg:generic/kestrel"},
    },
    {"ident": "4", "kind": "library", "name": "openai", "version": "1.3", "places": ("a.py:3", "b:x", "c")},
    {"ident": "5", "kind": "other", "name": "Graphics card", "supplier": "Grid"},
    {
        "ident": "6",
        "kind": "library",
        "name": "openai",
        "version": "1.3",
        "description": "another of the name",
    },
]
FOREIGN: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {
            "type": "machine-learning-model",
            "bom-ref": "m",
            "group": "acme",
            "name": "Reader",
            "authors": [{"name": "Acme"}],
            "licenses": [{"license": {"id": "Apache-2.0", "url": "https://licence.example"}}],
            "externalReferences": [{"type": "vcs", "url": "https://code.example"}],
            "properties": [{"name": "acme:tier", "value": "gold"}],
            "modelCard": {
                "modelParameters": {
                    "approach": {"type": "self-supervised"},
                    "datasets": [{"ref": "d"}, {"type": "dataset", "name": "web pages"}],
                    "inputs": [{"format": "text"}],
                },
                "quantitativeAnalysis": {
                    "performanceMetrics": [
                        {"type": "F1", "value": "0.9", "confidenceInterval": {"lowerBound": "0.8"}}
                    ]
                },
                "considerations": {"ethicalConsiderations": [{"name": "bias", "mitigationStrategy": "look"}]},
            },
            "components": [{"type": "device-driver", "name": "cudnn"}],
        },
        {"type": "data", "bom-ref": "d", "name": "Letters", "data": [{"type": "dataset", "name": "raw"}]},
    ],
}


def valid(plain: dict[str, Any]) -> Any:
    """What the schema's own judge says against a document; None for nothing."""
    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(plain))


def again(plain: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a document as they would stand in a register."""
    found = read(plain).parts
    assert [part.wrong for part in found] == [""] * len(found)
    ids = {part.ref: str(part.row) for part in found}
    return [
        part.plain
        | {
            "ident": str(part.row),
            "source": part.kept,
            "training_data": [ids[ref] for ref in part.training_data],
        }
        for part in found
    ]


def test_what_is_written_is_valid_and_comes_back_as_it_was() -> None:
    plain = written(SYSTEM, PARTS, ABOUT)
    assert valid(plain) is None
    found = {part.ref: part for part in read(plain).parts}
    for part in PARTS[:5]:
        told = next(p.plain for p in found.values() if p.plain["name"] == part["name"])
        said = {name: list(v) if isinstance(v, tuple) else v for name, v in part.items()}
        assert told == {name: v for name, v in said.items() if name not in ("ident", "training_data")}
    assert all(part.kept == {} for part in found.values())
    assert found["pkg:huggingface/acme/Reader@1.0"].training_data == ["dataset:Letters of 2024"]
    assert {"library:openai:1.3", "library:openai:1.3#2"} <= set(found)
    assert written(SYSTEM, again(plain), ABOUT) == plain


def test_the_same_records_give_the_same_bytes_on_any_day_but_for_the_day() -> None:
    one, other = written(SYSTEM, PARTS, ABOUT), written(SYSTEM, PARTS, ABOUT | {"day": "2026-01-01"})
    assert one["serialNumber"] == other["serialNumber"]
    assert one != other
    assert written(SYSTEM, PARTS[1:], ABOUT)["serialNumber"] != one["serialNumber"]
    bare = written({"name": "Bare"}, [], ABOUT | {"organisation": ""})
    assert valid(bare) is None
    assert "components" not in bare and "manufacturer" not in bare["metadata"]


def test_the_system_is_read_with_its_state_and_marks() -> None:
    system = read(written(SYSTEM, PARTS, ABOUT)).system
    assert system is not None
    assert (system.name, system.state, system.uses) == ("Reader", "live", ["triage"])
    assert system.flags == {"high_impact": True}


def test_what_others_say_beyond_our_fields_is_kept_and_written_again() -> None:
    plain = written(SYSTEM, again(FOREIGN), ABOUT)
    assert valid(plain) is None
    model, driver, data = plain["components"]
    asked = FOREIGN["components"][0]
    for name in ("group", "name", "authors", "licenses", "externalReferences", "properties"):
        assert model[name] == asked[name]
    refs = [{"ref": data["bom-ref"]}, {"type": "dataset", "name": "web pages"}]
    assert model["modelCard"]["modelParameters"]["datasets"] == refs
    for name in ("quantitativeAnalysis", "considerations"):
        assert model["modelCard"][name] == asked["modelCard"][name]
    assert driver["type"] == "device-driver"
    assert data["data"] == [{"type": "dataset", "name": "raw"}]
    assert written(SYSTEM, again(plain), ABOUT) == plain


def test_what_people_changed_wins_over_what_a_file_once_said() -> None:
    parts = again(FOREIGN)
    parts[0] |= {"measures": ["F1 0.7"], "licences": ["MIT"]}
    model = written(SYSTEM, parts, ABOUT)["components"][0]
    assert model["licenses"] == [{"license": {"id": "MIT"}}]
    assert model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "F1", "value": "0.7"}
    ]
    assert model["authors"] == [{"name": "Acme"}]


def test_a_model_that_is_the_whole_file_is_a_part() -> None:
    head = {"type": "machine-learning-model", "name": "Reader", "bom-ref": "x"}
    found = read({"bomFormat": "CycloneDX", "specVersion": "1.5", "metadata": {"component": head}})
    assert found.system is None
    assert [(part.plain["kind"], part.plain["name"]) for part in found.parts] == [("model", "Reader")]


def nested(depth: int) -> dict[str, Any]:
    """Components within each other."""
    one: dict[str, Any] = {"type": "library", "name": "x"}
    for _ in range(depth):
        one = {"type": "library", "name": "x", "components": [one]}
    return one


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"bomFormat": "SPDX"}, "bomFormat is not CycloneDX; other bills of materials are not read"),
        ({"specVersion": "9.9"}, "specVersion is '9.9'; versions 1.4, 1.5, 1.6, 1.7 are read"),
        ({"specVersion": 1.6}, "specVersion is '1.6'; versions 1.4, 1.5, 1.6, 1.7 are read"),
        ({"components": {}}, "components is no list"),
        ({"metadata": []}, "metadata is no object"),
        ({"metadata": {"component": "x"}}, "metadata.component is no object"),
        ({"metadata": {"component": {"type": "application"}}}, "metadata.component has no name"),
        ({"metadata": {"component": {"name": "S"}, "lifecycles": 3}}, "metadata.lifecycles is no list"),
        (
            {"components": [nested(DEEPEST + 1)]},
            f"components lie within each other deeper than {DEEPEST} levels",
        ),
        (
            {"components": [{}] * (MOST + 1)},
            f"names more than {MOST:,} parts; export the AI system's own ones alone",
        ),
    ],
)
def test_what_is_no_bill_of_materials_is_refused_with_one_sentence(changed: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read({"bomFormat": "CycloneDX", "specVersion": "1.6"} | changed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("text", "is no object"),
        ({"type": "library"}, "has no name"),
        ({"name": 3}, "has a name that is no text"),
        ({"name": "x", "version": 2}, "has a version that is no text"),
        ({"name": "x", "supplier": "Acme"}, "has a supplier that is no object"),
        ({"name": "x", "licenses": {}}, "has licenses that are no list of objects"),
        ({"name": "x", "licenses": [{}]}, "has a licence without id, name or expression"),
        ({"name": "x", "bom-ref": 1}, "has a bom-ref that is no text"),
        ({"name": "x", "evidence": {"occurrences": [{"location": "a", "line": "3"}]}},
         "has a line in evidence.occurrences that is no number"),
        ({"name": "x", "modelCard": {"modelParameters": {"datasets": 3}}}, "has datasets that are no list"),
        ({"name": "x", "author": "y" * (LONGEST + 1)}, "says more than 100,000 characters that no field takes"),
    ],
)  # fmt: skip
def test_a_part_that_is_misshapen_says_what_is_wrong(told: Any, wrong: str) -> None:
    (part,) = read({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [told]}).parts
    assert part.wrong == wrong
