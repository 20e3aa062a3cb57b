"""Saving a record through the page's form: judged, written as a row and as a ledger line, in one transaction."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import at_most, percentile, seconds

if TYPE_CHECKING:
    from django.test import Client

TIMES, WARM = 200, 20
NEW = "/registers/Decision/new/"
ALONE = "from bench.saving import measured; raise SystemExit(0 if measured() else 1)"


def saved(folder: Path) -> bool:
    """What saving takes in a process of its own, for that loads the framework; whether the figures hold."""
    told = {"TONETOP_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
    told["TONETOP_LIMITS"] = "1000"  # one account stands for many people
    done = subprocess.run([sys.executable, "-c", ALONE], env=os.environ | told, check=False)  # noqa: S603
    return done.returncode == 0


def measured() -> bool:
    """Decisions by a leader, whose acts are signed for at once, and by others; all go into the demo's folder."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in()
    held = True
    for name, doer in (("leader", "solvang"), ("other", "haddad")):
        took = [seconds(partial(save, client, f"{name}-{number}", doer)) for number in range(WARM + TIMES)]
        held &= at_most(f"record_saved_by_{name}_p95", 1000 * percentile(took[WARM:], 0.95), "ms", 30)
    with CaptureQueriesContext(connection) as captured:
        save(client, "one-more", "haddad")
    begun = [query["sql"] for query in captured if query["sql"].upper().startswith("BEGIN")]
    return held & at_most("record_saved_transactions", len(begun), "transactions", 1)


def signed_in() -> Client:
    """The governance lead's client over the demo's steady year in a fresh data folder."""
    from django.conf import settings
    from django.test import Client

    from tonetop.records.models import Account
    from tonetop.work.fill_demo import fill_demo
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    fill_demo("steady")
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Account.objects.get(role="governance-lead"), settings.AUTHENTICATION_BACKENDS[0])
    return client


def save(client: Client, ident: str, doer: str) -> None:
    """Send the form of one new decision."""
    sent = {"id": ident, "version": "0", "kind": "direction", "decided_by": doer, "decided_on": "2025-12-30"}
    answer = client.post(NEW, sent | {"text": "A second reader looks at every refusal."})
    if answer.status_code != 302:
        raise SystemExit(f"{NEW} answered {answer.status_code}")
