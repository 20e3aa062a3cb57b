"""`tonetop up`: serve the web app from the data folder and run the background jobs."""

from __future__ import annotations

import logging
from typing import Annotated

import typer
from django.conf import settings

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import clock, stores
from tonetop.work import json_lines, measure, trace
from tonetop.work.invite import HOURS, first_account, invite
from tonetop.work.serve import address, demand_free, serve
from tonetop.work.ways_in import ways
from tonetop.work.workers import MOST, count
from tonetop.work.workers import processes as named_processes

logger = logging.getLogger(__name__)
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Host = Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=1, max=65535, help="The port to listen on.")]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        metavar="N",
        min=1,
        max=MOST,
        help="How many processes answer requests; default: $TONETOP_PROCESSES, else 1.",
    ),
]
TakeOver = Annotated[
    bool,
    typer.Option(
        "--take-over", help="Bring the data up to date while an earlier version still serves readers."
    ),
]


def _demand_settings() -> None:
    """Tell a setting that cannot be used before anything begins, and before anybody stands before the door."""
    count()
    json_lines.demand_known()
    measure.demand_usable()
    trace.demand_usable()
    ways(settings.DATA)
    stores.chosen(settings.DATA)


@app.command()
def up(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    processes: Processes = None,
    take_over: TakeOver = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Serve the web app and run the background jobs; Ctrl-C ends both."""
    demand_free(host, port)
    _demand_settings()
    number = processes or named_processes()
    at = address(host, port)
    if json_lines.is_wanted():
        serve(
            host, port, lambda: logger.warning("Served"), number
        )  # a link that lets somebody in is for no log
        return 0
    first = first_account()
    link = f"{at}/welcome/{invite(first)}/" if first else None
    if format == "json":
        serve(host, port, lambda: telling.say(telling.as_json({"address": at, "link": link})), number)
        return 0
    telling.say(f"Starting {clock.organisation()} ...")

    def ready() -> None:
        """Say where it is and how to come in."""
        telling.say(f"Tonetop is served at {at} (Ctrl-C ends it).")
        if link:
            telling.say(f"Come in as the first administrator, once, within {HOURS} hours: {link}")
            return
        if clock.organisation().story:
            telling.say("The demo's sign-ins were printed by `tonetop demo`.")
        telling.say("To come in by a one-time link: `tonetop sign-in`, with --email for another account.")

    serve(host, port, ready, number)
    telling.say("Ended.")
    return 0
