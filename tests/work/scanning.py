"""A small database with people in it, scanned and kept: what tests of scans share."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tonetop.records.scans import KeptScan

NAMES = ("Anna Keller", "Jonas Weber", "Marie Dubois", "Luca Rossi", "Sofia Lind")
ILLNESSES = ("asthma", "diabetes", "migraine", "eczema")


def shop(path: Path, people: int = 60, table: str = "customer") -> Path:
    """A database with customers and a copy of their addresses."""
    with closing(sqlite3.connect(path)) as link, link:
        link.execute(
            f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, diagnosis TEXT, fax TEXT)"
        )
        rows = [(n, NAMES[n % 5], f"p{n}@example.org", ILLNESSES[n % 4], None) for n in range(people)]
        link.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)
        link.execute(f"CREATE TABLE {table}_backup (id INTEGER PRIMARY KEY, email TEXT)")
        link.executemany(f"INSERT INTO {table}_backup VALUES (?, ?)", [(row[0], row[2]) for row in rows[:40]])
    return path


def kept(path: Path, system: str = "asset-policies", **more: Any) -> KeptScan:
    """The database scanned and kept in the data folder that is open."""
    from tonetop.records import clock
    from tonetop.records.write import By
    from tonetop.work.assess import assess
    from tonetop.work.keep_scan import Way, keep, salt
    from tonetop.work.sayings import corrections
    from tonetop.work.scan import Plan, scan
    from tonetop.work.scan_source import named

    address = f"sqlite:///{path}"
    today = clock.today()
    plan = Plan(today, salt=salt(), system=system, said=corrections(named(address)), **more)
    return keep(scan(address, plan, assess().facts), Way(By(), today, system=system))


def summed(folder: Path) -> KeptScan:
    """A folder scanned and kept, as no system that is registered."""
    from tonetop.records import clock
    from tonetop.records.write import By
    from tonetop.work.assess import assess
    from tonetop.work.keep_scan import Way, keep, salt
    from tonetop.work.scan import Plan, scan

    plan = Plan(clock.today(), salt=salt())
    return keep(scan(str(folder), plan, assess().facts), Way(By(), clock.today()))
