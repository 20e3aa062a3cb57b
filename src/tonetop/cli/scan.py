"""`tonetop scan SOURCE`: look for personal data, and hold what is there against what is declared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_folder import progress, write
from tonetop.cli.scan_lines import lines
from tonetop.cli.telling import Misuse
from tonetop.standard import facts_file
from tonetop.work import data_folder
from tonetop.work.assess_file import day
from tonetop.work.scan_source import KNOWN, named, settled

if TYPE_CHECKING:
    from tonetop.core.facts import Facts
    from tonetop.work.scan import Plan
    from tonetop.work.scan_found import Scan

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Place = Annotated[str, typer.Argument(metavar="SOURCE", help=f"{KNOWN}.")]
From = Annotated[
    Path | None,
    typer.Option(
        "--declared",
        metavar="FILE",
        help="Declarations: a facts file (default: the data folder, if there is one).",
    ),
]
System = Annotated[
    str, typer.Option("--system", metavar="ASSET", help="Which asset of the declarations the source is.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day retention is held against (default: today)."),
]
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json, html or xlsx.")]
Sample = Annotated[
    str,
    typer.Option(
        "--sample",
        metavar="N",
        help="Rows to draw of each asset, or all (default: all of up to a million rows).",
    ),
]
Box = Annotated[
    float | None,
    typer.Option(
        "--time-box", metavar="S", help="Begin nothing after so many seconds; what was not reached is told."
    ),
]
Pace = Annotated[
    float,
    typer.Option(
        "--pace",
        metavar="PERCENT",
        help="Read the source for no more than this share of the time (default: 100).",
    ),
]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="What runs the scan: here, daft or ray.")
]
StateFile = Annotated[
    Path | None,
    typer.Option("--state", metavar="FILE", help="Go on from where the scan that wrote this file came to."),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the scan in the data folder, for its pages; no value of it.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")]


@app.command()
def scan(
    source: Place,
    declared: From = None,
    system: System = "",
    as_of: AsOf = None,
    format: Form = "text",
    sample: Sample = "",
    time_box: Box = None,
    pace: Pace = 100.0,
    engine: EngineName = "here",
    state: StateFile = None,
    out: Out = None,
    keep: Keep = False,
    data: telling.Data = None,
) -> int:
    """Look for personal data and AI use in a source; say what is undeclared, unneeded and overdue."""
    known_format(format, out)
    rows = _rows(sample)
    if keep and not data_folder.may_open(data):
        raise Misuse("--keep needs a data folder; name one with --data")
    day(as_of, "--as-of")
    _time(time_box, pace)
    facts = _facts(declared, as_of, data)
    from tonetop.work.scan import Plan
    from tonetop.work.scan import scan as scanned
    from tonetop.work.scan_state import State

    today = facts.as_of if facts else as_of or telling.today("UTC")
    plan = Plan(today, rows, time_box, system=system, alone=bool(declared), engine=engine, pace=pace / 100)
    if state is not None:
        kept = State(state, named(source), plan.salt)
        plan = replace(plan, state=kept, salt=kept.salt)
    if keep:
        plan = _with_kept(plan, source)
    with progress() as told:
        found = scanned(source, plan, facts, told)
    if keep:
        found = _keep(found, plan)
    _tell(found, today, format, out)
    return 1 if found.falls_short else 0


def _with_kept(plan: Plan, source: str) -> Plan:
    """The plan with the organisation's secret and with what people said of the source and its columns."""
    from tonetop.work.found_assets import told_system
    from tonetop.work.keep_scan import salt
    from tonetop.work.sayings import corrections

    secret = plan.state.salt if plan.state else salt()
    system = plan.system or told_system(named(source))
    return replace(plan, salt=secret, said=corrections(settled(named(source))), system=system, called="")


def _keep(found: Scan, plan: Plan) -> Scan:
    """Keep a scan; gives it with what only the data folder knows, such as copies in other sources."""
    from tonetop.records.write import By
    from tonetop.work.keep_scan import Way, keep
    from tonetop.work.scan_found import Finding

    minutes = max(1, round(plan.seconds / 60)) if plan.seconds else None
    made = keep(found, Way(By(), plan.as_of, system=plan.system, sample=plan.sample, minutes=minutes))
    typer.echo(f"Kept as scan {made.pk}; its page is /inventory/{made.pk}/.", err=True)
    if not found.systems and any(column.held() for one in found.assets for column in one.columns):
        typer.echo(
            "No registered system bears its name; say which it is with --system, or on a page.", err=True
        )
    return replace(found, findings=tuple(Finding(**one) for one in made.found["findings"]))


def known_format(format: str, out: Path | None) -> None:
    """Refuse a format there is not, or one that needs a file."""
    if format not in ("text", "json", "html", "xlsx"):
        raise Misuse(f"--format does not know {format!r}; it takes text, json, html or xlsx")
    if format == "xlsx" and out is None:
        raise Misuse("--format xlsx needs --out FILE, for such a file is nothing to print")


def _time(box: float | None, pace: float) -> None:
    """Refuse a time that is none."""
    if box is not None and box <= 0:
        raise Misuse(f"--time-box {box:g} is no time; write a number of seconds, such as 600")
    if not 0 < pace <= 100:
        raise Misuse(f"--pace {pace:g} is no share of the time; write a percentage, such as 25")


def _rows(sample: str) -> int | None:
    """How many rows of each asset are drawn: 0 for all, None where nothing is said."""
    if sample == "all":
        return 0
    if sample and not (sample.isdecimal() and int(sample)):
        raise Misuse(f"--sample {sample!r} is no number of rows; write one such as 10000, or all")
    return int(sample) if sample else None


def _facts(declared: Path | None, as_of: str | None, data: str | None) -> Facts | None:
    """The declarations: those of a file, else those of the data folder, if there is one."""
    if declared is not None:
        found = facts_file.read(declared)
        return found.facts(as_of or telling.today(found.organisation.get("time_zone", "UTC")))
    if not data_folder.may_open(data):
        return None
    from tonetop.records.facts import taken

    return taken(as_of)


def _tell(found: Scan, as_of: str, format: str, out: Path | None) -> None:
    made = _written(found, as_of, format)
    if out is None:
        telling.say(made if isinstance(made, str) else made.decode())
        return
    write(out, f"{telling.unstyled(made)}\n".encode() if isinstance(made, str) else made)
    telling.say(f"{out}: written, as of {as_of}.")


def _written(found: Scan, as_of: str, format: str) -> str | bytes:
    if format == "json":
        return telling.as_json(found.plain())
    if format == "html":
        from tonetop.work.scan_page import page

        return page(found, as_of)
    if format == "xlsx":
        from tonetop.work.scan_sheets import workbook

        return workbook(found, as_of)
    return "\n".join(lines(found, as_of))
