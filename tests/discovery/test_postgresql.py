"""PostgreSQL: a server of its own, scanned without a lock that keeps anybody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from tests.discovery import servers
from tonetop.discovery.source import Asset, Counted, Overdue, Sampling, Unreachable
from tonetop.discovery.sources import postgresql
from tonetop.discovery.sources.postgresql import PostgresSource

pytestmark = pytest.mark.slow
MADE = """
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN mail AS text;
CREATE TABLE person (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), mail mail, mood mood, made timestamptz, address inet, tags text[],
    about jsonb, photo bytea, is_here boolean, amount numeric(8, 2), nothing text, "odd:name" text, same text
);
INSERT INTO person (mail, mood, made, address, tags, about, photo, is_here, amount, "odd:name", same)
SELECT 'p' || n || '@example.org', 'glad', timestamptz '2010-06-01 00:00+00' + n % 10 * interval '1 year', '10.0.0.1',
    '{a,b}', '{"a": 1}', '\\x00', true, n / 100.0, 'x', 'y' FROM generate_series(1, 40000) n;
UPDATE person SET made = '-infinity' WHERE mail IN ('p1@example.org', 'p2@example.org');
CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b));
INSERT INTO pair SELECT n / 10, n % 10 FROM generate_series(1, 50000) n;
CREATE TABLE bare (place text);
INSERT INTO bare SELECT CASE WHEN n % 4 = 0 THEN 'US' ELSE 'DE' END FROM generate_series(1, 40000) n;
CREATE TABLE part (id int, made date) PARTITION BY RANGE (id);
CREATE TABLE part_low PARTITION OF part FOR VALUES FROM (0) TO (100);
CREATE TABLE part_high PARTITION OF part FOR VALUES FROM (100) TO (300);
INSERT INTO part SELECT n, '2020-01-01' FROM generate_series(0, 199) n;
CREATE MATERIALIZED VIEW held AS SELECT mail FROM person LIMIT 10;
CREATE VIEW seen AS SELECT mail FROM person;
CREATE SCHEMA other; CREATE TABLE other.locked (a int);
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER far FOREIGN DATA WRAPPER far; CREATE FOREIGN TABLE away (a int) SERVER far;
CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader; GRANT USAGE ON SCHEMA other TO reader;
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A database with tables, as its owner may reach it."""
    with servers.postgresql() as address:
        with psycopg.connect(address, autocommit=True) as link:
            link.execute(MADE)
        yield address


@pytest.fixture
def source(url: str) -> Iterator[PostgresSource]:
    with postgresql.opened(url.replace("owner@", "reader@"), "here") as source:
        yield source


def _asset(source: PostgresSource, name: str) -> Asset:
    return next(asset for asset in source.assets() if asset.name == name)


def test_tables_of_all_schemas_are_assets_and_partitions_are_part_of_theirs(source: PostgresSource) -> None:
    found = {asset.name: (asset.rows, bool(asset.skipped)) for asset in source.assets()}
    assert found == {
        "other.locked": (None, True),
        "public.away": (None, True),
        "public.bare": (40_000, False),
        "public.held": (None, True),
        "public.pair": (50_000, False),
        "public.part": (200, False),
        "public.person": (40_000, False),
        "public.seen": (None, True),
    } | ({"public.held": (10, False)} if found["public.held"][0] else {})


def test_types_are_told_as_people_read_them(source: PostgresSource) -> None:
    types = dict(_asset(source, "public.person").fields)
    assert (types["mail"], types["mood"], types["made"], types["address"]) == ("text", "text", "time", "text")
    assert (types["tags"], types["about"], types["photo"]) == ("nested", "nested", "binary")
    assert (types["is_here"], types["amount"], types["id"]) == ("boolean", "number", "text")


@pytest.mark.parametrize("name", ["person", "pair", "bare", "part"])
def test_every_row_is_read_once(source: PostgresSource, name: str) -> None:
    asset = _asset(source, f"public.{name}")
    batches = [batch for _, batch in source.batches(asset, Sampling())]
    assert sum(batch.num_rows for batch in batches) == asset.rows
    if name == "pair":
        rows = {tuple(row.values()) for batch in batches for row in batch.to_pylist()}
        assert len(rows) == asset.rows


def test_values_come_as_they_are_read(source: PostgresSource) -> None:
    _, batch = next(source.batches(_asset(source, "public.person"), Sampling()))
    row: dict[str, Any] = batch.to_pylist()[0]
    assert (row["tags"], row["address"], row["photo"], row["odd:name"]) == ("{a,b}", "10.0.0.1/32", b"", "x")


def test_reading_goes_on_after_a_key(source: PostgresSource) -> None:
    asset = _asset(source, "public.pair")
    batches = list(source.batches(asset, Sampling()))
    rest = source.batches(asset, Sampling(), after=batches[1][0])
    assert sum(batch.num_rows for _, batch in rest) == sum(batch.num_rows for _, batch in batches[2:])


@pytest.mark.parametrize("name", ["person", "bare"])
def test_a_sample_is_drawn_by_the_database_and_the_same_again(source: PostgresSource, name: str) -> None:
    asset = _asset(source, f"public.{name}")
    drawn = [sum(batch.num_rows for _, batch in source.batches(asset, Sampling(1000))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert 850 < drawn[0] < 1150


def test_counts_days_and_places_are_the_databases_own(source: PostgresSource) -> None:
    person, bare = _asset(source, "public.person"), _asset(source, "public.bare")
    assert source.overdue(person, "made", date(2012, 1, 1)) == Overdue(7999, "2010-06-01", 2)
    assert source.overdue(person, "mail", date(2012, 1, 1)) is None
    counts = source.counted(person)
    assert counts is not None
    assert (counts["nothing"], counts["same"]) == (Counted(0, constant=False), Counted(40_000, constant=True))
    assert (counts["mail"], counts["made"].constant) == (Counted(40_000, constant=False), False)
    assert source.tally(bare, "place") == {"US": 10_000, "DE": 30_000}


def test_writers_and_those_who_change_tables_are_not_kept_waiting(url: str, source: PostgresSource) -> None:
    person = _asset(source, "public.person")
    batches = source.batches(person, Sampling())
    next(batches)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("SET lock_timeout = '200ms'")
        link.execute("UPDATE person SET same = 'y' WHERE mail = 'p9@example.org'")
        link.execute("ALTER TABLE person ALTER COLUMN same SET DEFAULT 'y'")
    assert sum(batch.num_rows for _, batch in batches) > 0
    sampled = source.batches(_asset(source, "public.bare"), Sampling(20_000))
    next(sampled)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("SET lock_timeout = '200ms'")
        link.execute("INSERT INTO bare VALUES ('DE')")
        link.execute("DELETE FROM bare WHERE ctid = (SELECT max(ctid) FROM bare)")
        locks = link.execute("SELECT mode FROM pg_locks WHERE relation = 'bare'::regclass").fetchall()
    assert locks == [("AccessShareLock",)]


def test_nothing_can_be_written(url: str) -> None:
    with (
        postgresql.opened(url, "here") as source,
        source.reading() as link,
        pytest.raises(Exception, match="read-only"),
    ):
        link.exec_driver_sql("DELETE FROM bare")


def test_a_table_that_somebody_holds_alone_is_told_as_not_read(url: str, source: PostgresSource) -> None:
    with psycopg.connect(url) as link:
        link.execute("LOCK TABLE part IN ACCESS EXCLUSIVE MODE")
        assert "lock timeout" in str(_asset(source, "public.part").skipped)


def test_a_server_that_does_not_answer_is_told_in_a_sentence() -> None:
    with pytest.raises(Unreachable, match="cannot be connected to"):
        postgresql.opened(f"postgresql://a:secret@127.0.0.1:{servers.port()}/x", "postgresql://a@here/x")


def test_the_database_tells_to_which_tables_nothing_was_written(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as link:
        row = link.execute("SELECT pg_stat_reset(), CAST(now() AT TIME ZONE 'UTC' AS date)").fetchone()
        assert row is not None
        link.execute("INSERT INTO bare VALUES ('DE')")
        link.execute("SELECT pg_stat_force_next_flush()")
    with postgresql.opened(url, "here") as source:
        idle = {asset.name: asset.idle for asset in source.assets()}
    assert idle["public.pair"] == row[1].isoformat()
    assert idle["public.part"] is None
    assert idle["public.held"] is None
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DELETE FROM bare WHERE ctid = (SELECT max(ctid) FROM bare)")
