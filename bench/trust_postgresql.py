"""R1 and R3 on PostgreSQL: writers, its processes and the whole server are killed; its disk is full or closed.

R2, the disk states after a loss of power, is played through on SQLite alone, whose every write a file system of ours
notes; PostgreSQL's own recovery after a crash is what the kills of the whole server go through.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench.figures import at_least, at_most
from bench.server_to_kill import Server, programs, server_to_kill
from bench.trust_faults import _tried
from bench.trust_kills import LONGEST, _writes, people, verified, written

WRITERS, BACKENDS, SERVERS, HINDERED, SEED = 700, 200, 100, 120, 51
UNLIKE = 200_000
"""Numbers of rounds that no other row uses."""
WITHOUT = "R1 R3 on PostgreSQL\tleft out: PostgreSQL is not installed; on Debian: apt-get install postgresql"
ENDING = 20


def measured(share: float) -> bool:
    """Both rows; true where there is no server to measure, which is said."""
    if programs() is None:
        print(WITHOUT, flush=True)  # noqa: T201
        return True
    data = Path(os.environ["TONETOP_DATA"])
    with server_to_kill(data.parent) as server:
        os.environ["TONETOP_DATABASE"] = server.address
        import django

        django.setup()
        from tonetop.work.open_folder import open_folder

        open_folder(create=True)
        people()
        return all([_killed(server, share), _hindered(server, share)])


def _killed(server: Server, share: float) -> bool:
    chance = random.Random(SEED)  # noqa: S311 - the same points again
    rounds = {"writer": WRITERS, "backend": BACKENDS, "server": SERVERS}
    rounds = {name: max(2, int(count * share)) for name, count in rounds.items()}
    acknowledged, number = set[str](), 0
    for name, count in rounds.items():
        for _ in range(count):
            said = _round(server, number, chance.uniform(0, LONGEST), name)
            acknowledged |= {written(number, place, again=False) for place in range(said)}
            acknowledged.add(_again(server, number, said))
            number += 1
    lost, doubled, broken = verified(acknowledged)
    wanted = (WRITERS + BACKENDS + SERVERS) * min(share, 1)
    told = f"R1 kill -9 on PostgreSQL ({rounds['backend']} of backends, {rounds['server']} of the server)"
    return all(
        [
            at_least(told, number, "kills", int(wanted)),
            at_most(
                f"R1 acknowledged records lost on PostgreSQL, of {len(acknowledged)}", lost, "records", 0
            ),
            at_most("R1 acts doubled by a retry on PostgreSQL", doubled, "acts", 0),
            at_most("R1 problems of chain, tree and tables on PostgreSQL", broken, "problems", 0),
        ]
    )


def _round(server: Server, number: int, after: float, victim: str) -> int:
    """How many records of a round were acknowledged before something of it was killed."""

    def kill(writer: int) -> None:
        time.sleep(after)
        if victim == "backend":
            server.kill_backend()
        elif victim == "server":
            server.kill()
        with suppress(ProcessLookupError):
            os.kill(writer, signal.SIGKILL)

    heard = _heard(partial(_writes, number), kill)
    server.wait()
    return len(heard)


def _heard(act: Callable[[int], None], kill: Callable[[int], None]) -> bytes:
    """What a forked writer says before it ends."""
    from django.db import connections

    connections.close_all()  # nothing of a database is handed through a fork
    hears, says = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(hears)
        act(says)
    os.close(says)
    heard = os.read(hears, 1)
    kill(writer)
    while more := os.read(hears, 4096):
        heard += more
    os.close(hears)
    os.waitpid(writer, 0)
    return heard


def _again(server: Server, number: int, place: int) -> str:
    """Send once more what was on its way; nobody knows whether it was committed."""
    from django.db import Error, connections

    until = time.monotonic() + ENDING
    while True:
        try:
            return written(number, place)
        except Error:
            connections.close_all()
            if time.monotonic() > until:
                raise
            server.wait()


def _hindered(server: Server, share: float) -> bool:
    rounds = max(6, int(HINDERED * share))
    chance = random.Random(SEED)  # noqa: S311 - the same limits again
    unclear, acknowledged = 0, set[str]()
    ways = [_full, _reading_only, _without_rights] if server.is_small else [_reading_only, _without_rights]
    for number in range(UNLIKE, UNLIKE + rounds):
        hinder, mend = ways[number % len(ways)](server, chance)
        said = _tried(number, hinder)
        mend()
        unclear += not said.endswith(b"!")
        acknowledged |= {written(number, place, again=False) for place in range(said.count(b"."))}
        acknowledged.add(_again(server, number, said.count(b".")))
    lost, doubled, problems = verified(acknowledged)
    named = "full, closed or read-only" if server.is_small else "closed or read-only (a full disk takes root)"
    return all(
        [
            at_least(
                f"R3 writers on PostgreSQL that is {named}", rounds, "writers", int(HINDERED * min(share, 1))
            ),
            at_most("R3 of them on PostgreSQL without a clear sentence", unclear, "writers", 0),
            at_most("R3 acknowledged records lost by them on PostgreSQL", lost, "records", 0),
            at_most(
                "R3 half acts, doubled acts and problems after them on PostgreSQL",
                doubled + problems,
                "problems",
                0,
            ),
        ]
    )


Way = tuple[Callable[[], None], Callable[[], None]]
"""What hinders, and what mends it."""


def _full(server: Server, chance: random.Random) -> Way:
    ballast = server.folder / "disk" / "ballast"
    left = chance.randrange(0, 400_000)

    def fill() -> None:
        about = os.statvfs(ballast.parent)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(about.f_bavail * about.f_frsize - left, 4096))

    return fill, lambda: ballast.unlink(missing_ok=True)


def _reading_only(server: Server, _chance: random.Random) -> Way:
    setting = "ALTER DATABASE postgres {} default_transaction_read_only"
    return (
        lambda: void(server.run(f"{setting.format('SET')} = on")),
        lambda: void(server.run(setting.format("RESET"))),
    )


def _without_rights(server: Server, _chance: random.Random) -> Way:
    """The owner of a table may always write to it, so what is taken is the right to write where its file lies."""
    (name,) = (str(row[0]) for row in server.run("SELECT pg_relation_filepath('ledger_events')"))
    path = server.folder / "disk" / "data" / name
    return partial(path.chmod, 0o400), partial(path.chmod, 0o600)


def void(_rows: object) -> None:
    """Nothing of what was given."""
