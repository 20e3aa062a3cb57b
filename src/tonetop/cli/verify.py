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
Authority = Annotated[
    Path | None,
    typer.Option(
        "--tsa", metavar="PEM", help="Certificates that time stamps must lead to (tonetop[timestamps])."
    ),
]


@app.command()
def verify(
    bundle: Bundle = None,
    key: Key = None,
    held: Held = None,
    tsa: Authority = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Check a bundle by the stand-alone verifier; without one, the data folder's log and its tables by it."""
    roots = _roots(tsa)
    if bundle is not None:
        return _bundle(bundle, (key, held or []), roots, format)
    return _folder(data_folder.found(data_folder.named(data)), (key, held or []), roots, format)


HOW = {True: "is vouched for by", False: "was given to"}
Kept = tuple[str | None, list[Path]]
"""What somebody outside holds: the log's key, and files with checkpoints."""


def _roots(path: Path | None) -> list[Any]:
    from tonetop.work.time_stamp import trusted

    return trusted(path) if path is not None else []


def _bundle(path: Path, kept: Kept, roots: list[Any], format: str) -> int:
    from tonetop.work.verify import told, verify_bundle

    report = verify_bundle(path, *kept)
    if roots and not report["problems"]:
        from tonetop.work.verify_anchors import chains

        report["problems"] += chains(path, roots)
    telling.say(telling.as_json(report) if format == "json" else told(path, report).rstrip("\n"))
    return 1 if report["problems"] else 0


def _folder(folder: Path, kept: Kept, roots: list[Any], format: str) -> int:
    from tonetop.work.verify_folder import kept_outside, verify_folder

    report = verify_folder(folder, kept_outside(*kept), roots).plain()
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
        how = "agrees with" if anchor["kind"] == "held" else HOW[anchor["verified"]]
        lines.append(
            f"  The checkpoint over {anchor['size']} events {how} {anchor['holder']} ({anchor['kind']})."
        )
    if report["unanchored"]:
        lines.append(f"  Not anchored outside this house: {telling.counted(report['unanchored'], 'event')}.")
    if report["erased"]:
        lines.append(f"  Erased: {telling.counted(report['erased'], 'personal value')}.")
    lines += [f"  Not checked: {what}." for what in report["not_checked"]]
    return lines
