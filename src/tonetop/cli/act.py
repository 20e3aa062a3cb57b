"""`tonetop act NAME`: what pages do by forms, each act a command with the fields it takes, for a token's account."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import Parameter, Signature
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.cli.whose import FromFile, account_of
from tonetop.records.models import Record
from tonetop.work.act_once import act_once
from tonetop.work.acts.act import Act, judged
from tonetop.work.acts.every import ACTS
from tonetop.work.keep_evidence import Brought, in_parts
from tonetop.work.permission import READ, doer

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
PLAIN = (str, int, float, bool)
Files = Annotated[
    list[Path], typer.Option("--file", metavar="FILE", help="A file that goes along; several times.")
]


@app.callback()
def act() -> None:
    """Do what the pages do, in the name of the account whose token is in $TONETOP_TOKEN or --token-file."""


@app.command("list")
def listed(format: TextOrJson = "text", data: Data = None) -> int:
    """List the acts, and which fields each takes."""
    plain = [{"act": one.name, "does": one.summary, "takes": sorted(one.sent.model_fields)} for one in ACTS]
    if format == "json":
        telling.say(telling.as_json(plain))
        return 0
    wide = max(len(one.name) for one in ACTS)
    for one in ACTS:
        telling.say(f"{one.name:<{wide}}  {one.summary}")
    return 0


def _command(one: Act) -> Callable[..., int]:
    """An act as a command: an option for each of its fields."""

    def run(**given: Any) -> int:
        account, format = account_of(given.pop("token_file")), given.pop("format")
        given.pop("data")
        one.demands(account)
        files = [_brought(path) for path in given.pop("files", None) or ()]
        if len(files) < (one.files or 0):
            raise Misuse("name a file with --file")
        said = {name: _said(one, name, value) for name, value in given.items() if value not in (None, [])}
        told = judged(one, said) | ({"files": files} if files else {})
        rows = act_once(doer(account, READ), one.name, lambda: one.does(account, told))
        return _tell(rows, format)

    told = one.sent.model_json_schema()["properties"]
    options = [_option(name, field, told[name]) for name, field in one.sent.model_fields.items()]
    if one.files is not None:
        options.append(_parameter("files", Files, []))
    options += [_parameter("token_file", FromFile, None), _parameter("format", TextOrJson, "text")]
    options.append(_parameter("data", Data, None))
    run.__signature__ = Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in options}
    run.__doc__ = f"{one.summary}. {one.does.__doc__ or ''}"
    return run


def _parameter(name: str, kind: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def _option(name: str, field: FieldInfo, schema: dict[str, Any]) -> Parameter:
    """A field as an option: as it is where a terminal can write it, else as JSON; several times for a list."""
    kinds = _kinds(field.annotation)
    plain = next((kind for kind in kinds if kind in PLAIN), None)
    texts = list[str] in kinds
    flag, help = f"--{name.replace('_', '-')}", ", ".join(filter(None, schema.get("enum", ())))
    if texts:
        kind: Any = list[str] if field.is_required() else list[str] | None
        help = "several times"
    else:
        kind = (plain or str) if field.is_required() else (plain or str) | None
        help = help if plain else "as JSON"
    metavar = "TEXT" if texts or plain in (None, str) else "NUMBER"
    told = typer.Option(flag, metavar=metavar, help=help)
    return _parameter(name, Annotated[kind, told], Parameter.empty if field.is_required() else None)


def _kinds(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _said(one: Act, name: str, value: Any) -> Any:
    """What an option gives; JSON where the field is neither a text, a number nor a list of texts."""
    kinds = _kinds(one.sent.model_fields[name].annotation)
    if list[str] in kinds or any(kind in PLAIN for kind in kinds):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise Misuse(f"--{name.replace('_', '-')} is no JSON: {error}") from None


def _brought(path: Path) -> Brought:
    if not path.is_file():
        raise Misuse(f"{path}: {'is no file' if path.exists() else 'there is no such file'}")
    return Brought(path.name, in_parts(path))


def _tell(rows: list[Record], format: str) -> int:
    plain = [{"type": type(row).__name__, "id": row.ref, "revision": row.revision} for row in rows]
    if format == "json":
        telling.say(telling.as_json({"records": plain}))
        return 0
    for told in plain:
        telling.say(f"{told['type']} {told['id']}, version {told['revision']}")
    return 0


for each in ACTS:
    app.command(each.name)(_command(each))
