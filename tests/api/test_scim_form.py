"""SCIM's words: what the service says of itself, filters, pages, operations, and refusals by the standard's names."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.directory import ANN, USER, patch, refused, send


def test_the_service_describes_itself(directory: Client):
    config = send(directory, "GET", "ServiceProviderConfig").json()
    assert config["patch"] == {"supported": True}
    assert config["bulk"]["supported"] is False
    assert config["filter"] == {"supported": True, "maxResults": 200}
    assert [scheme["type"] for scheme in config["authenticationSchemes"]] == ["oauthbearertoken"]
    kinds = send(directory, "GET", "ResourceTypes").json()
    assert [one["endpoint"] for one in kinds["Resources"]] == ["/Users"]
    assert send(directory, "GET", "ResourceTypes/User").json() == kinds["Resources"][0]
    schemas = send(directory, "GET", "Schemas").json()
    assert schemas["totalResults"] == 1
    schema = send(directory, "GET", f"Schemas/{USER}").json()
    assert {one["name"]: one["mutability"] for one in schema["attributes"]}["roles"] == "readOnly"
    refused(send(directory, "GET", "Schemas/other"), 404)
    refused(send(directory, "GET", "ResourceTypes/Group"), 404)
    refused(send(directory, "GET", "Groups"), 404)
    refused(send(directory, "POST", "Schemas", {}), 405)


def test_one_page_after_another(directory: Client):
    for number in range(3):
        send(directory, "POST", "Users", {"userName": f"p{number}@x.example"})
    page = directory.get("/scim/v2/Users", {"startIndex": "2", "count": "2"}).json()
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (4, 2, 2)
    assert [one["userName"] for one in page["Resources"]] == ["p0@x.example", "p1@x.example"]
    none = directory.get("/scim/v2/Users", {"count": "0"}).json()
    assert (none["totalResults"], none["Resources"]) == (4, [])
    few = directory.get("/scim/v2/Users", {"attributes": "userName", "count": "1"}).json()["Resources"][0]
    assert set(few) == {"schemas", "id", "userName"}
    less = directory.get("/scim/v2/Users", {"excludedAttributes": "roles,id"}).json()["Resources"][0]
    assert "roles" not in less
    assert "id" in less
    for value in ("many", "--5", "-", "1" * 10, "²", ""):
        refused(directory.get("/scim/v2/Users", {"startIndex": value}), 400, "invalidValue")
    assert directory.get("/scim/v2/Users", {"startIndex": "-5", "count": "-1"}).json()["startIndex"] == 1


@pytest.mark.parametrize("filter", ["userName", 'userName co "a"', 'password eq "a"', 'userName eq "a" or x'])
def test_a_filter_that_is_not_taken_is_refused_by_name(directory: Client, filter: str):
    sentence = refused(directory.get("/scim/v2/Users", {"filter": filter}), 400, "invalidFilter")
    assert "userName, externalId or id eq" in sentence


@pytest.mark.parametrize(
    ("plain", "word"),
    [
        ("", "invalidSyntax"),
        ("[]", "invalidSyntax"),
        ("{", "invalidSyntax"),
        ({"active": True}, "invalidValue"),
        ({"userName": 7}, "invalidValue"),
        ({"userName": "nobody"}, "invalidValue"),
        ({"userName": "a@x.example", "active": "perhaps"}, "invalidValue"),
        ({"userName": "a@x.example", "emails": "a@x.example"}, "invalidValue"),
        ({"userName": "a@x.example", "emails": [{"value": "nonsense"}]}, "invalidValue"),
        ({"userName": f"{'a' * 200}@x.example"}, "invalidValue"),
        ({"userName": "a@x.example", "displayName": "A\0"}, "invalidValue"),
    ],
)
def test_what_cannot_be_brought_is_refused_with_the_standard_word(directory: Client, plain: Any, word: str):
    assert refused(send(directory, "POST", "Users", plain), 400, word)


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        ({"op": "move", "path": "active"}, "invalidSyntax"),
        ({"op": "replace"}, "invalidSyntax"),
        ({"op": "replace", "path": "nonsense", "value": 1}, "invalidPath"),
        ({"op": "remove", "path": "userName"}, "mutability"),
        ("nonsense", "invalidSyntax"),
    ],
)
def test_an_operation_that_makes_no_sense_is_refused(directory: Client, operation: Any, word: str):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    refused(patch(directory, number, operation), 400, word)
    refused(send(directory, "PATCH", f"Users/{number}", {"Operations": []}), 400, "invalidSyntax")


def test_a_name_that_is_a_text_has_no_parts(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    text = {"op": "replace", "path": "name", "value": "x"}
    part = {"op": "replace", "path": "name.givenName", "value": "Anne"}
    refused(patch(directory, number, text, part), 400, "invalidValue")


def test_operations_as_directories_write_them(directory: Client):
    number = send(directory, "POST", "Users", ANN).json()["id"]
    told = patch(
        directory,
        number,
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "ann.aune@varnholm.example"},
        {"op": "Replace", "path": "name.givenName", "value": "Anne"},
        {"op": "Replace", "path": "name.familyName", "value": "Aune"},
        {"op": "Replace", "path": "title", "value": "Head of nothing that is kept"},
        {"op": "Replace", "path": f"{USER}:externalId", "value": "4712"},
        {
            "op": "Add",
            "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "value": "x",
        },
    ).json()
    assert (told["emails"][0]["value"], told["displayName"], told["externalId"]) == (
        "ann.aune@varnholm.example",
        "Anne Aune",
        "4712",
    )
    assert "externalId" not in patch(directory, number, {"op": "remove", "path": "externalId"}).json()
