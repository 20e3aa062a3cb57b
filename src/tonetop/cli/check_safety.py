"""`tonetop check-safety`: how safely this installation is set up, point by point."""

from __future__ import annotations

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work.check_safety import check_safety as looked

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def check_safety(format: TextOrJson = "text", data: Data = None) -> int:
    """Say which points of hardening hold here, in the environment of this command; exit 1 when one falls short."""
    points = looked()
    short = [point for point in points if not point.holds]
    if format == "json":
        plain = {"holds": len(points) - len(short), "points": [point.plain() for point in points]}
        telling.say(telling.as_json(plain))
        return int(bool(short))
    for point in points:
        telling.say(f"{'holds' if point.holds else 'SHORT'}  {point.name}: {point.found}")
        if not point.holds and point.act:
            telling.say(f"       → {point.act}")
    telling.say(f"{len(points) - len(short)} of {len(points)} points hold.")
    return int(bool(short))
