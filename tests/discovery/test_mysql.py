"""MariaDB: a server of its own, scanned as MySQL is."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date

import pymysql
import pytest

from tests.discovery import servers
from tonetop.discovery.source import Asset, Counted, Overdue, Sampling, Unreachable
from tonetop.discovery.sources import mysql
from tonetop.discovery.sources.mysql import MySqlSource

pytestmark = pytest.mark.slow
MADE = """
CREATE DATABASE shop CHARACTER SET utf8mb4;
USE shop;
CREATE TABLE shop.person (id bigint PRIMARY KEY, mail varchar(80), made datetime, on_day date, photo blob, spot point,
  is_here tinyint(1), about json, same varchar(3), nothing text);
SET SESSION sql_mode = '';
INSERT INTO shop.person SELECT seq, concat('p', seq, '@example.org'), date_add('2010-06-01', INTERVAL seq % 10 YEAR),
  if(seq > 2, '2020-02-03', '0000-00-00'), 'x', POINT(1, 1), 1, '{"a": 1}', 'y', NULL FROM seq_1_to_40000;
CREATE TABLE shop.pair (a varchar(9), b int, PRIMARY KEY (a, b));
INSERT INTO shop.pair SELECT concat('A', seq DIV 10), seq % 10 FROM seq_1_to_40000;
CREATE TABLE shop.bare (`data region` varchar(9));
INSERT INTO shop.bare SELECT if(seq % 4, 'DE', 'US') FROM seq_1_to_20000;
CREATE VIEW shop.seen AS SELECT mail FROM shop.person;
CREATE DATABASE other; CREATE TABLE other.one (a int);
CREATE USER reader@localhost; GRANT SELECT ON *.* TO reader@localhost;
CREATE USER owner@localhost; GRANT ALL ON *.* TO owner@localhost;
"""


@pytest.fixture(scope="module")
def number() -> Iterator[int]:
    """The port of a server with tables."""
    server = servers.program("mariadbd", "usr/sbin")
    install = servers.program("mariadb-install-db", "usr/bin")
    with servers.folder() as folder:
        data, number = folder / "data", servers.port()
        common = ["--no-defaults", f"--datadir={data}"]
        start = [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"]
        theirs = os.environ | {"TMPDIR": str(folder)}  # ours may be closed to that account
        subprocess.run(
            start, user=servers.somebody(), cwd=folder, env=theirs, check=True, capture_output=True
        )
        own = [
            f"--port={number}",
            "--bind-address=127.0.0.1",
            f"--socket={folder}/s",
            f"--pid-file={folder}/p",
        ]
        light = [
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=0",
            "--plugin-maturity=unknown",
        ]

        def answers() -> None:
            assert (folder / "s").exists()
            pymysql.connect(unix_socket=f"{folder}/s", user="root").close()

        with servers.served([server, *common, *own, *light], folder, answers):
            with (
                pymysql.connect(unix_socket=f"{folder}/s", user="root", autocommit=True) as link,
                link.cursor() as cursor,
            ):
                for statement in filter(str.strip, MADE.split(";\n")):
                    for one in filter(str.strip, statement.split("; ")):
                        cursor.execute(one)
            yield number


@pytest.fixture
def source(number: int) -> Iterator[MySqlSource]:
    with mysql.opened(f"mysql://reader@127.0.0.1:{number}/shop", "here") as source:
        yield source


def _asset(source: MySqlSource, name: str) -> Asset:
    return next(asset for asset in source.assets() if asset.name == name)


def test_tables_are_assets_with_their_types_and_rows(source: MySqlSource, number: int) -> None:
    assert [(one.name, one.rows) for one in source.assets()] == [
        ("bare", 20_000),
        ("pair", 40_000),
        ("person", 40_000),
        ("seen", None),
    ]
    assert "a view" in str(_asset(source, "seen").skipped)
    types = dict(_asset(source, "person").fields)
    assert (types["photo"], types["spot"], types["is_here"], types["made"]) == (
        "binary",
        "binary",
        "boolean",
        "time",
    )
    with mysql.opened(f"mariadb://reader@127.0.0.1:{number}", "here") as every:
        names = ["other.one", "shop.bare", "shop.pair", "shop.person", "shop.seen"]
        assert [one.name for one in every.assets()] == names


@pytest.mark.parametrize("name", ["person", "pair", "bare"])
def test_every_row_is_read_once_and_a_sample_is_the_same_again(source: MySqlSource, name: str) -> None:
    asset = _asset(source, name)
    assert sum(batch.num_rows for _, batch in source.batches(asset, Sampling())) == asset.rows
    drawn = [sum(batch.num_rows for _, batch in source.batches(asset, Sampling(1000))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert 850 < drawn[0] < 1150


def test_counts_days_and_places_are_the_databases_own(source: MySqlSource) -> None:
    person = _asset(source, "person")
    assert source.overdue(person, "made", date(2012, 1, 1)) == Overdue(8000, "2010-06-01", 0)
    assert source.overdue(person, "on_day", date(2012, 1, 1)) == Overdue(0, None, 2)
    counts = source.counted(person)
    assert counts is not None
    assert (counts["nothing"], counts["same"]) == (Counted(0, constant=False), Counted(40_000, constant=True))
    assert source.tally(_asset(source, "bare"), "data region") == {"DE": 15_000, "US": 5_000}


def test_writers_are_not_kept_waiting_and_nothing_can_be_written(source: MySqlSource, number: int) -> None:
    for name in ("person", "bare"):
        batches = source.batches(_asset(source, name), Sampling())
        next(batches)
        with (
            pymysql.connect(host="127.0.0.1", port=number, user="owner", autocommit=True) as link,
            link.cursor() as cursor,
        ):
            cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
            assert cursor.execute("UPDATE shop.person SET same = 'y', mail = 'other' WHERE id = 7") >= 0
            assert cursor.execute("INSERT INTO shop.bare VALUES ('DE')") == 1
            assert cursor.execute("DELETE FROM shop.bare WHERE `data region` = 'DE' LIMIT 1") == 1
        batches.close()
    with mysql.opened(f"mysql://owner@127.0.0.1:{number}/shop", "here") as own:
        nobody = pytest.raises(Exception, match="READ ONLY")
        with own.reading() as reading, nobody:
            reading.exec_driver_sql("DELETE FROM bare")


def test_a_server_that_does_not_answer_is_told_in_a_sentence() -> None:
    with pytest.raises(Unreachable, match="cannot be connected to"):
        mysql.opened(f"mysql://a:secret@127.0.0.1:{servers.port()}/x", "mysql://a@here/x")


def test_the_server_tells_when_a_table_was_last_written_to(source: MySqlSource) -> None:
    told = {asset.idle for asset in source.assets()}
    assert any(told)
    assert all(day is None or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) for day in told)
