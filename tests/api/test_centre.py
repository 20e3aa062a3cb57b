"""The compliance centre for programs: narrowed, sorted and walked as its page and the lists of registers are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request")
CENTRE = "/api/v1/centre"


def ids(told: dict[str, Any]) -> list[str]:
    return [one["id"] for one in told["requirements"]]


def test_it_is_narrowed_by_state_part_and_owner(lead: Client):
    whole = lead.get(CENTRE).json()["requirements"]
    for name, value in (("state", "not-started"), ("part", "controls"), ("owner", "-")):
        own = [one for one in whole if one[name] == ("" if value == "-" else value)]
        told = lead.get(CENTRE, {name: value}).json()
        assert told["requirements"] == own != []
        assert sum(told["counts"].values()) >= len(own)


def test_it_is_searched_sorted_and_asked_of_another_framework(lead: Client):
    assert ids(lead.get(CENTRE, {"q": "scope"}).json()) == ["4.3"]
    whole = lead.get(CENTRE).json()["requirements"]
    down = lead.get(CENTRE, {"sort": "-evidence"}).json()["requirements"]
    assert [one["evidence"] for one in down] == sorted((one["evidence"] for one in whole), reverse=True)
    other = lead.get(CENTRE, {"framework": "gdpr"}).json()
    assert {*ids(other)}.isdisjoint({"4.3", "LD-1"})
    part = other["requirements"][0]["part"]
    own = lead.get(CENTRE, {"framework": "gdpr", "part": part}).json()["requirements"]
    assert {one["part"] for one in own} == {part}


@pytest.mark.parametrize(
    "asked", [("state", "odd"), ("part", "odd"), ("sort", "colour"), ("framework", "odd")]
)
def test_what_is_not_known_is_refused_by_name(asked: tuple[str, str], lead: Client):
    answer = lead.get(CENTRE, dict([asked]))
    assert (answer.status_code, answer.json()["detail"].startswith(f"{asked[0]} does not know")) == (
        400,
        True,
    )


@pytest.mark.parametrize("sort", ["", "-newest", "owner"])
def test_it_is_walked_by_its_links_both_ways(sort: str, lead: Client):
    whole = lead.get(CENTRE, {"sort": sort}).json()
    assert (whole["count"], whole["pages"], whole["next"]) == (len(whole["requirements"]), 1, None)
    answer = lead.get(CENTRE, {"sort": sort, "size": 30})
    page, found = answer.json(), ids(answer.json())
    assert f'<{page["next"]}>; rel="next"' in answer["Link"]
    while page["next"]:
        page = lead.get(page["next"]).json()
        found += ids(page)
    assert (found, page["page"]) == (ids(whole), 3)
    back = lead.get(page["previous"]).json()
    assert ids(back) == ids(whole)[30:60]


def test_a_walk_goes_on_after_what_is_no_longer_of_the_state_that_was_asked_for(lead: Client):
    asked = {"state": "not-started", "size": 5}
    first = lead.get(CENTRE, asked).json()
    last = ids(first)[-1]
    other = lead.get(CENTRE, {"state": "healthy", "cursor": f"after.{last}"})
    assert other.status_code == 200
    rest = ids(lead.get(first["next"]).json())
    assert rest == ids(lead.get(CENTRE, {"state": "not-started"}).json())[5:10]


@pytest.mark.parametrize("cursor", ["x", "after.", "after.99.9", "on.4.3"])
def test_a_cursor_of_no_requirement_is_refused(cursor: str, lead: Client):
    assert lead.get(CENTRE, {"cursor": cursor}).status_code == 400
