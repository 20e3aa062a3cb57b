"""What whoever runs the server watches: how large the ledger is, how old its witnesses are, what waits and failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from tonetop import __version__
from tonetop.records import clock
from tonetop.records.ledger import checkpoints
from tonetop.records.ledger.database import link
from tonetop.records.webhooks import STATES, Delivery
from tonetop.work.assess import position
from tonetop.work.ready import checks

Samples = list[tuple[Mapping[str, str], float]]
JOBS = {"READY": "waiting", "RUNNING": "running", "FAILED": "failed"}
ANCHORS = "SELECT kind, max(made), count(*) FROM ledger_anchors GROUP BY kind ORDER BY kind"


def vital_signs() -> Iterator[tuple[str, str, Samples]]:
    """Name, meaning and samples of each figure; what has no data has no sample. Ages are in seconds."""
    yield "tonetop_info", "The version of the program.", [({"version": __version__}, 1)]
    yield (
        "tonetop_ready",
        "Whether a check of readiness holds.",
        [({"check": one.name}, float(one.holds)) for one in checks()],
    )
    yield "tonetop_ledger_events", "Events that the ledger holds.", [({}, position())]
    yield from _witnesses()
    jobs = DBTaskResult.objects.values_list("status").annotate(Count("pk")).order_by()
    found = {JOBS[status]: number for status, number in jobs if status in JOBS}
    yield (
        "tonetop_jobs",
        "Background jobs by state; failed ones are kept for 90 days.",
        [({"state": state}, found.get(state, 0)) for state in JOBS.values()],
    )
    told = dict(Delivery.objects.values_list("state").annotate(Count("pk")).order_by())
    yield (
        "tonetop_webhook_messages",
        "Messages to webhooks by state; dead ones wait for somebody to look.",
        [({"state": state}, told.get(state, 0)) for state in STATES],
    )


def _witnesses() -> Iterator[tuple[str, str, Samples]]:
    """Checkpoints, which we sign, and anchors, which lie with somebody else."""
    newest = checkpoints.latest(connection)
    yield (
        "tonetop_checkpoint_events",
        "Events that the newest checkpoint covers.",
        [({}, newest.head.size)] if newest else [],
    )
    yield (
        "tonetop_checkpoint_age_seconds",
        "Seconds since the newest checkpoint was signed.",
        [({}, _age(newest.made))] if newest else [],
    )
    anchors: list[tuple[Any, ...]] = link(connection).all(ANCHORS)
    yield (
        "tonetop_anchors",
        "Checkpoints that lie with somebody else, by kind.",
        [({"kind": kind}, number) for kind, _, number in anchors],
    )
    yield (
        "tonetop_anchor_age_seconds",
        "Seconds since the newest checkpoint of a kind was given away.",
        [({"kind": kind}, _age(made)) for kind, made, _ in anchors],
    )


def _age(made: str) -> float:
    """Seconds since a moment as events write it."""
    then = datetime.fromisoformat(made)
    return (clock.now() - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()
