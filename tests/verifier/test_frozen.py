"""The list of an audit's frozen evidence in a bundle: both verifiers hold it against the log and report it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.making_logs import act, make
from tests.verifier.bundles import Case, exported, report, zipped
from tonetop.core import canonical
from tonetop.core.ledger import Event, Subject

Told = dict[str, Any]
HASH, OTHER = "ab" * 32, "cd" * 32
AUDIT = {"event": 2, "id": "audit-1", "kind": "ExternalAudit", "version": 1}
PIECES = [
    {"event": 3, "id": "ev-1", "kind": "Evidence", "sha256": HASH, "version": 1},
    {"event": 4, "id": "ef-1", "kind": "EvidenceFile", "sha256": OTHER, "version": 1},
    {"event": 5, "id": "ev-2", "kind": "Evidence", "sha256": None, "version": 1},
]
LIST = {"as_of": "2025-01-14", "audit": AUDIT, "pieces": PIECES}


def written(number: int, of: Told, **plain: Any) -> Event:
    """The event that wrote what an entry of the list names."""
    subject = Subject(of["kind"], of["id"], of["version"])
    return replace(act(number), subject=subject, data={"plain": plain}, personal=())


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A bundle of a log with an audit, evidence with and without a hash, and the list of it."""
    log = make(tmp_path_factory.mktemp("frozen"))
    pieces = [written(number, one, sha256=one["sha256"]) for number, one in enumerate(PIECES[:2], start=2)]
    log.append(written(1, AUDIT, frozen_from="2025-01-14"), *pieces, written(4, PIECES[2], title="Minutes"))
    held = log.sign()
    yield Case(log, exported(log, frozen=LIST), held.note)
    log.connection.close()


def altered(case: Case, change: Callable[[Told], Any]) -> dict[str, bytes]:
    """The members with another list, signed by the log's own key."""
    listed = json.loads(case.members["frozen.json"])
    made = change(listed)
    raw = canonical.dumps(listed if made is None else made)
    return case.resigned(case.members | {"frozen.json": raw})


def piece(place: int, **fields: Any) -> Callable[[Told], None]:
    return lambda listed: listed["pieces"][place].update(fields)


ALTERED: dict[str, Callable[[Told], Any]] = {
    "another hash": piece(0, sha256=OTHER),
    "no hash": piece(0, sha256=None),
    "a hash where there is none": piece(2, sha256=HASH),
    "no hash at all": piece(0, sha256="abc"),
    "another version": piece(1, version=2),
    "another record": piece(1, id="ef-2"),
    "another event": piece(0, event=4),
    "an event that is not there": piece(0, event=99),
    "an event that writes no record": piece(0, event=1),
    "a register that holds no evidence": piece(0, kind="Person"),
    "a number that is none": piece(0, event=True),
    "a piece twice": lambda listed: listed["pieces"].append(listed["pieces"][0]),
    "another day": lambda listed: listed.update(as_of="2025-01-13"),
    "a day that is none": lambda listed: listed.update(as_of="soon"),
    "another audit": lambda listed: listed["audit"].update(id="audit-2"),
    "no audit": lambda listed: listed.update(audit=None),
    "no list": lambda listed: listed.update(pieces={}),
    "more than it holds": lambda listed: listed.update(more=1),
    "no mapping": lambda listed: [],
}


def test_the_list_is_held_against_the_log_and_reported(frozen: Case, tmp_path: Path):
    found = report(frozen.members, tmp_path)
    assert found["problems"] == []
    assert found["frozen"] == {"as_of": "2025-01-14", "audit": "audit-1", "later": 3, "pieces": 3}
    assert "of 3 records listed, 3 came into the log after that day" in "\n".join(found["not_checked"])


def test_it_is_told_to_people_and_a_bundle_without_a_list_says_nothing_of_it(
    frozen: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    from tests.verifier.bundles import verifier

    assert verifier.main([str(zipped(frozen.members, tmp_path / "one.zip"))]) == 0
    assert "evidence as of 2025-01-14 for the audit audit-1: 3 records" in capsys.readouterr().out
    assert report(exported(frozen.log), tmp_path)["frozen"] is None


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED.keys())
def test_a_list_that_does_not_fit_the_log_is_a_problem(
    frozen: Case, tmp_path: Path, change: Callable[[Told], Any]
):
    problems = report(altered(frozen, change), tmp_path)["problems"]
    assert problems
    assert all("frozen.json" in problem for problem in problems)


@pytest.mark.slow
def test_the_page_finds_the_same(frozen: Case, told: Callable[..., Told], tmp_path: Path):
    found = told(zipped(frozen.members, tmp_path / "sound.zip"))
    assert (found["problems"], found["frozen"]) == ([], report(frozen.members, tmp_path)["frozen"])
    for name, change in ALTERED.items():
        problems = told(zipped(altered(frozen, change), tmp_path / "altered.zip"))["problems"]
        assert problems, name
        assert all("frozen.json" in problem for problem in problems), name
