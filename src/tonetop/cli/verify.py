"""`tonetop verify [BUNDLE]`: check a proof bundle, or the data folder; neither loads the web framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work import data_folder

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Bundle = Annotated[
    Path | None, typer.Argument(metavar="[BUNDLE]", help="A proof bundle (default: the data folder).")
]
Key = Annotated[str | None, typer.Option("--key", help="The log's verifier key, as you were given it.")]
Held = Annotated[
    list[Path] | None, typer.Option("--held", metavar="FILE", help="A checkpoint that you keep; repeatable.")
]


@app.command()
def verify(
    bundle: Bundle = None, key: Key = None, held: Held = None, format: TextOrJson = "text", data: Data = None
) -> int:
    """Check a bundle by the stand-alone verifier; without one, the data folder's log and its tables by it."""
    if bundle is not None:
        return _bundle(bundle, key, held or [], format)
    return _folder(data_folder.found(data_folder.named(data)), key, held or [], format)


def _bundle(path: Path, key: str | None, held: list[Path], format: str) -> int:
    from tonetop.work.verify import told, verify_bundle

    report = verify_bundle(path, key, held)
    telling.say(telling.as_json(report) if format == "json" else told(path, report).rstrip("\n"))
    return 1 if report["problems"] else 0


def _folder(folder: Path, key: str | None, held: list[Path], format: str) -> int:
    from tonetop.work.verify_folder import kept_outside, verify_folder

    report = verify_folder(folder, kept_outside(key, held)).plain()
    if format == "json":
        telling.say(telling.as_json(report))
    else:
        for line in _told(folder, report):
            telling.say(line)
    return 1 if report["problems"] else 0


def _told(folder: Path, report: dict[str, Any]) -> list[str]:
    """The report for people; never a bare "all is well"."""
    count = len(report["problems"])
    rest = f"; {telling.counted(count, 'problem')}." if count else ", and so do the tables."
    lines = [f"{folder}: the log holds up to event {report['valid_to']}{rest}"]
    lines += [f"  {typer.style('✕', fg='red')} {problem}" for problem in report["problems"]]
    for anchor in report["anchors"]:
        how = "agrees with" if anchor["verified"] else "was given to"
        lines.append(
            f"  The checkpoint over {anchor['size']} events {how} {anchor['holder']} ({anchor['kind']})."
        )
    if report["unanchored"]:
        lines.append(f"  Not anchored outside this house: {telling.counted(report['unanchored'], 'event')}.")
    if report["erased"]:
        lines.append(f"  Erased: {telling.counted(report['erased'], 'personal value')}.")
    lines += [f"  Not checked: {what}." for what in report["not_checked"]]
    return lines
