"""`./dev bench web`: server time of the home and of a list of 50 out of 100,000 records, 8 connections, one worker."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.figures import at_most, percentile

ROWS = 100_000
CONNECTIONS, EACH = 8, 25
PAGES = {
    "home": "/",
    "list": "/registers/Evidence/",
    "list_sorted": "/registers/Evidence/?sort=-occurred_on&page=900",
    "list_found": "/registers/Evidence/?q=policy&kind=policy-approval",
    "list_past": "/registers/Evidence/?as_of=2025-06-30",
}


def main() -> None:
    """Fill a folder, serve it, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TONETOP_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.timed_settings"
        cookie = prepared()
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--workers",
            "1",
        ]
        command += [
            "--blocking-threads",
            "1",
            "--no-ws",
            "--log-level",
            "warning",
            "tonetop.site.wsgi:application",
        ]
        server = subprocess.Popen(command, cwd=Path(__file__).parent.parent)  # noqa: S603
        try:
            wait(port)
            raise SystemExit(0 if measured(port, cookie) else 1)
        finally:
            server.terminate()
            server.wait(10)


def prepared() -> str:
    """A data folder with 100,000 pieces of evidence and an organisation around them; gives a session's cookie."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from bench.organisations import AS_OF, Organisation
    from tonetop.records.models import Account
    from tonetop.records.models import Organisation as Named

    call_command("migrate", verbosity=0)
    made = Organisation(20_000)
    made.counts["Evidence"] = ROWS
    made.fill()
    Named.objects.create(name="Bench", clock_on=AS_OF)
    account = Account.objects.create(username="bench", email="bench@example.org", role="governance-lead")
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
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


def ask(port: int, cookie: str, path: str, times: int) -> list[tuple[float, int]]:
    """Server milliseconds and queries of a page, asked several times over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    found = []
    for _ in range(times):
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.stderr.write(f"{path} answered {answer.status}\n")
            raise SystemExit(2)
        found.append((float(answer.headers["X-Milliseconds"]), int(answer.headers["X-Queries"])))
    connection.close()
    return found


def measured(port: int, cookie: str) -> bool:
    """Each page, warmed by a few calls, then by all connections at once."""
    held = True
    for name, path in PAGES.items():
        ask(port, cookie, path, 3)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            answers = [pool.submit(ask, port, cookie, path, EACH) for _ in range(CONNECTIONS)]
        found = [pair for answer in answers for pair in answer.result()]
        held &= at_most(f"web_{name}_p95", percentile([ms for ms, _ in found], 0.95), "ms", 60)
        held &= at_most(f"web_{name}_queries", max(queries for _, queries in found), "queries", 12)
    return held


if __name__ == "__main__":
    main()
