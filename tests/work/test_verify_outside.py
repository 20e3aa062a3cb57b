"""A checkpoint or key kept outside tells a log that was cut back or made anew, which nothing within it can."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tonetop.core import canonical, notes
from tonetop.core.merkle import Frontier, leaf_hash
from tonetop.records.ledger import checkpoints, keys, signers, signing
from tonetop.work.verify_folder import NoCheckpointError, kept_outside, verify_folder

pytestmark = pytest.mark.sqlite

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database with its guards lifted, as an insider with the key file would open it."""
    with closing(sqlite3.connect(folder / "tonetop.sqlite3", isolation_level=None)) as raw:
        found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in found:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in found:
            raw.execute(sql)


def held(folder: Path, to: Path) -> Path:
    """The newest checkpoint, kept outside."""
    with closing(sqlite3.connect(folder / "tonetop.sqlite3")) as raw:
        newest = checkpoints.latest(raw)
        assert newest is not None
        to.write_text(newest.note, encoding="utf-8")
    return to


def cut(folder: Path, size: int) -> None:
    """Cut the log back to a checkpoint of that size, with all that stands beside it: none of it is then missing."""
    with opened(folder) as raw:
        raw.execute("DELETE FROM ledger_events WHERE seq > ?", [size])
        raw.execute("DELETE FROM ledger_checkpoints WHERE size > ?", [size])
        raw.execute("DELETE FROM ledger_personal WHERE seq > ?", [size])
        raw.execute("DELETE FROM registers_person WHERE seq > ?", [size])
        signed = checkpoints.history(raw)
    lines = "".join(json.dumps(note) + "\n" for note in signed)
    (folder / checkpoints.NAME).write_text(lines, encoding="utf-8")


def made_anew(folder: Path, number: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Alter an event, then hash, chain and sign all from there on again with the log's own key."""
    with opened(folder) as raw:
        rows = raw.execute("SELECT seq, body FROM ledger_events ORDER BY seq").fetchall()
        frontier, previous = Frontier(), bytes(32)
        for seq, written in rows:
            event = json.loads(written) | {"previous": previous.hex()}
            body = canonical.dumps(change(event) if seq == number else event)
            leaf = leaf_hash(body)
            frontier = frontier.add(leaf)
            raw.execute(
                "UPDATE ledger_events SET body = ?, leaf = ?, previous = ?, frontier = ?, recorded = ? WHERE seq = ?",
                [body, leaf, previous, frontier.roots, json.loads(body)["recorded"], seq],
            )
            previous = leaf
        raw.execute("DELETE FROM ledger_checkpoints")
        (folder / checkpoints.NAME).unlink()
        signing.checkpoint(raw, keys.load(folder), folder, NOON)


def earlier(event: dict[str, Any]) -> dict[str, Any]:
    """The event, as if it had been recorded long before."""
    return event | {"recorded": "2020-01-01T00:00:00.000000Z"}


def test_a_checkpoint_that_agrees_is_a_verified_anchor(data: Path, tmp_path: Path):
    note = held(data, tmp_path / "held.txt")
    report = verify_folder(data, kept_outside(None, [note]))
    assert (report.problems, report.unanchored) == ([], 0)
    assert report.anchors == [
        {"holder": str(note), "kind": "held", "made": None, "size": report.valid_to, "verified": True}
    ]
    assert not any("made anew" in line for line in report.not_checked)


def test_without_one_the_report_says_what_it_cannot_tell(data: Path):
    assert any("whether the log was made anew" in line for line in verify_folder(data).not_checked)


def test_a_log_whose_end_was_cut_off_is_told_by_a_held_checkpoint_alone(data: Path, tmp_path: Path):
    note = held(data, tmp_path / "held.txt")
    size = verify_folder(data).valid_to
    cut(data, 1)
    assert verify_folder(data).problems == []
    report = verify_folder(data, kept_outside(None, [note]))
    assert report.problems == [f"{note} is over {size} events, the log holds 1: its end is cut off"]


def test_a_history_made_anew_with_its_own_key_is_told_by_a_held_checkpoint_alone(data: Path, tmp_path: Path):
    note = held(data, tmp_path / "held.txt")
    size = verify_folder(data).valid_to
    made_anew(data, size, earlier)
    assert verify_folder(data).problems == []
    report = verify_folder(data, kept_outside(None, [note]))
    assert report.problems == [f"{note} has another root over {size} events: the log was made anew"]


def test_the_right_key_agrees_and_another_does_not(data: Path):
    with closing(sqlite3.connect(data / "tonetop.sqlite3")) as raw:
        key = signers.current(raw).vkey
    assert verify_folder(data, kept_outside(key, [])).problems == []
    other = str(notes.Key("tonetop/another", bytes(range(32)), notes.ED25519))
    problems = verify_folder(data, kept_outside(other, [])).problems
    assert problems == ["the log is not signed with the key that was given"]
    with pytest.raises(NoCheckpointError, match="^--key: .*; it is written name"):
        kept_outside("nonsense", [])


def test_a_checkpoint_of_another_log_is_said(data: Path, tmp_path: Path):
    with closing(sqlite3.connect(data / "tonetop.sqlite3")) as raw:
        origin = signers.current(raw).origin
    note = held(data, tmp_path / "held.txt")
    note.write_text(note.read_text("utf-8").replace(origin, "tonetop/another", 1), encoding="utf-8")
    (problem,) = verify_folder(data, kept_outside(None, [note])).problems
    assert problem == f"{note} speaks of another log: tonetop/another"


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), (b"\xff", "is no"), (b"hello", "is no")]
)
def test_a_file_that_is_no_checkpoint_is_refused(content: bytes | None, why: str, tmp_path: Path):
    note = tmp_path / "held.txt"
    if content is not None:
        note.write_bytes(content)
    with pytest.raises(NoCheckpointError, match=why):
        kept_outside(None, [note])
