"""The Python client against a server that runs: what it reads, adds, changes, sends together and asks of gates."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT
from tests.web.conftest import served_own
from tests.work.serving import run

pytestmark = pytest.mark.slow
CLIENT = ROOT / "clients" / "python" / "src"


@pytest.fixture(scope="module")
def tonetop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client with a token of the governance lead, over a demo of its own."""
    sys.path.insert(0, str(CLIENT))
    try:
        from tonetop_client import Client

        with served_own(tmp_path_factory.mktemp("client") / "data") as served:
            email = served.sign_ins["governance-lead"]["email"]
            made = run(served.folder, "token", "--email", email, "--name", "client")
            assert made.returncode == 0, made.stderr
            token = next(word for word in made.stdout.split() if word.startswith("tonetop_"))
            yield Client(served.address, token)
    finally:
        sys.path.remove(str(CLIENT))


def test_lists_come_whole_page_after_page_and_narrowed_as_on_the_pages(tonetop: Any):
    people = list(tonetop.registers.Person.list(size=5, sort="name"))
    names = [one["record"]["name"] for one in people]
    assert len(names) > 10
    assert names == sorted(names)
    top = list(tonetop.registers.Person.list(where={"is_top_management": "yes"}, as_of="2025-12-31"))
    assert 0 < len(top) < len(people)
    assert all(one["record"]["is_top_management"] for one in top)


def test_a_record_is_added_changed_repeated_and_withdrawn(tonetop: Any):
    from tonetop_client import Problem

    people = tonetop.registers.Person
    added = people.add({"id": "p-client", "name": "Ada Kraft"}, key="run-1")
    assert added["revision"] == 1
    assert people.add({"id": "p-client", "name": "Ada Kraft"}, key="run-1") == added
    assert (
        people.change("p-client", {"id": "p-client", "name": "Ada Kraft", "title": "CEO"}, after=1)[
            "revision"
        ]
        == 2
    )
    with pytest.raises(Problem, match="was changed since") as overtaken:
        people.change("p-client", {"id": "p-client", "name": "Ada Kraft", "title": "CFO"}, after=1)
    assert overtaken.value.status == 409
    assert people.get("p-client")["record"]["title"] == "CEO"
    assert [one["revision"] for one in people.history("p-client")] == [2, 1]
    assert people.withdraw("p-client", key="run-2")["revision"] == 3
    assert people.withdraw("p-client", key="run-2")["revision"] == 3
    with pytest.raises(Problem) as gone:
        people.get("p-client", as_of="2100-01-01")
    assert gone.value.status == 404


def test_several_records_are_all_written_or_none_and_each_mistake_has_its_place(tonetop: Any):
    from tonetop_client import Problem

    right = {"type": "Person", "record": {"id": "p-several", "name": "Bo Lund"}}
    wrong = {"type": "Person", "record": {"id": "p-wrong", "name": 5}}
    with pytest.raises(Problem) as refused:
        tonetop.write_several([right, wrong])
    assert [one["pointer"] for one in refused.value.errors] == ["#/records/1"]
    assert tonetop.write_several([right])["written"] == 1


def test_a_shut_gate_is_an_answer_and_a_question_that_cannot_be_answered_is_not(tonetop: Any):
    from tonetop_client import Problem

    verdict = tonetop.check_gate({"process": "proc-procurement", "subject": "AI-1"})
    assert isinstance(verdict["opens"], bool)
    assert verdict["why"]
    with pytest.raises(Problem) as refused:
        tonetop.check_gate({"process": "proc-procurement", "subject": "nothing"})
    assert refused.value.status in (400, 404)


def test_an_act_is_done_by_its_name_and_files_go_along(tonetop: Any):
    from tonetop_client import Problem

    said = {"title": "It ranks by postcode", "subject": "AI-2", "likelihood": "likely", "severity": "high"}
    (risk,) = tonetop.assess_risk(said, key="risk-1")["records"]
    assert (risk["type"], risk["record"]["inherent"]) == ("RiskAssessment", "high")
    assert tonetop.assess_risk(said, key="risk-1")["records"] == [risk]
    with pytest.raises(Problem, match="there is no AI system"):
        tonetop.change_stage({"system": "no-such", "stage": "trial", "reason": "It is built."})
    piece, files = {"title": "Minutes"}, {'a "note".txt': b"Held.\r\n--", "ü.bin": bytes(range(256))}
    (kept,) = tonetop.keep_evidence(piece, files, key="files-1")["records"]
    assert kept["record"]["title"] == "Minutes"
    assert tonetop.keep_evidence(piece, files, key="files-1")["records"] == [kept]
    held = [one["record"] for one in tonetop.registers.EvidenceFile.list(where={"evidence": kept["id"]})]
    assert sorted((one["name"], one["size"]) for one in held) == [("a %22note%22.txt", 9), ("ü.bin", 256)]
    assert "catalog" in tonetop.list_oscal()["documents"]


def test_results_and_what_is_due_are_asked_by_name(tonetop: Any):
    assert tonetop.get_assessment(as_of="2025-12-31")["as_of"] == "2025-12-31"
    assert tonetop.get_check("LD-1.2")["result"]
    assert tonetop.list_due()["due"]


def test_nothing_that_is_no_tonetop_is_believed_and_a_token_goes_nowhere_else(tonetop: Any):
    from tonetop_client import Client, Problem, Unreachable

    with pytest.raises(ValueError, match="address as https"):
        Client("file:///etc/passwd", "tonetop_x")
    with pytest.raises(Unreachable):
        Client("http://127.0.0.1:1", "tonetop_x", retries=0).get_catalogue()
    with pytest.raises(Problem) as unknown:
        Client(tonetop._http._base, "tonetop_wrong").get_catalogue()
    assert unknown.value.status == 401


def test_the_client_is_typed_and_packed_with_its_types(tmp_path: Path):
    user = tmp_path / "user.py"
    user.write_text(
        "from tonetop_client import Client\n"
        "tonetop = Client('https://tonetop.example.org', 'tonetop_x')\n"
        "tonetop.registers.AISystem.add({'id': 'ai-1', 'name': 'Sorter', 'state': 'flying'})\n"
    )
    check = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(tmp_path / "cache"),
        "--config-file",
        "",
    ]
    done = subprocess.run(
        [*check, str(user)], capture_output=True, text=True, env={"MYPYPATH": str(CLIENT), "PATH": ""}
    )
    found = [line for line in done.stdout.splitlines() if ": error:" in line]
    assert len(found) == 1, done.stdout + done.stderr
    assert "Incompatible types" in found[0]
    assert "flying" in found[0]
    assert (CLIENT / "tonetop_client" / "py.typed").is_file()
