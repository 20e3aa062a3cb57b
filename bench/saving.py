"""Saving a record through the page's form: judged, written as a row and as a ledger line, in one transaction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.figures import at_most, percentile, seconds

TIMES, WARM = 200, 20
NEW = "/registers/Decision/new/"
ALONE = "from bench.saving import measured; raise SystemExit(0 if measured() else 1)"


def saved(folder: Path) -> bool:
    """What saving takes in a process of its own, for that loads the framework; whether the figures hold."""
    told = {"TONETOP_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
    done = subprocess.run([sys.executable, "-c", ALONE], env=os.environ | told, check=False)  # noqa: S603
    return done.returncode == 0


def measured() -> bool:
    """Decisions by a leader and by others into the demo's folder, each signed for when it must be."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tonetop.records.models import Account
    from tonetop.work.fill_demo import fill_demo
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    fill_demo("steady")
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(
        Account.objects.get(role="governance-lead"), "django.contrib.auth.backends.ModelBackend"
    )
    held = True
    for name, doer in (("leader", "solvang"), ("other", "haddad")):
        took = []
        for number in range(WARM + TIMES):
            sent = {
                "id": f"{name}-{number}",
                "version": "0",
                "kind": "direction",
                "text": "A second reader looks at every refusal.",
                "decided_by": doer,
                "decided_on": "2025-12-30",
            }
            answers = []
            took.append(seconds(lambda sent=sent, answers=answers: answers.append(client.post(NEW, sent))))
            if answers[0].status_code != 302:
                raise SystemExit(f"{NEW} answered {answers[0].status_code}")
        held &= at_most(f"record_saved_by_{name}_p95", 1000 * percentile(took[WARM:], 0.95), "ms", 30)
    with CaptureQueriesContext(connection) as captured:
        client.post(NEW, sent | {"id": "one-more"})
    begun = [query["sql"] for query in captured if query["sql"].upper().startswith("BEGIN")]
    return held & at_most("record_saved_transactions", len(begun), "transactions", 1)
