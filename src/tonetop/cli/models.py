"""`tonetop models on|off|calls|point`: a language model as an option, its log and its cost, and where it points."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work.invite import chosen

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
Email = Annotated[str, typer.Option("--email", metavar="E", help="Who does it: an account's address.")]
Most = Annotated[
    int, typer.Option("--most", metavar="N", help="How many of the last calls are listed.", min=1)
]
Question = Annotated[str, typer.Option("--question", metavar="TEXT", help="What the file is asked.")]
Classed = Annotated[
    str, typer.Option("--classification", metavar="WORD", help="How the file is classified (default: not).")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A document.")]


@app.callback()
def models() -> None:
    """Use a language model that you run or rent; off until a person switches it on."""


@app.command()
def on(email: Email, format: TextOrJson = "text", data: Data = None) -> int:
    """Switch on the model that language-model.yaml names, and register it as an AI system."""
    from tonetop.work.switch_model import switch_on

    ref = switch_on(chosen(email))
    told = f"The language model is on. Complete its record, AISystem {ref}: owner, personal data, impact."
    telling.say(telling.as_json({"system": ref, "on": True}) if format == "json" else told)
    return 0


@app.command()
def off(email: Email, format: TextOrJson = "text", data: Data = None) -> int:
    """Switch the model off, and retire its AI system."""
    from tonetop.work.switch_model import switch_off

    ref = switch_off(chosen(email))
    told = f"The language model is off; AISystem {ref} is retired."
    telling.say(telling.as_json({"system": ref, "on": False}) if format == "json" else told)
    return 0


@app.command()
def calls(most: Most = 50, format: TextOrJson = "text", data: Data = None) -> int:
    """List the calls made: when, who, for what, tokens, cost, quotations kept and dropped; never a text."""
    from tonetop.work.model_calls import calls as made
    from tonetop.work.model_calls import costs

    found = made()
    if format == "json":
        telling.say(telling.as_json({"calls": [asdict(one) for one in found[:most]], "cost": costs(found)}))
        return 0
    for one in found[:most]:
        tokens = f"{_known(one.tokens_in)} in, {_known(one.tokens_out)} out"
        cost = f"{one.cost} {one.currency}".strip() or "cost not known"
        told = f"{one.asked[:19]}  {one.by}  {one.model}  {one.purpose}: {one.outcome or 'no answer told'}"
        telling.say(f"{told}; {tokens}; {cost}; {one.kept} kept, {one.dropped} dropped")
    total = ", ".join(f"{cost} {currency}".strip() for currency, cost in costs(found).items())
    telling.say(f"{telling.counted(len(found), 'call')}{f', {total} in all' if total else ''}.")
    return 0


@app.command()
def point(
    file: File,
    question: Question,
    email: Email,
    classification: Classed = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Show where a document answers a question, by the model: verbatim ranges, and nothing of its own words."""
    from tonetop.work.stored_text import stored_text
    from tonetop.work.use_model import point_whole

    text = stored_text(file).text
    found = point_whole(chosen(email), "tonetop models point", question, file.name, text, classification)
    if format == "json":
        quotes = [{"document": name, **quote._asdict()} for name, quote in found.quotes]
        telling.say(telling.as_json(found._asdict() | {"quotes": quotes}))
    else:
        for name, quote in found.quotes:
            telling.say(f"{name} {quote.start}-{quote.end}: {quote.text}")
        why = f" {found.sentence}." if found.sentence else ""
        dropped = telling.counted(found.dropped, "claim")
        telling.say(f"{telling.counted(len(found.quotes), 'quotation')}; {dropped} dropped.{why}")
    return 0 if found.quotes else 1


def _known(tokens: int | None) -> str:
    return "?" if tokens is None else f"{tokens} tokens"
