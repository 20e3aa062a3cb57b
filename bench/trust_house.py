"""A demo house within a process: its folder open, a signed-in client for each role, for rows that ask every page."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.web.conftest import ROLES, House


def house(staff: bool = True) -> House:
    """The demo's steady year in the folder of the environment; with `staff` somebody of the staff too."""
    os.environ["TONETOP_LIMITS"] = "100000"  # one client asks as fast as it can
    import django

    with suppress(RuntimeError):
        django.setup()
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tonetop.records.models import Account
    from tonetop.work.fill_demo import fill_demo
    from tonetop.work.invite import make_account
    from tonetop.work.open_folder import open_folder

    with suppress(RuntimeError):
        setup_test_environment()
    open_folder(create=True)
    fill_demo("steady")
    accounts: dict[str, Any] = {role: Account.objects.get(role=role) for role in ROLES}
    if staff:
        accounts["staff"] = make_account("staff", "staff@example.org", person="thun", name="Staff")
        accounts["staff"].set_password("what everybody knows")  # as people have who come by an invitation
        accounts["staff"].save()
    clients = {role: Client(raise_request_exception=False) for role in accounts}
    for role, client in clients.items():
        client.force_login(accounts[role], backend=settings.AUTHENTICATION_BACKENDS[0])
    return House(Path(settings.DATA), clients, Client(raise_request_exception=False))
