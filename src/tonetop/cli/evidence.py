"""`tonetop evidence`: keep files as evidence, list the pieces by state, take in what waits, index it now."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.intake import Refused
from tonetop.records.write import By
from tonetop.standard.schema import shapes
from tonetop.work import passage_index
from tonetop.work.assess import assess
from tonetop.work.keep_evidence import COMMAND, Brought, Piece, Taken, Way, in_parts, take_evidence
from tonetop.work.mail_in import take_mails
from tonetop.work.tray import TakenIn
from tonetop.work.watch_folder import take_files

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def evidence() -> None:
    """Keep files as evidence, each once under its hash, and say what they prove."""


@app.command()
def add(  # noqa: PLR0913, PLR0917 - what can be said of a piece
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files of one piece.")],
    kind: Annotated[str, typer.Option(help="Which kind of evidence, such as policy-approval.")] = "",
    occurred_on: Annotated[str, typer.Option(metavar="DATE", help="The day of what it proves.")] = "",
    requirement: Annotated[
        list[str] | None, typer.Option("--for", metavar="ID", help="A clause, control, duty or check.")
    ] = None,
    link: Annotated[list[str] | None, typer.Option(metavar="ID", help="A record it belongs to.")] = None,
    title: Annotated[str, typer.Option(help="What it is called; by default as its first file.")] = "",
    period_from: Annotated[str, typer.Option(metavar="DATE", help="First day that it proves.")] = "",
    period_to: Annotated[str, typer.Option(metavar="DATE", help="Last day that it proves.")] = "",
    owner: Annotated[str, typer.Option(metavar="ID", help="The person who answers for it.")] = "",
    expires_on: Annotated[str, typer.Option(metavar="DATE", help="From when it proves nothing.")] = "",
    retain_until: Annotated[str, typer.Option(metavar="DATE", help="Until when it is kept.")] = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Keep files as one piece of evidence, which is not ready until somebody says so."""
    piece = Piece(
        title=title,
        kind=kind,
        occurred_on=occurred_on,
        period_from=period_from,
        period_to=period_to,
        requirements=tuple(requirement or ()),
        links=tuple(link or ()),
        owner=owner,
        expires_on=expires_on,
        retain_until=retain_until,
    )
    return _told(take_evidence(Way(By(), COMMAND), piece, _brought(files)), format)


@app.command("list")
def listed(
    state: Annotated[str, typer.Option(help="Only those of a state, such as ready.")] = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """List the pieces that hold today, with their state."""
    states = shapes()["Evidence"].fields["state"].words
    if state and state not in states:
        raise Misuse(f"--state does not know {state!r}; it takes {', '.join(states)}")
    rows = [row for row in assess().facts.rows("Evidence") if not state or row.state == state]
    names = ("id", "title", "kind", "state", "occurred_on", "expires_on", "resubmit_by", "disposed_on")
    plain: list[dict[str, Any]] = [{name: getattr(row, name) for name in names} for row in rows]
    if format == "json":
        telling.say(telling.as_json(plain))
        return 0
    for each in plain:
        told = (each["id"], each["state"] or "-", each["occurred_on"] or "-", each["title"] or "-")
        telling.say("  ".join(told))
    return 0


@app.command("take-in")
def take_in(format: TextOrJson = "text", data: Data = None) -> int:
    """Take in what lies in the folders for mails and for files, without waiting for the background job."""
    found = {"mails": take_mails(), "files": take_files()}
    if format == "json":
        telling.say(telling.as_json({name: _plain(taken) for name, taken in found.items()}))
    else:
        for name, taken in found.items():
            telling.say(
                f"{name}: {taken.made} taken, {taken.known} held already, {taken.quarantined} in quarantine, "
                f"{len(taken.held_back)} held back."
            )
            for why in taken.held_back:
                telling.say(f"  {why}")
    return 1 if any(taken.held_back or taken.quarantined for taken in found.values()) else 0


@app.command()
def index(
    anew: Annotated[bool, typer.Option("--anew", help="Make it again from all files.")] = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Bring the index of passages up to date now, which the server does by itself in the background."""
    done = passage_index.anew() if anew else passage_index.catch_up()
    if format == "json":
        telling.say(telling.as_json(asdict(done)))
    else:
        telling.say(
            f"{done.read} files read, {done.refused} that cannot be read, {done.gone} left the index."
        )
    return 1 if done.refused else 0


def _brought(files: list[Path]) -> list[Brought]:
    """The files by name. Raises Refused for one that is not there."""
    for path in files:
        if not path.is_file():
            raise Refused(f"{path}: {'is no file' if path.exists() else 'there is no such file'}")
    return [Brought(path.name, in_parts(path)) for path in files]


def _told(taken: Taken, format: str) -> int:
    if format == "json":
        plain = {
            "evidence": taken.ref,
            "new": taken.is_new,
            "files": taken.files,
            "held_already": taken.known,
        }
        telling.say(telling.as_json(plain))
        return 0
    for name, ref in taken.known.items():
        telling.say(f"{name}: these bytes are held in {ref} already; nothing was stored twice.")
    if taken.is_new:
        files = "1 file is" if taken.files == 1 else f"{taken.files} files are"
        telling.say(f"{taken.ref}: {files} stored; it is not ready until somebody says so.")
    return 0


def _plain(taken: TakenIn) -> dict[str, Any]:
    return {
        "made": taken.made,
        "known": taken.known,
        "quarantined": taken.quarantined,
        "held_back": list(taken.held_back),
    }
