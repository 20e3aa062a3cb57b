"""`tonetop monitor`: how the monitors stand, and a look at all of them now."""

from __future__ import annotations

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.cli.whose import FromFile, account_of
from tonetop.standard.monitored import FAILS
from tonetop.work.assess import assess
from tonetop.work.monitor import look_now, watched

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)


@app.callback()
def monitor() -> None:
    """What is looked at again and again; `tonetop act pause-monitor` and `resume-monitor` pause one."""


@app.command("list")
def listed(format: TextOrJson = "text", data: Data = None) -> int:
    """List the monitors with what their last look came to; exit 1 when one that is not paused does not hold."""
    found = watched(assess().facts)
    plain = [
        {
            "monitor": one.monitor.id,
            "title": one.monitor.title,
            "requirement": one.monitor.requirement,
            "state": one.state,
            "looked_on": one.last.checked_on if one.last else None,
            "why": one.last.why if one.last else None,
            "paused_until": one.pause.until if one.pause else None,
        }
        for one in found
    ]
    if format == "json":
        telling.say(telling.as_json(plain))
    else:
        for one in plain:
            paused = f" (paused until {one['paused_until']})" if one["paused_until"] else ""
            telling.say(f"{one['monitor']}: {one['state']}{paused}  {one['why'] or ''}".rstrip())
    return int(any(one.pause is None and one.state == FAILS for one in found))


@app.command()
def look(token_file: FromFile = None, format: TextOrJson = "text", data: Data = None) -> int:
    """Look at everything that is not paused now, in the name of a token's account."""
    done = look_now(account_of(token_file))
    told = f"{telling.counted(done['looked_at'], 'monitor')} looked at."
    telling.say(telling.as_json(done) if format == "json" else told)
    return 0
