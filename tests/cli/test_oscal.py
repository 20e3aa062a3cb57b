"""OSCAL out of the demo: every document has what the models of 1.2.1 ask for, and what they point at is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.cli.conftest import Done
from tonetop.records.intake import Refused
from tonetop.standard import catalogue
from tonetop.standard.oscal import read
from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS

Command = Callable[..., Done]
TOKEN = re.compile(r"[^\W\d][\w.\-]*")
TEXT = re.compile(r"\S(.*\S)?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NEEDED = {
    CATALOGUE: ("catalog", {"uuid", "metadata"}),
    PROFILE: ("profile", {"uuid", "metadata", "imports"}),
    PLAN: ("assessment-plan", {"uuid", "metadata", "import-ssp", "reviewed-controls"}),
    RESULTS: ("assessment-results", {"uuid", "metadata", "import-ap", "results"}),
    ACTIONS: ("plan-of-action-and-milestones", {"uuid", "metadata", "poam-items"}),
}


def within(told: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a document."""
    if isinstance(told, dict):
        yield told
        for each in told.values():
            yield from within(each)
    elif isinstance(told, list):
        for each in told:
            yield from within(each)


@pytest.fixture
def written(demo: Path, command: Command, tmp_path: Path) -> dict[str, Any]:
    """The documents of the demo by the names of their files."""
    command("export", "oscal", str(tmp_path / "oscal"))
    return {file.name: json.loads(file.read_bytes()) for file in (tmp_path / "oscal").iterdir()}


def test_each_document_has_its_parts_in_the_forms_that_the_models_ask_for(written: dict[str, Any]):
    assert set(written) == set(NEEDED)
    for name, document in written.items():
        root, needed = NEEDED[name]
        assert set(document) == {root} and needed <= set(document[root])
        head = document[root]["metadata"]
        assert head["oscal-version"] == "1.2.1" and TIME.fullmatch(head["last-modified"])
        uuids = [each["uuid"] for each in within(document) if "uuid" in each]
        assert len(uuids) == len(set(uuids)) and all(UUID(each).version == 5 for each in uuids)
        for each in within(document):
            assert all(value not in ("", [], {}, None) for key, value in each.items() if key != "include-all")
            for prop in each.get("props", ()):
                assert TOKEN.fullmatch(prop["name"]) and TEXT.fullmatch(prop["value"])


def test_the_catalogue_holds_every_clause_control_and_duty_and_comes_in_again(written: dict[str, Any]):
    controls = [each for each in within(written[CATALOGUE]) if "parts" in each]
    ids = [each["id"] for each in controls]
    judged = [id for id, one in catalogue.clauses().items() if one["assessable"]]
    assert len(ids) == len(set(ids)) == len(judged) + 38 + 9
    parts = [part["id"] for each in controls for part in each["parts"]]
    assert len(parts) == len(set(parts)) and all(TOKEN.fullmatch(id) for id in (*ids, *parts))
    assert sum(id.endswith("_obj") for id in parts) == 60
    assert len(read("own", written[CATALOGUE]).framework.requirements) >= len(judged) + 38


def test_what_points_at_something_points_at_what_is_there(written: dict[str, Any]):
    controls = {each["id"] for each in within(written[CATALOGUE]) if "parts" in each}
    parts = {part["id"] for each in within(written[CATALOGUE]) for part in each.get("parts", ())}
    (chosen,) = written[PROFILE]["profile"]["imports"]
    assert chosen["href"] in written
    assert set(chosen["include-controls"][0]["with-ids"]) <= controls
    altered = {one["control-id"] for one in written[PROFILE]["profile"]["modify"]["alters"]}
    assert altered and altered <= set(chosen["include-controls"][0]["with-ids"])
    (result,) = written[RESULTS]["assessment-results"]["results"]
    seen = {one["uuid"] for one in result["observations"]}
    assert len(seen) == 60
    for found in result["findings"]:
        assert found["target"]["target-id"] in parts
        assert {one["observation-uuid"] for one in found.get("related-observations", ())} <= seen
    for name in (PLAN, ACTIONS):
        document = next(iter(written[name].values()))
        described = {f"#{one['uuid']}" for one in document["back-matter"]["resources"]}
        assert document["import-ssp"]["href"] in described


def test_results_say_what_the_assessment_says_and_nothing_without_data_is_satisfied(
    written: dict[str, Any], command: Command
):
    told = json.loads(command("assess", "--format", "json").out)
    (result,) = written[RESULTS]["assessment-results"]["results"]
    judged = told["clauses"] | told["controls"] | told["duties"]
    found = {one["title"]: one["target"]["status"]["state"] for one in result["findings"]}
    assert set(found) == {id for id, one in judged.items() if one["result"] in ("pass", "partial", "fail")}
    assert {id for id, state in found.items() if state == "satisfied"} == {
        id for id, one in judged.items() if one["result"] == "pass"
    }


def test_what_is_left_out_stands_with_its_reason_and_people_stand_nowhere(
    demo: Path, command: Command, tmp_path: Path
):
    from tonetop.records import intake, write
    from tonetop.records.registry import registers

    stated = {"control": "A.9.4", "applicable": False, "justification": "We use no\n such systems."}
    write.save(intake.take("SoAEntry", stated), write.By("tester"))
    command("export", "oscal", str(tmp_path / "oscal"))
    profile = json.loads((tmp_path / "oscal" / PROFILE).read_bytes())["profile"]
    assert profile["imports"][0]["exclude-controls"] == [{"with-ids": ["A.9.4"]}]
    assert "Left out: A.9.4: We use no such systems." in profile["metadata"]["remarks"]
    text = "".join(file.read_text() for file in (tmp_path / "oscal").iterdir())
    names = registers()["Person"].objects.values_list("name", flat=True)
    assert [name for name in names if name and name in text] == []


def test_the_same_facts_give_the_same_bytes_and_an_early_day_has_no_plan_of_action(
    demo: Path, command: Command, tmp_path: Path
):
    for place in ("a", "b"):
        command("export", "oscal", str(tmp_path / place))
    assert [file.read_bytes() for file in sorted((tmp_path / "a").iterdir())] == [
        file.read_bytes() for file in sorted((tmp_path / "b").iterdir())
    ]
    done = command("export", "oscal", str(tmp_path / "c"), "--as-of", "2020-01-01", "--format", "json")
    assert ACTIONS not in json.loads(done.out)["files"]
    with pytest.raises(Refused, match="holds something; name a new folder"):
        command("export", "oscal", str(tmp_path / "a"))
