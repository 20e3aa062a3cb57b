"""People at work over 100,000 records: nine of ten steps read a page, one saves a record; then nothing may be lacking.

Each waits 2 to 8 seconds between an answer and the next step, as somebody does who reads. The server is killed at
the end (kill -9), and every record that was acknowledged must lie in the register and in the ledger, once.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.figures import at_most, figure, percentile
from bench.load_house import TOKEN, filled, first_page, up

RECORDS, PROCESSES, SEED = 100_000, 2, 7
CROWDS = ((50, 300), (200, 800))
"""How many people, and within how many milliseconds 95 of 100 answers must come."""
RAMP, WORK = 10, 60
"""Seconds in which all begin, which do not count; seconds that count."""
LEAST, MOST = 2.0, 8.0
WRITES = 0.1
NEW = "/registers/Decision/new/"
READS = (
    "/", "/inbox/", "/inbox/", "/due/", "/registers/Evidence/", "/registers/Evidence/?page={n}",
    "/registers/Evidence/?q=policy", "/registers/Person/record/p{n}/", "/registers/Decision/?sort=-decided_on",
    "/checks/LD-1.3/", "/documents/", "/gates/", "/centre/", "/search/?q=policy", "/requirements/5.2/",
)  # fmt: skip


@dataclass(slots=True)
class Heard:
    """What came of the steps of a crowd: milliseconds of reads and writes, ids acknowledged, what was no answer."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def measured(tonetop: str, share: float) -> bool:
    """Every crowd in turn, then the kill and the count."""

    def fill() -> None:
        from bench.organisations.acting import Acting

        Acting(RECORDS).fill()

    on = "postgresql" if os.environ.get("TONETOP_DATABASE") else "sqlite"
    people = max(count for count, _ in CROWDS)
    cookies = filled(fill, ["governance-lead" if n % 2 else "executive" for n in range(people)])
    holds, acknowledged = [], list[str]()
    with up(tonetop, PROCESSES) as (server, port):
        begun = time.perf_counter()
        first_page(port, "/", cookies[0])
        holds.append(at_most(f"{on}_start_to_first_page", time.perf_counter() - begun, "s", 5))
        for count, limit in CROWDS:
            heard = crowd(port, cookies[:count], WORK * share)
            acknowledged += heard.acknowledged
            holds += told(f"{on}_{count}_users", heard, limit, WORK * share)
        stopped(server)
    lost, doubled = lacking(acknowledged)
    holds.append(at_most(f"{on}_lost_writes_of_{len(acknowledged)}", lost, "records", 0))
    holds.append(at_most(f"{on}_doubled_writes", doubled, "records", 0))
    return all(holds)


def told(name: str, heard: Heard, limit: float, seconds: float) -> list[bool]:
    """Print the figures of a crowd."""
    every = [*heard.reads, *heard.writes]
    for error, times in heard.errors.items():
        figure(f"{name}: {error}", times, "times", "0", False)
    figure(f"{name}_answers", len(every) / seconds, "requests/s", "no target: what they asked for", True)
    figure(f"{name}_reads_p95", percentile(heard.reads, 0.95), "ms", "no target of its own", True)
    figure(f"{name}_writes_p95", percentile(heard.writes, 0.95), "ms", "no target of its own", True)
    return [
        at_most(f"{name}_p95", percentile(every, 0.95), "ms", limit),
        at_most(f"{name}_errors", heard.errors.total(), "answers", 0),
    ]


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who ask one port: what they heard is timed from one moment until another."""

    port: int
    from_on: float
    until: float
    heard: Heard = field(default_factory=Heard)

    def works(self, place: int, cookie: str) -> None:
        """One of them, until the end."""
        chance = random.Random(SEED * 1_000 + place)  # noqa: S311 - the same steps again
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        time.sleep(chance.uniform(0, RAMP))
        while time.perf_counter() < self.until:
            try:
                self._steps(connection, cookie, chance, place)
            except OSError as error:
                self.heard.errors[type(error).__name__] += 1
                connection.close()
            time.sleep(chance.uniform(LEAST, MOST))
        connection.close()

    def _steps(self, connection: HTTPConnection, cookie: str, chance: random.Random, place: int) -> None:
        begun = time.perf_counter()
        ref = f"w-{place}-{begun:.6f}".replace(".", "-") if chance.random() < WRITES else ""
        status = _save(connection, cookie, ref) if ref else _read(connection, cookie, chance)
        took = 1000 * (time.perf_counter() - begun)
        if status != (302 if ref else 200):
            self.heard.errors[f"{'save' if ref else 'read'} answered {status}"] += 1
        elif begun >= self.from_on:
            (self.heard.writes if ref else self.heard.reads).append(took)
        if ref and status == 302:
            self.heard.acknowledged.append(ref)


def crowd(port: int, cookies: Sequence[str], seconds: float) -> Heard:
    """Everybody works for the ramp and then so many seconds; only what is asked after the ramp is timed."""
    from_on = time.perf_counter() + RAMP
    people = Crowd(port, from_on, from_on + seconds)
    threads = [threading.Thread(target=people.works, args=told) for told in enumerate(cookies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return people.heard


def _read(connection: HTTPConnection, cookie: str, chance: random.Random) -> int:
    connection.request(
        "GET", chance.choice(READS).format(n=chance.randint(1, 200)), headers={"Cookie": cookie}
    )
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _save(connection: HTTPConnection, cookie: str, ref: str) -> int:
    said = {"id": ref, "version": "0", "kind": "direction", "decided_by": "p0", "decided_on": "2025-12-30"}
    body = urlencode(said | {"text": "A second reader looks at every refusal.", "csrfmiddlewaretoken": TOKEN})
    heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", NEW, body, heads)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def stopped(server: subprocess.Popen[bytes]) -> None:
    """Kill the server and all that it started, as a power cut would."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(60)


def lacking(acknowledged: Sequence[str]) -> tuple[int, int]:
    """How many acknowledged records lie not in the register and the ledger, and how many twice."""
    from django.db import connection

    from tonetop.records.registry import registers

    there = Counter(
        registers()["Decision"].objects.filter(ref__startswith="w-").values_list("ref", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM ledger_events WHERE kind = 'Decision'")
        events = Counter(ref for (ref,) in cursor.fetchall())
    doubled = sum(count - 1 for seen in (there, events) for count in seen.values())
    return len(set(acknowledged) - set(there)) + len(set(acknowledged) - set(events)), doubled
