"""`tonetop restore FILE`: bring a backup back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work import data_folder
from tonetop.work.restore import Restored
from tonetop.work.restore import restore as brought_back

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `tonetop backup` wrote.")]
Replace = Annotated[bool, typer.Option("--replace", help="Move aside another organisation's log too.")]
Despite = Annotated[
    bool, typer.Option("--despite-problems", help="Take a backup whose ledger and tables do not hold.")
]


@app.command()
def restore(
    file: File,
    replace: Replace = False,
    despite: Despite = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Bring a backup back; all of it is verified before anything is replaced, and what was there is moved aside."""
    folder = data_folder.named(data)
    done = brought_back(file, folder, datetime.now(UTC), replace=replace, despite_problems=despite)
    if format == "json":
        telling.say(telling.as_json(_plain(folder, done)))
    else:
        for line in _lines(folder, done):
            telling.say(line)
    return 1 if done.problems or done.lost else 0


def _plain(folder: Path, done: Restored) -> dict[str, object]:
    return {
        "data": str(folder),
        "events": done.events,
        "older": bool(done.lost),
        "lost": done.lost,
        "event": done.event,
        "replaced": str(done.aside) if done.aside else None,
        "problems": list(done.problems),
    }


def _lines(folder: Path, done: Restored) -> list[str]:
    lines = [f"{folder}: restored, {telling.counted(done.events, 'event')}."]
    if done.lost:
        lines.append(
            f"The backup is older than what was there: it lacks {telling.counted(done.lost, 'later event')}. The log "
            f"says so in event {done.event} and goes on under a new name; tell whoever holds a checkpoint of the old."
        )
    if done.aside:
        lines.append(f"What was there lies in {done.aside}; delete it when you no longer need it.")
    lines += [f"  Problem: {problem}" for problem in done.problems]
    return lines
