"""Every act of the pages is an operation of the API too, or it is said why not; and nothing is said twice."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

import pytest

from tests.house.source import ROOT
from tests.web.acts_of_pages import BY_PEOPLE, BY_PROGRAM, READS, RECORDS
from tests.web.permissions import NEVER, TABLE


@pytest.fixture(scope="module")
def operations() -> set[str]:
    """The names of all operations."""
    from tonetop.api.routes import api

    document: Any = json.loads(json.dumps(api.get_openapi_schema()))
    found = chain.from_iterable(methods.values() for methods in document["paths"].values())
    return {one["operationId"] for one in found}


def test_every_route_that_takes_a_form_is_told_of_once():
    said = [*BY_PROGRAM, *chain.from_iterable(BY_PEOPLE.values()), *READS]
    assert len(said) == len(set(said))
    taking = {
        name for name, line in TABLE.items() if line.sends != NEVER and not name.startswith(("api/", "scim/"))
    }
    assert set(said) == taking


def test_what_programs_do_is_an_operation_and_every_act_of_the_api_is_one_of_a_page(operations: set[str]):
    from tonetop.work.acts.every import ACTS

    named = set(chain.from_iterable(BY_PROGRAM.values())) - set(RECORDS)
    assert named <= operations
    assert {one.name.replace("-", "_") for one in ACTS} <= named


def test_the_reference_names_every_act():
    from tonetop.work.acts.every import ACTS

    page = (ROOT / "docs" / "reference" / "api.md").read_text()
    assert [one.name for one in ACTS if f"`{one.name}`" not in page] == []
