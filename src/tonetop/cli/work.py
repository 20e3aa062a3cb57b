"""`tonetop work`: one more process that does the background jobs of a data folder."""

from __future__ import annotations

import signal
from threading import Event
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data
from tonetop.work.jobs import take_up_killed, work, work_off
from tonetop.work.workers import marked

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Once = Annotated[bool, typer.Option("--once", help="Do what waits in the queue and end.")]


@app.command(name="work")
def work_on(once: Once = False, data: Data = None) -> int:
    """Do the background jobs until Ctrl-C; several such processes share one queue, and none does a job twice."""
    if once:
        with marked() as name:
            take_up_killed()
            work_off(name)
        return 0
    stop = Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: stop.set())
    telling.say("Doing the background jobs (Ctrl-C ends it).")
    work(stop)
    telling.say("Ended.")
    return 0
