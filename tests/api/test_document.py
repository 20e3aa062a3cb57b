"""The OpenAPI document: an example and the refusals of every operation, and examples that are what they show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tonetop.api.described import described
from tonetop.api.document import example
from tonetop.records import intake
from tonetop.standard import schema

METHODS = {"get", "post", "put", "delete"}


@pytest.fixture
def document(folder: Any) -> dict[str, Any]:
    """The document."""
    told: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return told


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and what is said of each operation."""
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_of_version_3_1_and_names_each_operation_once(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1.")
    found = operations(document)
    names = [operation["operationId"] for _, _, operation in found]
    assert len(names) == len(set(names)) > 500
    assert {method for method, _, _ in found} <= METHODS


def test_every_operation_has_an_example_and_says_how_it_refuses(document: dict[str, Any]):
    lacking = []
    for method, path, operation in operations(document):
        good = [told for code, told in operation["responses"].items() if code.startswith("2")]
        shown = [told["content"]["application/json"].get("example") for told in good]
        refused = operation["responses"].get("403", {}).get("content", {})
        sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if not all(shown) or not shown or "application/problem+json" not in refused:
            lacking.append((method, path))
        if sent is not None:
            assert sent["example"], path
    assert lacking == []


@pytest.mark.parametrize("type", list(schema.shapes()))
def test_the_example_of_a_register_is_a_record_that_intake_takes(type: str):
    Draft202012Validator(described(schema.shapes()[type])).validate(example(type))
    assert intake.judged(type, example(type)).type == type


def test_the_examples_of_answers_are_of_the_form_that_is_promised(document: dict[str, Any]):
    for _, path, operation in operations(document):
        for code, told in operation["responses"].items():
            if code.startswith("2"):
                held = told["content"]["application/json"]
                assert held["schema"].keys() & {"properties", "items", "anyOf", "minProperties"}, (path, code)
                Draft202012Validator(held["schema"]).validate(held["example"])


def test_every_operation_says_what_it_does_which_scope_it_asks_for_and_what_each_parameter_is(
    document: dict[str, Any],
):
    from tonetop.work.token import SCOPES

    lacking = []
    for method, path, operation in operations(document):
        said = [operation.get(name) for name in ("summary", "description", "tags")]
        scopes = [door["Token"] for door in operation["security"] if "Token" in door]
        one = len(scopes) == 1 and len(scopes[0]) == 1 and scopes[0][0] in SCOPES
        told = all(each.get("description") for each in operation.get("parameters", ()))
        if not all(said) or not one or not told or f"`{scopes[0][0]}`" not in operation["description"]:
            lacking.append((method, path))
    assert lacking == []


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("get", "registers/Meeting", "read"),
        ("post", "acts/decide-gate", "write"),
        ("post", "gates/check", "gates"),
        ("get", "webhooks", "manage"),
    ],
)
def test_the_scope_that_is_told_is_the_one_that_is_asked_for(
    method: str, path: str, scope: str, document: dict[str, Any]
):
    (told, _) = document["paths"][f"/api/v1/{path}"][method]["security"]
    assert told == {"Token": [scope]}


def test_a_list_names_the_fields_by_which_it_is_narrowed(document: dict[str, Any]):
    told = document["paths"]["/api/v1/registers/Meeting"]["get"]["parameters"]
    names = [one["name"] for one in told]
    assert {"q", "sort", "page", "size", "as_of", "known_on", "held_on"} <= set(names)
    assert len(names) == len(set(names))


def test_the_document_is_made_once_and_told_again_by_its_tag(folder: Any, monkeypatch: pytest.MonkeyPatch):
    from tonetop.api.document import Described

    first = Client().get("/api/v1/openapi.json")
    assert (first["Content-Type"], first["Cache-Control"]) == ("application/json", "no-cache")

    def again(*_: Any, **__: Any) -> None:
        raise AssertionError("it is made anew")

    monkeypatch.setattr(Described, "get_openapi_schema", again)
    other = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "de"})
    assert (other.content, other["ETag"]) == (first.content, first["ETag"])
    same = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert Client().post("/api/v1/openapi.json").status_code == 405
