"""A new version takes over from the one before while people read: no reader is refused, and nobody writes past it."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.work.serving import database, run
from tests.work.upped import Upped, token_of, upped

pytestmark = pytest.mark.slow
PAGES = ("/api/v1/registers/Person?size=5", "/accounts/login/", "/healthz", "/api/v1/registers/AISystem")
STEP = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("{app}", "{leaf}")]
    operations = [{operations}]
"""
ADDED = """
        migrations.AddField("person", "later_word", models.CharField(max_length=20, null=True)),
        migrations.AddField("decision", "later_number", models.IntegerField(default=0)),
        migrations.CreateModel("LaterThing", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("person", models.Index(fields=["later_word"], name="later_word")),
"""
CLASHES = """
        migrations.CreateModel(
            "AgainThing", [("id", models.BigAutoField(primary_key=True))], {"db_table": "ledger_log"}
        )
"""
CHANGED = 'migrations.RemoveField("person", "title")'


def later(tmp_path: Path, operations: str) -> dict[str, str]:
    """This program with one step more, as the environment of a process that runs it."""
    source = tmp_path / "later"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    steps = source / "tonetop" / "registers" / "migrations"
    leaf = sorted(path.stem for path in steps.glob("0*.py"))[-1]
    text = STEP.format(app="registers", leaf=leaf, operations=operations)
    (steps / "9999_later.py").write_text(text)
    return {"PYTHONPATH": str(source)}


@contextmanager
def read(server: Upped) -> Iterator[tuple[list[tuple[str, int]], Callable[[], None]]]:
    """Somebody reads one page after the other until told to stop; gives each with its status."""
    told: list[tuple[str, int]] = []
    stop = threading.Event()

    def reads() -> None:
        while not stop.is_set():
            for page in PAGES:
                told.append((page, server.ask(page)[0]))
                stop.wait(0.05)

    reader = threading.Thread(target=reads)

    def ends() -> None:
        stop.set()
        reader.join(60)

    reader.start()
    try:
        yield told, ends
    finally:
        ends()


def person(number: int) -> dict[str, str]:
    """A record."""
    return {"id": f"p-{number}", "name": f"Person {number}"}


def taken_over(folder: Path, new: dict[str, str]) -> None:
    """The newer version comes beside the earlier one; people are sent to it, and the earlier one ends."""
    token = token_of(folder)
    path = "/api/v1/registers/Person"
    with upped(folder, "--processes", "2", token=token) as old:
        assert old.ask(path, person(1))[0] == 201
        with read(old) as (told, leave):
            refused = run(folder, "assess", **new)
            assert (refused.returncode, "in use by another tonetop" in refused.stderr) == (2, True)
            assert old.ask("/readyz")[0] == 200
            with upped(folder, "--take-over", token=token, **new) as newer, read(newer) as (also_told, _):
                assert newer.ask(path, person(2))[0] == 201
                status, said = old.ask(path, person(3))
                assert status == 503, "a program sends it once more, to the newer one"
                assert b"newer version of Tonetop" in said
                assert old.ask(f"{path}/p-2")[0] == 200, "the earlier one reads what the newer one wrote"
                assert newer.ask(f"{path}/p-1")[0] == 200
                assert newer.ask(f"{path}/p-3")[0] == 404
                status, said = old.ask("/readyz")
                assert (status, b"took over and serves" in said) == (503, True)
                assert newer.ask("/readyz")[0] == 200
                leave()  # people are sent to the newer one, and the earlier one ends
                old.process.terminate()
                old.process.wait(60)
                assert (folder / "address").read_text().endswith(f":{newer.port}")
                assert newer.ask(path, person(4))[0] == 201
    for seen in (told, also_told):
        assert len(seen) > len(PAGES)
        assert {status for _, status in seen} == {200}


@pytest.mark.sqlite
def test_a_newer_version_takes_over_a_file_while_people_read(tmp_path: Path):
    folder, new = tmp_path / "data", later(tmp_path, ADDED)
    assert run(folder, "demo", "--story", "empty").returncode == 0
    taken_over(folder, new)
    done = run(folder, "verify", "--format", "json", **new)
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])
    assert "newer version" in run(folder, "assess").stderr


@pytest.mark.long
def test_a_newer_version_takes_over_a_server_while_people_read(server: str, tmp_path: Path):
    folder, new = tmp_path / "data", later(tmp_path, ADDED)
    address = database(server, "taken_over")
    assert run(folder, "demo", "--story", "empty", TONETOP_DATABASE=address).returncode == 0
    (folder / "database").write_text(address)
    taken_over(folder, new)
    done = run(folder, "verify", "--format", "json", **new)
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


@pytest.mark.sqlite
def test_a_version_that_does_more_than_add_does_not_take_over(tmp_path: Path):
    folder, new = tmp_path / "data", later(tmp_path, CHANGED)
    assert run(folder, "demo", "--story", "empty").returncode == 0
    refused = run(folder, "up", "--take-over", "--port", "1", **new)
    assert refused.returncode == 2
    assert "registers.9999_later does more than add (RemoveField)" in refused.stderr
    assert run(folder, "verify").returncode == 0


@pytest.mark.sqlite
def test_what_cannot_be_finished_is_undone_and_whoever_serves_goes_on(tmp_path: Path):
    folder, new = tmp_path / "data", later(tmp_path, f"{ADDED}{CLASHES}")
    assert run(folder, "demo", "--story", "empty").returncode == 0
    before = (folder / "checkpoints.jsonl").read_bytes()
    assert run(folder, "up", "--take-over", "--port", "1", **new).returncode != 0
    assert not (folder / "brought-up-to-date").exists()
    assert (folder / "checkpoints.jsonl").read_bytes() == before
    assert run(folder, "verify").returncode == 0
    assert run(folder, "token", "--list").returncode == 0, "this version opens it as before"
