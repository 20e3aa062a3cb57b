"""Whatever narrows a list of the pages narrows it over the API too, and the OpenAPI document says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tonetop.records.listing import Wish, filters, listing
from tonetop.records.registry import registers

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request")


@pytest.fixture(scope="module")
def parameters() -> dict[str, dict[str, Any]]:
    """By type of record, what its list takes, by name."""
    from tonetop.api.routes import api

    paths = api.get_openapi_schema()["paths"]
    lists = {type: paths[f"/api/v1/registers/{type}"]["get"]["parameters"] for type in registers()}
    return {type: {one["name"]: one["schema"] for one in told} for type, told in lists.items()}


@pytest.mark.slow
def test_every_filter_of_a_list_of_the_pages_is_documented_with_its_words(parameters: Any):
    for type, model in registers().items():
        for name, _, words in filters(model):
            assert set(words) <= set(parameters[type][name]["enum"]), f"{type}.{name}"
        assert {"q", "sort", "page", "size", "as_of", "known_on"} <= set(parameters[type])


def test_a_list_over_the_api_finds_what_the_list_of_the_pages_finds(lead: Client):
    people = [
        {"id": f"p{n}", "name": name, "is_top_management": top}
        for n, (name, top) in enumerate([("Ada Kraft", True), ("Bo Kraft", False), ("Cy Lund", True)])
    ]
    for one in people:
        lead.post("/api/v1/registers/Person", one, content_type="application/json")
    for asked in (
        {"is_top_management": "yes"},
        {"q": "kraft"},
        {"is_top_management": "no", "q": "kraft"},
        {"title": ""},
    ):
        told = lead.get("/api/v1/registers/Person", asked | {"sort": "-name"}).json()
        values = {name: value for name, value in asked.items() if name != "q"}
        shown = listing(registers()["Person"], "2100-01-01", None, Wish(asked.get("q", ""), values, "-name"))
        assert [one["record"]["id"] for one in told["records"]] == [row.ref for row in shown.rows] != []


@pytest.mark.parametrize("type", ["AISystem", "Incident", "Evidence", "GateRule"])
def test_every_filter_of_a_register_is_taken(type: str, lead: Client):
    for name, _, words in filters(registers()[type]):
        for word in words:
            assert lead.get(f"/api/v1/registers/{type}", {name: word}).status_code == 200, f"{name}={word}"
