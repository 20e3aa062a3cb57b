"""R1: a process that writes records is killed at random points; what it acknowledged is there, and a retry adds none.

Each round forks a writer that says a number once its record is committed, kills it within some milliseconds, and
sends the record that was on its way once more with the same key, as a client does that got no answer.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from typing import NoReturn

from bench.figures import at_least, at_most

ROUNDS, SEED = 1_000, 51
LONGEST = 0.06  # seconds after the first acknowledgement within which a writer is killed
DAY = "2025-06-02"


def measured(share: float) -> bool:
    """The rounds, and what was lost, broken or doubled in all of them."""
    import django

    django.setup()
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    people()
    chance = random.Random(SEED)  # noqa: S311 - the same points again
    rounds = max(1, int(ROUNDS * share))
    acknowledged, killed = set[str](), 0
    for number in range(rounds):
        said = _killed(number, chance.uniform(0, LONGEST))
        acknowledged |= {written(number, place, again=False) for place in range(said)}
        killed += 1
        acknowledged.add(written(number, said))  # nobody knows whether it was committed
    lost, doubled, broken = verified(acknowledged)
    return all(
        [
            at_least("R1 kill -9 at random points, SQLite", killed, "kills", rounds),
            at_most(f"R1 acknowledged records lost, of {len(acknowledged)}", lost, "records", 0),
            at_most("R1 acts doubled by a retry", doubled, "acts", 0),
            at_most("R1 problems of chain, tree and tables", broken, "problems", 0),
        ]
    )


def people() -> None:
    """A top manager whose decisions are recorded."""
    from tonetop.records import intake, write

    write.save(
        intake.take("Person", {"id": "p1", "name": "Ada Kraft", "is_top_management": True}), write.By()
    )


def _killed(number: int, after: float) -> int:
    """How many records of a round were acknowledged before its writer was killed."""
    from django.db import connections

    connections.close_all()  # nothing of a database is handed through a fork
    hears, says = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(hears)
        _writes(number, says)
    os.close(says)
    heard = os.read(hears, 1)
    time.sleep(after)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    while more := os.read(hears, 4096):
        heard += more
    os.close(hears)
    return len(heard)


def _writes(number: int, says: int) -> NoReturn:
    with suppress(BaseException):
        for place in range(10_000):
            written(number, place)
            os.write(says, b".")
    os._exit(1)


def written(number: int, place: int, *, again: bool = True) -> str:
    """The id of a round's record, once it is written; a second time it is as it was. again: whether to write it."""
    from tonetop.records import intake, write
    from tonetop.records.doers import Once

    ref = f"d-{number}-{place}"
    told = {
        "id": ref,
        "kind": "direction",
        "text": "A second reader looks.",
        "decided_by": "p1",
        "decided_on": DAY,
    }
    if again:
        write.save(intake.take("Decision", told), write.By(person="p1", once=Once(ref, "")))
    return ref


def verified(acknowledged: set[str]) -> tuple[int, int, int]:
    """Acknowledged records that are not there, records written twice, and what a whole verification finds."""
    from django.conf import settings
    from django.db import connection

    from tonetop.records.registry import registers
    from tonetop.work.verify_folder import verify_folder

    there = Counter(registers()["Decision"].objects.values_list("ref", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM ledger_events WHERE kind = 'Decision'")
        events = Counter(ref for (ref,) in cursor.fetchall())
    doubled = sum(count - 1 for seen in (there, events) for count in seen.values())
    lost = len(acknowledged - set(there)) + len(acknowledged - set(events))
    halves = len(set(there) ^ set(events))
    return lost, doubled, len(verify_folder(settings.DATA).problems) + halves
