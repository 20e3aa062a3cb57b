"""`tonetop import FILE...`: look at what files bring, or take it; and the mappings that ship."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.import_told import lines
from tonetop.cli.progress import bar
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.cli.whose import TOKEN, importer
from tonetop.records.mapping import shipped
from tonetop.work import import_records
from tonetop.work.import_records import Way

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def _at_least_one(files: list[Path] | None) -> list[Path]:
    if not files:
        raise Misuse("name at least one file to import; see `tonetop import --help`")
    return files


def _list_maps(asked: bool) -> None:
    if asked:
        telling.say("\n".join(f"{name:24} {shipped.find(name).about}" for name in shipped.names()))
        raise typer.Exit


def _print_map(name: str) -> None:
    if name:
        telling.say(shipped.text(name).rstrip())
        raise typer.Exit


Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="Facts files, tables, exports.", callback=_at_least_one),
]
Map = Annotated[
    str, typer.Option("--map", metavar="FILE|NAME", help="The mapping of a table: a file, or one that ships.")
]
Type = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="Which register a table of field names is of.")
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would happen; store nothing.")]
System = Annotated[
    str, typer.Option("--system", metavar="ID", help="The AI system whose parts a bill of materials names.")
]
TakeValid = Annotated[bool, typer.Option("--take-valid", help="Take the other rows when some are refused.")]
Restore = Annotated[
    bool,
    typer.Option(
        "--restore", help="Bring back an own export, into a folder without records: who entered what stays."
    ),
]
InTheNameOf = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        help=f"A file with the token of whoever imports (or ${TOKEN}); without one nobody is named as who entered it.",
        exists=True,
        dir_okay=False,
    ),
]
Maps = Annotated[
    bool, typer.Option("--maps", help="List the shipped mappings.", is_eager=True, callback=_list_maps)
]
PrintMap = Annotated[
    str, typer.Option("--print-map", metavar="NAME", help="Print one.", is_eager=True, callback=_print_map)
]


@app.command()
def import_(
    files: Files = None,
    map: Map = "",
    type: Type = "",
    system: System = "",
    preview: Preview = False,
    take_valid: TakeValid = False,
    restore: Restore = False,
    token_file: InTheNameOf = None,
    format: TextOrJson = "text",
    maps: Maps = False,
    print_map: PrintMap = "",
    data: Data = None,
) -> int:
    """Take records from facts files, tables, register exports and AI-BOMs: all or nothing."""
    by = importer(token_file)
    if preview:
        report = import_records.preview(files or [], by, Way(map, type, system, restore=restore))
    else:
        with bar() as progress:
            way = Way(map, type, system, take_valid, progress, restore)
            report = import_records.run(files or [], by, way)
    return told(report, format, preview=preview, take_valid=take_valid)


def told(
    report: import_records.Report, format: str = "text", *, preview: bool = False, take_valid: bool = False
) -> int:
    """Tell what an import did, or would do; gives how the command ends."""
    if format == "json":
        telling.say(telling.as_json(report.plain() | ({"first": report.first} if preview else {})))
    else:
        telling.say("\n".join(lines(report, preview=preview)))
    if not report.refused:
        return 0
    if preview or take_valid:
        return 1
    rows = "1 row is" if len(report.refused) == 1 else f"{len(report.refused)} rows are"
    others = f", or take the other {report.in_order} with --take-valid" if report.in_order else ""
    sys.stderr.write(f"{rows} refused, so nothing was stored; mend the file{others}\n")
    return 2
