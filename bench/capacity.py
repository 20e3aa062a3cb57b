"""`./dev bench capacity`: what one of each thing costs, for the capacity model in docs/operations/capacity.md.

Figures of one machine, without targets: they are multiplied there. Times are those of the processor, so that they hold
on a machine that does other things too; what a disk or a network adds stands in other benchmarks.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.figures import figure, peak_megabytes, seconds
from bench.ledger import GROUP, ON_DISK, open_log
from bench.logs import Bundle, act
from tonetop.records.ledger import journal
from tonetop.records.ledger.writing import writing
from tonetop.work.verify import verify_bundle

GROUPS, SINGLE, VERIFIED = 30, 2000, 100_000
RECORDS, PAGES, WARM = 300, 100, 3
EVIDENCE = 32 << 20
"""Bytes of evidence that are kept and read back."""


def main() -> None:
    """Measure on a disk."""
    with tempfile.TemporaryDirectory(dir=ON_DISK if ON_DISK.is_dir() else None) as folder:
        place = Path(folder)
        ledger(place)
        verified(place)
        os.environ |= {
            "TONETOP_DATA": str(place / "data"),
            "DJANGO_SETTINGS_MODULE": "tonetop.site.settings",
            "TONETOP_LIMITS": "100000",
        }
        import django

        django.setup()
        house(place)
    sys.exit(0)


def told(name: str, value: float, unit: str) -> None:
    """A cost, for which there is no target."""
    figure(f"capacity_{name}", value, unit, "-", holds=True)


def ledger(folder: Path) -> None:
    """Bytes of an event in the database with its index, and how fast events are appended, alone and in groups."""
    log = open_log(folder / "log.sqlite3")
    alone = cost(partial(one_by_one, log))
    together = cost(partial(groups, log))
    log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.close()
    events = SINGLE + GROUPS * GROUP
    told("event_in_the_ledger", (folder / "log.sqlite3").stat().st_size / events, "bytes")
    told("append_grouped", 1e6 * together / (GROUPS * GROUP), "µs of the processor")
    told("append_alone", 1e6 * alone / SINGLE, "µs of the processor")


def one_by_one(log: Any) -> None:
    """Each event in a transaction of its own."""
    for number in range(SINGLE):
        with writing(log):
            journal.append(log, [act(number)])


def groups(log: Any) -> None:
    """A thousand events in one transaction, time and again."""
    for group in range(GROUPS):
        first = SINGLE + group * GROUP
        with writing(log):
            journal.append(log, [act(number) for number in range(first, first + GROUP)])


def cost(doing: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes, in this process and those that it starts and ends."""
    before = os.times()
    doing()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def verified(folder: Path) -> None:
    """A proof bundle: bytes and time of each event."""
    path = folder / "bundle.zip"
    Bundle(path, VERIFIED)
    took = seconds(partial(verify_bundle, path))
    told("event_in_a_bundle", path.stat().st_size / VERIFIED, "bytes")
    told("verify_an_event", 1e6 * took / VERIFIED, "µs on all processors")


def house(folder: Path) -> None:
    """The demo's year: a record saved, pages, evidence, a backup, and what the process holds."""
    from bench.saving import save, signed_in
    from tonetop.records import blobs, clock
    from tonetop.work.backup import backup

    client = signed_in()
    before = size(folder / "data")
    took = cost(lambda: [save(client, f"c-{number}", "haddad") for number in range(RECORDS)])
    told("record_saved", 1000 * took / RECORDS, "ms of the processor")
    told("record_with_its_event", (size(folder / "data") - before) / RECORDS, "bytes")
    pages(client)
    data = os.urandom(EVIDENCE)
    took_in = seconds(partial(blobs.store, [data], ours=True))
    told("evidence_kept", EVIDENCE / 1e6 / took_in, "MB/s")
    told("evidence_on_disk", size(folder / "data" / "blobs") / EVIDENCE, "bytes a byte")
    out = folder / "one.backup"
    took_out = seconds(partial(backup, folder / "data", out, clock.now()))
    told("backup", size(folder / "data") / 1e6 / took_out, "MB/s")
    told("process_peak", peak_megabytes(), "MB")


def pages(client: Any) -> None:
    """What pages take when their standing results are there already: this process's time, no network."""
    for name, address in (
        ("list", "/registers/Decision/"),
        ("check", "/checks/LD-1.3/"),
        ("home", "/"),
        ("api", "/api/v1/registers/Decision?size=50"),
    ):
        for _ in range(WARM):
            client.get(address)
        took = cost(partial(again, client, address))
        told(f"page_{name}", 1000 * took / PAGES, "ms of the processor")


def again(client: Any, address: str) -> None:
    """One page, time and again."""
    for _ in range(PAGES):
        client.get(address)


def size(folder: Path) -> int:
    """Bytes of all files, with the database's log written back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
