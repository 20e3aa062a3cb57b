"""An id that ends as an address does is refused; a key whose last part does is a record like any other."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.api.test_repeated import send
from tests.api.test_repeated_everywhere import patterns
from tonetop.records.intake import ADDRESSED, judged

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found")
MEETINGS, KEYED = "/api/v1/registers/Meeting", "/api/v1/registers/FieldInventory"


def test_what_follows_an_id_in_addresses_of_every_register_is_known():
    routes = [route for route, _ in patterns(get_resolver())]
    pages = "registers/<str:type>/record/<path:ref>/"
    words = {route.removeprefix(pages).strip("/") for route in routes if route.startswith(pages)}
    api = "api/v1/registers/Meeting/<path:ref>/"
    words |= {route.removeprefix(api).strip("/") for route in routes if route.startswith(api)}
    assert words - {""} == set(ADDRESSED)


@pytest.mark.parametrize("word", ADDRESSED)
def test_an_id_that_ends_so_is_refused(word: str, lead: Client):
    answer = send(lead, "POST", MEETINGS, {"id": f"a/{word}", "held_on": "2025-01-02"})
    assert (answer.status_code, f"does not end in /{word}" in answer.json()["detail"]) == (400, True)
    for fine in (word, f"a-{word}", f"a/{word}/b"):
        assert judged("Meeting", {"id": fine}).ref == fine


def test_a_key_whose_last_part_is_called_history_is_a_record_as_any_other(lead: Client):
    plain: dict[str, Any] = {"system": "crm", "field": "history"}
    assert send(lead, "POST", "/api/v1/registers/Asset", {"id": "crm", "name": "CRM"}).status_code == 201
    assert send(lead, "POST", KEYED, plain).status_code == 201
    at = f"{KEYED}/crm/history"
    assert lead.get(at).json()["record"]["field"] == "history"
    changed = send(lead, "PUT", at, plain | {"needed": "yes"})
    assert (changed.status_code, changed.json().get("revision")) == (200, 2), changed.content
    assert [one["revision"] for one in lead.get(f"{at}/history").json()["versions"]] == [2, 1]
    other = send(lead, "PUT", at, plain | {"field": "another"})
    assert (other.status_code, "which is another record" in other.json()["detail"]) == (400, True)
    assert send(lead, "DELETE", at).json()["revision"] == 3
    assert send(lead, "DELETE", f"{KEYED}/nobody/history").status_code == 404
