"""Where the database is: in the data folder, or on the PostgreSQL server that the environment or the folder names."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tonetop.records.ledger.database import Log
from tonetop.records.setting import setting

NAME, OWNER = "TONETOP_DATABASE", "TONETOP_DATABASE_OWNER"
"""The variables of the environment that name the database, and the role that owns its tables."""
FILE = "database"
"""The file of the data folder that names the database where the environment does not; it holds a password."""
SCHEMES = ("postgresql", "postgres")
WAIT = 20_000
"""Milliseconds that a writer waits for another one, as long as on SQLite."""
CONNECTS = 10
"""Seconds within which the server must take a connection."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
)
IS_FILLED = "SELECT to_regclass('ledger_log') IS NOT NULL"


class ServerRefused(Exception):
    """The database cannot be named or reached so; the message is one sentence that says why and what to do."""


def named(folder: Path) -> str:
    """The address of the database that the environment or the folder names; empty for the folder's own."""
    return setting(NAME, folder / FILE)


def bare(address: str) -> str:
    """The address without its password, as it may be told and logged."""
    try:
        place = urlsplit(address)
        port = f":{place.port}" if place.port else ""
        who = f"{place.username}@" if place.username else ""
        return f"{place.scheme}://{who}{place.hostname or ''}{port}{place.path}"
    except ValueError:
        return "the address"


def described(address: str) -> dict[str, Any]:
    """What Django is told of a database by its address. Raises ServerRefused: it is none, or the driver is not there.

    postgresql://user:password@host:port/name?sslmode=verify-full; what stands after the ? goes to libpq.
    """
    try:
        place = urlsplit(address)
        port = place.port or ""
    except ValueError:
        port, place = "", urlsplit("")
    name = unquote(place.path.lstrip("/"))
    if place.scheme not in SCHEMES or not name:
        raise ServerRefused(
            f"{NAME} must read postgresql://user:password@host:5432/name, and names {bare(address)}"
        )
    _demand_driver()
    options: dict[str, Any] = {"connect_timeout": CONNECTS, "application_name": "tonetop"}
    return {
        "ENGINE": "tonetop.records.postgresql",
        "NAME": name,
        "USER": unquote(place.username or ""),
        "PASSWORD": unquote(place.password or ""),
        "HOST": place.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | dict(parse_qsl(place.query)),
    }


def on_file(file: Path) -> dict[str, Any]:
    """What Django is told of a SQLite file: durable, and a transaction that begins may write."""
    options = {"factory": Log, "transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": options}


def _demand_driver() -> Any:
    """The driver. Raises ServerRefused when it is not installed."""
    try:
        return import_module("psycopg")
    except ImportError as error:
        raise ServerRefused(f"PostgreSQL needs the extra tonetop[postgresql] ({error})") from None


def owner() -> dict[str, str]:
    """User and password of the role that owns the tables, where one is named apart. Raises ServerRefused."""
    told = os.environ.get(OWNER, "").strip()
    if not told:
        return {}
    try:
        about = described(told)
    except ServerRefused as refused:
        raise ServerRefused(str(refused).replace(NAME, OWNER, 1)) from None
    return {"USER": about["USER"], "PASSWORD": about["PASSWORD"]}


def is_filled(address: str) -> bool:
    """Whether a ledger lies in the database. Raises ServerRefused when it cannot be reached."""
    about, driver = described(address), _demand_driver()
    try:
        with driver.connect(address, connect_timeout=CONNECTS) as connection:
            return bool(connection.execute(IS_FILLED).fetchone()[0])
    except driver.Error as error:
        why = " ".join(str(error).split()) or "no reason was given"
        if about["PASSWORD"]:
            why = why.replace(about["PASSWORD"], "…")
        raise ServerRefused(
            f"{bare(address)}: cannot be reached: {why[:300]}; see that the server runs and the database is there"
        ) from None
