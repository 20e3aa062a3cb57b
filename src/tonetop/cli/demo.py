"""`tonetop demo`: fill an empty data folder with a fictional organisation and print its sign-ins."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records import clock
from tonetop.standard.demo import STORIES
from tonetop.work.fill_demo import fill_demo

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def known(story: str) -> str:
    """Refuse a story there is not, before a folder is made for it."""
    if story not in STORIES:
        raise Misuse(f"--story does not know {story!r}; it takes {', '.join(STORIES)}")
    return story


Story = Annotated[
    str,
    typer.Option(
        "--story", metavar="STORY", help=f"Which one is told: {', '.join(STORIES)}.", callback=known
    ),
]


@app.command()
def demo(story: Story = "steady", format: TextOrJson = "text", data: Data = None) -> int:
    """Fill an empty data folder with a fictional organisation, whose clock stands at 31 December 2025."""
    sign_ins = fill_demo(story)
    if format == "json":
        plain = {role: {"email": one.email, "password": one.password} for role, one in sign_ins.items()}
        telling.say(telling.as_json({"sign_ins": plain}))
        return 0
    organisation = clock.organisation()
    telling.say(f"{organisation} (fictional) is in place; its clock stands at {organisation.clock_on}.")
    telling.say("Sign in at /accounts/login/ with one of these; the passwords are shown this once:")
    for role, one in sign_ins.items():
        telling.say(f"  {role:<17} {one.email:<42} {one.password}")
    return 0
