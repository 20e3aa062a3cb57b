"""`tonetop sample`: look at a sample organisation in an empty house, and take it away again."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import clock
from tonetop.work.sample import remove_sample, show_sample

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Remove = Annotated[bool, typer.Option("--remove", help="Take it away again; its ledger is set aside.")]


@app.command()
def sample(remove: Remove = False, format: TextOrJson = "text", data: Data = None) -> int:
    """Fill an empty house with a sample organisation, or leave the house empty again."""
    if remove:
        aside = remove_sample()
        told = f"The sample is gone; what it was lies in {aside}. Delete that when you no longer need it."
        telling.say(telling.as_json({"aside": str(aside)}) if format == "json" else told)
        return 0
    show_sample()
    name = clock.organisation().name
    told = f"{name} (fictional) is in the house; `tonetop sample --remove` takes it away again."
    telling.say(telling.as_json({"organisation": name}) if format == "json" else told)
    return 0
