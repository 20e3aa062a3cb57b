"""A list that is walked by its links gives each record once, whatever is added, changed or withdrawn on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.test_repeated import send

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request")
PEOPLE = "/api/v1/registers/Person"


@pytest.fixture
def house(lead: Client) -> Client:
    """Twelve people, of whom three have no title."""
    for n in range(12):
        person: dict[str, Any] = {"id": f"p{n:02}", "name": f"Person {n}"}
        titled = {} if n % 4 == 3 else {"title": f"Title {n % 3}"}
        assert send(lead, "POST", PEOPLE, person | titled).status_code == 201
    return lead


def ids(page: dict[str, Any]) -> list[str]:
    return [one["record"]["id"] for one in page["records"]]


def walked(client: Client, asked: str, between: Any = None, link: str = "next") -> list[str]:
    """The ids that a walk finds; between: what is done after each page."""
    page = client.get(asked).json()
    found = ids(page)
    while page[link]:
        if between:
            between(found)
        page = client.get(page[link]).json()
        found = found + ids(page) if link == "next" else ids(page) + found
    return found


def test_a_record_that_is_added_meanwhile_neither_doubles_nor_hides_another(house: Client):
    added = iter(range(100))

    def add(found: list[str]) -> None:
        send(house, "POST", PEOPLE, {"id": f"a{next(added):02}", "name": "New"})

    found = walked(house, f"{PEOPLE}?size=5", add)
    assert found == [f"p{n:02}" for n in range(12)]


def test_what_is_changed_or_withdrawn_where_the_walk_stands_does_not_stop_it(house: Client):
    def change(found: list[str]) -> None:
        send(house, "PUT", f"{PEOPLE}/{found[-1]}", {"id": found[-1], "name": "Changed"})
        send(house, "DELETE", f"{PEOPLE}/{found[-2]}")

    assert walked(house, f"{PEOPLE}?size=3", change) == [f"p{n:02}" for n in range(12)]


@pytest.mark.parametrize("sort", ["", "-ref", "title", "-title", "name", "-name"])
def test_in_every_order_a_walk_is_the_list_forwards_and_backwards(sort: str, house: Client):
    whole = ids(house.get(f"{PEOPLE}?size=500&sort={sort}").json())
    assert len(whole) == 12

    def same(found: list[str]) -> None:
        row = house.get(f"{PEOPLE}/{found[-1]}").json()["record"]
        changed = row | {"valid_from": "2020-01-01"}
        assert send(house, "PUT", f"{PEOPLE}/{found[-1]}", changed).status_code == 200

    assert walked(house, f"{PEOPLE}?size=5&sort={sort}", same) == whole
    last = house.get(f"{PEOPLE}?size=5&sort={sort}&page=3").json()
    assert ids(last) == whole[10:]
    assert walked(house, f"{PEOPLE}?size=5&sort={sort}&page=3", link="previous") == whole


def test_links_are_in_a_header_too_and_filters_stay_in_them(house: Client):
    answer = house.get(f"{PEOPLE}?size=2&title=Title+1")
    page = answer.json()
    assert answer["Link"] == f'<{page["next"]}>; rel="next"'
    assert "title=Title+1" in page["next"] and "page=" not in page["next"]
    second = house.get(page["next"])
    assert second.json()["page"] == 2
    assert 'rel="prev"' in second["Link"]
    assert house.get(second.json()["previous"]).json()["records"] == page["records"]
    assert "Link" not in house.get(f"{PEOPLE}?size=500")


@pytest.mark.parametrize("cursor", ["x", "after.", "after.0", "after.999999", "before.-1", "after.1 OR 1"])
def test_a_cursor_that_no_list_gave_is_refused(cursor: str, house: Client):
    answer = house.get(PEOPLE, {"cursor": cursor})
    assert (answer.status_code, "is none of this list" in answer.json()["detail"]) == (400, True)


def test_the_document_says_what_a_cursor_is(folder: Any):
    told = Client().get("/api/v1/openapi.json").json()["paths"][PEOPLE]["get"]
    (cursor,) = [one for one in told["parameters"] if one["name"] == "cursor"]
    assert cursor["schema"]["examples"] == ["after.1042"]
    shown = told["responses"]["200"]["content"]["application/json"]["example"]
    assert shown["next"] == f"{PEOPLE}?cursor=after.1042"
