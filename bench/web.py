"""`./dev bench web`: server time of the home and of a list of 50 out of 100,000 records, 8 connections, one worker."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NoReturn

from bench.figures import at_most, figure, percentile

ROWS, OTHERS = 100_000, 20_000
CONNECTIONS, EACH, WARM = 8, 25, 3
LIMIT, QUERIES = 60, 12
LAST = ROWS // 50
PAGES = {
    "home": "/?as_of=&known_on=",
    "list": "/registers/Evidence/",
    "list_paged": "/registers/Evidence/?page={n}",
    "list_sorted": "/registers/Evidence/?sort=-occurred_on&page={n}",
    "list_found": "/registers/Evidence/?q=policy&kind=policy-approval",
    "list_past": "/registers/Evidence/?as_of=2025-06-30&page={n}",
}
"""Where {n} stands, every request asks for another page of the list."""
SERVER = (
    "--interface",
    "wsgi",
    "--workers",
    "1",
    "--blocking-threads",
    "1",
    "--no-ws",
    "--log-level",
    "warning",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request took: milliseconds that the server worked, queries, milliseconds until it was answered."""

    worked: float
    queries: int
    waited: float


def main() -> None:
    """Fill a folder, serve it, and ask."""
    serve(fill, PAGES, LIMIT)


def serve(
    fill: Callable[[], None], pages: Mapping[str, str], limit: float, role: str = "governance-lead"
) -> NoReturn:
    """Serve a folder that `fill` filled, ask every page, and exit by whether all kept to `limit` milliseconds."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        folder.mkdir(mode=0o700)
        os.environ |= {"TONETOP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.timed_settings"}
        cookie, port = prepared(folder, fill, role), free_port()
        command = [
            sys.executable,
            "-m",
            "granian",
            *SERVER,
            "--port",
            str(port),
            "tonetop.site.wsgi:application",
        ]
        server = subprocess.Popen(command, cwd=Path(__file__).parent.parent)  # noqa: S603
        try:
            wait(port)
            raise SystemExit(0 if measured(port, cookie, pages, limit) else 1)
        finally:
            server.terminate()
            server.wait(10)


def fill() -> None:
    """100,000 pieces of evidence and an organisation around them."""
    from bench.organisations import Organisation  # noqa: PLC0415 - once the data folder is named

    made = Organisation(OTHERS)
    made.counts["Evidence"] = ROWS
    made.fill()


def prepared(folder: Path, fill: Callable[[], None], role: str) -> str:
    """A filled data folder; gives the cookie of a session of that role, as the first of top management."""
    import django  # noqa: PLC0415 - once the data folder is named

    (folder / "web.key").write_text(secrets.token_urlsafe(48))  # the server must know the session made here
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from bench.organisations import AS_OF  # noqa: PLC0415
    from tonetop.records.entrance import Rule  # noqa: PLC0415
    from tonetop.records.models import Account  # noqa: PLC0415
    from tonetop.records.models import Organisation as Named  # noqa: PLC0415
    from tonetop.web.sessions import SessionStore  # noqa: PLC0415
    from tonetop.work.open_folder import open_folder  # noqa: PLC0415

    open_folder(create=True)
    fill()
    Named.objects.create(name="Bench", clock_on=AS_OF)
    Rule.objects.create(roles="")  # no second factor is asked, so that pages are measured and not the way in
    account = Account.objects.create(username="bench", email="bench@example.org", role=role, person="p0")
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def wait(port: int) -> None:
    """Until the server answers, at most a minute."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def ask(port: int, cookie: str, path: str, numbers: Iterator[int], times: int) -> list[Answer]:
    """A page, asked several times over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    found = []
    for _ in range(times):
        asked = path.format(n=next(numbers) % LAST + 1)
        begun = time.perf_counter()
        connection.request("GET", asked, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        waited = 1000 * (time.perf_counter() - begun)
        if answer.status != 200:
            sys.stderr.write(f"{asked} answered {answer.status}\n")
            raise SystemExit(2)
        found.append(
            Answer(float(answer.headers["X-Milliseconds"]), int(answer.headers["X-Queries"]), waited)
        )
    connection.close()
    return found


def measured(port: int, cookie: str, pages: Mapping[str, str], limit: float) -> bool:
    """Each page, warmed by a few calls, then by all connections at once."""
    held = True
    for name, path in pages.items():
        numbers = count()
        ask(port, cookie, path, numbers, WARM)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            asked = [pool.submit(ask, port, cookie, path, numbers, EACH) for _ in range(CONNECTIONS)]
        found = [answer for some in asked for answer in some.result()]
        worst = max(answer.queries for answer in found)
        held &= at_most(f"web_{name}_p95", percentile([one.worked for one in found], 0.95), "ms", limit)
        held &= at_most(f"web_{name}_queries", worst, "queries", QUERIES)
        waited = percentile([one.waited for one in found], 0.95)
        figure(f"web_{name}_waited_p95", waited, "ms", "no target: with the queue of eight", True)
    return held


if __name__ == "__main__":
    main()
