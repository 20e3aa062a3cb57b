"""The command `tonetop`: finds the subcommand asked for, loads what it needs and no more, tells mistakes."""

from __future__ import annotations

import os
import sys
from functools import wraps
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from tonetop import __version__
from tonetop.cli.doors import DOORS, Door
from tonetop.cli.harmless import harmless

Misused: Any = next(error for error in typer.BadParameter.__mro__ if error.__name__ == "ClickException")
"""What a command line that does not fit raises; newer typers bring a click, and so a class, of their own."""


LONGEST = 2000
"""How many characters of a sentence about a mistake are told; a value in it may be millions long."""
WITHOUT_FOLDER = {
    ("assess", "--facts"): "assess_file",
    ("why", "--facts"): "why_file",
    ("scan", "--declared"): "scan",
    ("gate", "--url"): "gate_elsewhere",
}
"""Commands that open no data folder when this option is given."""
PARTS = {("import", "organisation"): "import_organisation"}
"""Commands that open no data folder when this is their first word."""
OF_FOLDERS = {"assess": "assess_folder"}
"""What takes a command's place over a folder of documents."""
FLAGS = frozenset(("--store", "--help", "-h"))
"""Options of `tonetop assess` that take no value."""


def option(args: list[str], name: str) -> str | None:
    """The value of an option among raw arguments, before any parsing; an empty text when it is given bare."""
    for place, arg in enumerate(args):
        if arg == "--":
            return None
        if arg == name:
            return args[place + 1] if place + 1 < len(args) else ""
        if arg.startswith(f"{name}="):
            return arg.partition("=")[2]
    return None


NAMED = {"assess": 1, "ask": 2}
"""How many words beside options, by command, name a folder of documents, so that no data folder is opened."""


def names_folder(args: list[str], words: int = 1) -> bool:
    """Whether raw arguments name a folder of documents: so many words that are no option's value."""
    place = found = 0
    while place < len(args):
        if not args[place].startswith("-"):
            found += 1
            place += 1
        else:
            place += 1 if "=" in args[place] or args[place] in FLAGS else 2
    return found >= words


class Hall(TyperGroup):
    """All subcommands, each loaded only when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The subcommands in the order of the day's work."""
        return list(DOORS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The subcommand; with a data folder, Django is set up first."""
        if cmd_name not in DOORS:
            return None
        args = sys.argv[2:]
        door = DOORS[cmd_name]
        module, folder = door.module, door.folder
        for (command, name), other in WITHOUT_FOLDER.items():
            if command == cmd_name and option(args, name) is not None:
                module, folder = other, False
        if (cmd_name, *args[:1]) in PARTS:
            module, folder = PARTS[cmd_name, args[0]], False
        alone = option(args, "--accept") is None
        if cmd_name in NAMED and folder and alone and names_folder(args, NAMED[cmd_name]):
            module, folder = OF_FOLDERS.get(cmd_name, module), False
        if door.if_there and folder:
            folder = import_module("tonetop.work.data_folder").may_open(option(args, "--data"))
        if folder:
            _set_up(option(args, "--data"), door.makes or not {"--help", "-h"}.isdisjoint(args))
        made = typer.main.get_command(import_module(f"tonetop.cli.{module}").app)
        return _opening(made, door) if folder else made

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list under --help, without loading any subcommand."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, door.does) for name, door in DOORS.items()])


def _set_up(data: str | None, without: bool) -> None:
    """Set Django up over the data folder that is named, without opening it yet; it must be there, or not."""
    if data:
        os.environ["TONETOP_DATA"] = data
    if not without:
        place = import_module("tonetop.work.data_folder")
        place.found(place.named())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonetop.site.settings")
    import_module("django").setup()


def _opening(command: Any, door: Door) -> Any:
    """The command, opening the data folder once its arguments are known to be right."""
    parts = getattr(command, "commands", {})
    for part in parts.values():
        _opening(part, door)
    act = command.callback
    if act is not None and not parts:

        @wraps(act)
        def opened(*given: Any, **named: Any) -> Any:
            folder = import_module("tonetop.work.open_folder")
            told = folder.open_folder(create=door.makes, beside=named.get("take_over", False))
            if told.copied_to:
                _say(f"{told.path}: brought up to date; a copy from before lies at {told.copied_to.name}.", 0)
            try:
                status = act(*given, **named)
            finally:
                if told.is_new:
                    folder.leave_none(told)
            if told.read_only:
                _say(told.read_only, 0)
            return status

        command.callback = opened
    return command


def _version(ctx: Any, param: Any, asked: bool) -> None:
    if asked:
        typer.echo(f"tonetop {__version__}")
        raise typer.Exit


VERSION = TyperOption(
    param_decls=["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
hall = Hall(
    name="tonetop",
    params=[VERSION],
    help="Leadership commitment for ISO/IEC 42001, computed from what leaders did and provable offline.",
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command; every mistake becomes one sentence on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):  # the same bytes in every locale
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    raise SystemExit(run())


def run() -> int:
    """The exit status: 0 done, 1 something fell short, 2 bad input or use and nothing was changed."""
    args = sys.argv[1:] or ["--help"]
    try:
        status: Any = hall.main(args, prog_name="tonetop", standalone_mode=False)
    except typer.Exit as left:
        return left.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _say("Stopped; nothing was changed.", 130)
    except Misused as wrong:
        return _say(_misuse(wrong), 2)
    except OSError as error:
        _leave_stdout()
        if isinstance(error, BrokenPipeError):
            return 2 if args[0] in DOORS and DOORS[args[0]].answers else 0
        return _say(f"{error.filename or 'The output'}: {error.strerror or error}", 2)
    except Exception as error:
        told = str(error) if _is_ours(error) else _hindered(error)
        if told is None:
            raise
        return _say(told, 2)
    return status if isinstance(status, int) else 0


def _misuse(wrong: Any) -> str:
    """What does not fit, in one sentence; a command that was named without its part is answered with its parts."""
    parts = getattr(wrong.ctx.command, "commands", {}) if getattr(wrong, "ctx", None) else {}
    told = str(wrong.format_message())
    if not parts or not (told == "Missing command." or type(wrong).__name__ == "NoArgsIsHelpError"):
        return told
    named = wrong.ctx.command_path
    return f"name what to do: {', '.join(parts)}; `{named} --help` says what each does"


def _leave_stdout() -> None:
    """Send what is still unwritten nowhere, for writing it at the end would fail again."""
    if sys.stdout is not None:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _is_ours(error: Exception) -> bool:
    """Whether the error is one of ours, whose message is a sentence for people."""
    return type(error).__module__.startswith("tonetop.")


def _hindered(error: Exception) -> str | None:
    """What keeps the database from being written to, where that is the error; no framework is loaded to ask."""
    if "django.db" not in sys.modules:
        return None
    told: str | None = import_module("tonetop.records.hindered").hindrance(error)
    return told


def _say(sentence: str, status: int) -> int:
    text = harmless(" ".join(sentence.split()))
    text = f"{text[: LONGEST - 200]} … {text[-200:]}" if len(text) > LONGEST else text
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
    return status


if __name__ == "__main__":
    main()
