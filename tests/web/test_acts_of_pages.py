"""Every act of the pages is an operation of the API and a command too, or it is said why not; nothing is said twice."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import chain
from typing import Any

import pytest

from tests.house.source import ROOT
from tests.web.acts_of_pages import BY_PEOPLE, BY_PROGRAM, READS, RECORDS
from tests.web.commands_of_pages import BY_COMMAND, NO_COMMAND
from tests.web.commands_of_pages import RECORDS as COMMANDS_OF_RECORDS
from tests.web.permissions import NEVER, TABLE
from tonetop.cli.doors import DOORS


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


def commands() -> set[str]:
    """Every command of the terminal, with those of its groups."""
    import typer

    found = set()
    for name, door in DOORS.items():
        made: Any = typer.main.get_command(import_module(f"tonetop.cli.{door.module}").app)
        found |= {name, *(f"{name} {part}" for part in getattr(made, "commands", {}))}
    return found


def test_every_act_of_the_pages_is_a_command_or_it_is_said_why_not():
    from tonetop.work.acts.every import ACTS

    known, acts = commands(), {one.name.replace("-", "_"): f"act {one.name}" for one in ACTS}
    assert set(acts.values()) <= known
    assert set(chain.from_iterable(BY_COMMAND.values())) | set(COMMANDS_OF_RECORDS) <= known
    none = set(chain.from_iterable(NO_COMMAND.values()))
    by_act = {
        route for route, names in BY_PROGRAM.items() if all(name in acts or name in RECORDS for name in names)
    }
    assert none & ({*BY_COMMAND} | by_act) == set()
    assert {*BY_PROGRAM, *chain.from_iterable(BY_PEOPLE.values())} - none - {*BY_COMMAND} - by_act == set()
    assert none | {*BY_COMMAND} <= {*BY_PROGRAM, *chain.from_iterable(BY_PEOPLE.values())}
