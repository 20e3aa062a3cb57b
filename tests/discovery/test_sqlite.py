"""SQLite: tables with exact counts and days, opened so that nothing is written and nobody waits."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tonetop.discovery.source import Asset, Counted, Overdue, Sampling, Source, Unreachable
from tonetop.discovery.sources import sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as link, link:
        link.executescript(
            """
            CREATE TABLE person (id INTEGER PRIMARY KEY, mail TEXT, "odd:name" TEXT, made DATETIME, at INTEGER);
            CREATE TABLE pair (a TEXT, b TEXT, n INT, PRIMARY KEY (a, b)) WITHOUT ROWID;
            CREATE TABLE empty (a BLOB, b JSON, c BOOLEAN, d NUMERIC(4,2));
            CREATE VIEW seen AS SELECT * FROM person;
            """
        )
        people = [(n, f"p{n}@example.org", "x", f"20{n % 20 + 10}-06-01 10:00", n) for n in range(40_000)]
        link.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?)", people)
        link.executemany("INSERT INTO pair VALUES (?, ?, 1)", [(f"a{n}", f"b{n % 3}") for n in range(20_000)])
    return path


@pytest.fixture
def source(path: Path) -> Iterator[Source]:
    with sqlite.opened(path, "shop.db") as source:
        yield source


def _asset(source: Source, name: str) -> Asset:
    return next(asset for asset in source.assets() if asset.name == name)


def test_tables_are_assets_with_their_types_and_rows_and_views_are_told_as_not_read(source: Source) -> None:
    assert [(asset.name, asset.rows) for asset in source.assets()] == [
        ("empty", 0),
        ("pair", 20_000),
        ("person", 40_000),
        ("seen", None),
    ]
    assert "a view" in str(_asset(source, "seen").skipped)
    assert dict(_asset(source, "empty").fields) == {
        "a": "binary",
        "b": "nested",
        "c": "boolean",
        "d": "number",
    }
    assert _asset(source, "person").fields["made"] == "time"


@pytest.mark.parametrize("name", ["empty", "pair", "person"])
def test_every_row_is_read_once(source: Source, name: str) -> None:
    asset = _asset(source, name)
    assert sum(batch.num_rows for _, batch in source.batches(asset, Sampling())) == asset.rows


def test_reading_goes_on_after_a_key_and_a_text_is_no_key_to_be_kept(source: Source) -> None:
    asset = _asset(source, "person")
    batches = list(source.batches(asset, Sampling()))
    rest = list(source.batches(asset, Sampling(), after=batches[0][0]))
    assert [key for key, _ in rest] == [key for key, _ in batches[1:]]
    assert {key for key, _ in source.batches(_asset(source, "pair"), Sampling())} == {None}


@pytest.mark.parametrize("name", ["pair", "person"])
def test_a_sample_is_drawn_at_random_and_the_same_again(source: Source, name: str) -> None:
    asset = _asset(source, name)
    drawn = [sum(batch.num_rows for _, batch in source.batches(asset, Sampling(1000))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert 850 < drawn[0] < 1150


def test_rows_before_a_day_are_counted_by_the_database(source: Source) -> None:
    asset = _asset(source, "person")
    assert source.overdue(asset, "made", date(2012, 1, 1)) == Overdue(4000, "2010-06-01", 0)
    assert source.overdue(asset, "mail", date(2012, 1, 1)) is None
    assert source.overdue(_asset(source, "empty"), "a", date(2012, 1, 1)) is None


def test_filled_and_constant_columns_are_counted_by_the_database(source: Source) -> None:
    counts = source.counted(_asset(source, "person"))
    assert counts is not None
    assert counts["odd:name"] == Counted(40_000, constant=True)
    assert counts["mail"] == Counted(40_000, constant=False)


def test_values_of_places_are_counted_one_by_one(source: Source) -> None:
    assert source.tally(_asset(source, "person"), "odd:name") == {"x": 40_000}
    assert source.tally(_asset(source, "person"), "mail") is None


def test_nothing_can_be_written_and_nobody_who_writes_waits(path: Path, source: Source) -> None:
    asset = _asset(source, "person")
    batches = source.batches(asset, Sampling())
    next(batches)
    with closing(sqlite3.connect(path, timeout=0)) as link, link:
        link.execute("UPDATE person SET mail = 'other@example.org' WHERE id = 1")
    assert sum(batch.num_rows for _, batch in batches) > 0
    assert isinstance(source, sqlite.SqliteSource)
    with source.reading() as reading, pytest.raises(Exception, match="readonly"):
        reading.exec_driver_sql("DELETE FROM person")


def test_what_is_copied_keeps_nobody_who_writes_waiting_at_all(path: Path, source: Source) -> None:
    asset = _asset(source, "person")
    rows = 0
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as link:
        for _, batch in source.batches(asset, Sampling()):
            rows += batch.num_rows
            link.execute("INSERT INTO pair VALUES (?, 'b', 1)", (f"new{rows}",))
        link.execute("BEGIN EXCLUSIVE")
        assert source.overdue(asset, "made", date(2012, 1, 1)) is not None
        link.execute("ROLLBACK")
    assert rows == asset.rows == 40_000


def test_what_is_too_large_to_be_copied_is_read_little_by_little(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "COPIED", 0)
    rests: list[float] = []
    monkeypatch.setattr(sqlite.time, "sleep", rests.append)
    with sqlite.opened(path, "shop.db") as source:
        asset = _asset(source, "person")
        rests.clear()
        sizes = []
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as link:
            for _, batch in source.batches(asset, Sampling()):
                sizes.append(batch.num_rows)
                link.execute("UPDATE pair SET n = n + 1 WHERE a = 'a1'")
        assert sum(sizes) == asset.rows == 40_000
        assert max(sizes) == sqlite.STEP and len(rests) >= len(sizes)
        assert all(0 < rest <= sqlite.REST for rest in rests)


def test_a_file_that_somebody_writes_to_for_long_is_not_copied(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAITS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("BEGIN EXCLUSIVE")
        with sqlite.opened(path, "shop.db") as source, pytest.raises(Unreachable, match="locked"):
            source.assets()
        link.execute("ROLLBACK")
        with sqlite.opened(path, "shop.db") as source:
            assert _asset(source, "person").rows == 40_000


def test_in_write_ahead_mode_nothing_is_copied_and_nobody_waits(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as link:
        link.execute("PRAGMA journal_mode = wal")
        with sqlite.opened(path, "shop.db") as source:
            assert isinstance(source, sqlite.SqliteSource)
            assert (source.copy, source.blocks) == (None, False)
            with source.reading() as reading:
                reading.exec_driver_sql("SELECT count(*) FROM person").fetchone()
                link.execute("UPDATE pair SET n = n + 1 WHERE a = 'a1'")


def test_what_is_no_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("hello, this is no database")
    with pytest.raises(Unreachable, match="no SQLite database"):
        sqlite.opened(tmp_path / "a.db", "a.db")
    with pytest.raises(Unreachable, match="cannot be read"):
        sqlite.opened(tmp_path / "b.db", "b.db")
    (tmp_path / "c.db").write_bytes(sqlite.HEAD + b"broken" * 100)
    with (
        sqlite.opened(tmp_path / "c.db", "c.db") as source,
        pytest.raises(Unreachable, match="cannot be read"),
    ):
        source.assets()


def test_a_database_left_in_write_ahead_mode_is_read_where_nothing_may_be_made(path: Path) -> None:
    with closing(sqlite3.connect(path)) as link:
        link.execute("PRAGMA journal_mode = wal")
    path.parent.chmod(0o500)
    try:
        with sqlite.opened(path, "shop.db") as source:
            assert _asset(source, "person").rows == 40_000
    finally:
        path.parent.chmod(0o700)


def test_the_file_tells_when_it_was_last_written_to(path: Path) -> None:
    os.utime(path, (86400 * 365, 86400 * 365))
    with sqlite.opened(path, "here") as source:
        assert {asset.idle for asset in source.assets() if asset.skipped is None} == {"1971-01-01"}
