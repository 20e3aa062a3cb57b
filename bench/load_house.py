"""A filled house that `tonetop up` serves for a measurement, and the sessions of those who ask it."""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.web import free_port

TOKEN = "t" * 32
"""The token of every form: that of the cookie and that of the form must be the same, and no page gave it."""


def filled(fill: Callable[[], object], roles: Sequence[str]) -> list[str]:
    """Fill the folder that the environment names; gives the cookies of signed-in people, one for each role named."""
    folder = Path(os.environ["TONETOP_DATA"])
    (folder / "web.key").write_text(secrets.token_urlsafe(48))  # the server must know the sessions made here
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import connections

    from bench.organisations import AS_OF
    from tonetop.records.entrance import Rule
    from tonetop.records.models import Account, Organisation
    from tonetop.web.sessions import SessionStore
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    fill()
    Organisation.objects.create(name="Bench", clock_on=AS_OF)
    Rule.objects.create(roles="")  # no second factor is asked, so that pages are measured and not the way in
    cookies = []
    for place, role in enumerate(roles):
        name = f"person-{place}"
        account = Account.objects.create(
            username=name, email=f"{name}@example.org", role=role, person=f"p{place % 6}"
        )
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        cookies.append(f"sessionid={session.session_key}; csrftoken={TOKEN}")
    connections.close_all()
    return cookies


@contextmanager
def up(tonetop: str, processes: int = 1) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`tonetop up` over the folder that the environment names: the process and its port, before it answers."""
    port = free_port()
    told = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    told |= {"TONETOP_PROCESSES": str(processes)}
    told["TONETOP_LIMITS"] = "1000"  # a few accounts stand for many people
    command = [tonetop, "up", "--port", str(port), "--data", os.environ["TONETOP_DATA"]]
    server = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        yield server, port
    finally:
        server.terminate()
        server.wait(60)


def first_page(port: int, path: str, cookie: str) -> None:
    """Wait, at most a minute, until a page is answered. Raises SystemExit when it is not."""
    for _ in range(1200):
        try:
            if ask(HTTPConnection("127.0.0.1", port, timeout=60), path, cookie) == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.05)
    raise SystemExit(f"{path} was not answered within a minute")


def ask(connection: HTTPConnection, path: str, cookie: str) -> int:
    """The status of a page, read to its end."""
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def held(pid: int) -> float:
    """Memory that a process and those it started hold, what they share counted once, in MB."""
    kilobytes, todo = 0, [pid]
    while todo:
        one = Path(f"/proc/{todo.pop()}")
        told = (one / "smaps_rollup").read_text()
        kilobytes += next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
        todo += [int(n) for task in (one / "task").iterdir() for n in (task / "children").read_text().split()]
    return kilobytes * 1024 / 1e6
