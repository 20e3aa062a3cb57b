"""`tonetop export`: registers, the record of processing, an AI-BOM, the proof bundle, a signed checkpoint."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection

from tonetop.cli import telling
from tonetop.cli.progress import bar
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.core import cadence
from tonetop.records import blobs
from tonetop.records.ledger import keys, signers
from tonetop.records.listing import Wish
from tonetop.records.sealing import seal
from tonetop.records.write import By
from tonetop.work import export_bundle, export_organisation
from tonetop.work.export_bom import export_bom
from tonetop.work.export_oscal import export_oscal
from tonetop.work.export_register import Choice, export_register
from tonetop.work.export_ropa import export_ropa
from tonetop.work.freeze import chosen, frozen_evidence
from tonetop.work.hand_out import demand_sound, note

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
Out = Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")]


def _day(context: typer.Context, param: typer.CallbackParam, text: str | None) -> str | None:
    """Refuse what is no day before anything is opened."""
    if text is not None and not cadence.is_day(text):
        raise Misuse(f"{param.opts[0]} {text!r} is no day; write YYYY-MM-DD, such as 2025-12-31")
    return text


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As it held on a day (default: today).", callback=_day),
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DATE", help="Leave out what was recorded later.", callback=_day),
]


def _where(narrowed: list[str] | None) -> dict[str, str]:
    found = [text.partition("=") for text in narrowed or ()]
    for name, mark, _value in found:
        if not (name and mark):
            raise Misuse(f"--where {name!r} names no value; write FIELD=VALUE, such as status=open")
    return {name: value for name, _mark, value in found}


@app.command()
def register(  # noqa: PLR0913 - each is an option of the command
    types: Annotated[str, typer.Argument(metavar="TYPE[,TYPE]|all", help="The registers, such as AISystem.")],
    out: Out,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv, xlsx, json or yaml, where OUT's ending says none; json tells what was done as JSON.",
        ),
    ] = "",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    find: Annotated[str, typer.Option("--find", metavar="WORDS", help="Only records that hold these.")] = "",
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="FIELD=VALUE", help="Only these, as the list filters; several times."
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="FIELD", help="In the order of a field; -FIELD: downwards.")
    ] = "",
    with_source: Annotated[
        bool, typer.Option("--with-source", help="Imported source data too (csv, xlsx).")
    ] = False,
    data: Data = None,
) -> int:
    """Write registers to a file that can be imported again."""
    wanted = [type.strip() for type in types.split(",") if type.strip()]
    wish = Wish(find.strip(), _where(where), sort)
    count = export_register(wanted, out, Choice(format, as_of, known_on, with_source, wish=wish))
    plain = {"file": str(out), "records": count}
    telling.say(telling.as_json(plain) if format == "json" else f"{out}: {telling.counted(count, 'record')}")
    return 0


@app.command()
def ropa(
    out: Out,
    layout: Annotated[
        str,
        typer.Option("--layout", metavar="LAYOUT", help="controller (Art. 30(1)) or processor (Art. 30(2))."),
    ] = "controller",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write the record of processing (GDPR Art. 30): .xlsx or .csv in a layout that comes back in, or .jsonld."""
    count = export_ropa(out, layout, as_of, known_on)
    plain = {"file": str(out), "records": count}
    told = f"{out}: {count} processing activities"
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


@app.command()
def bom(  # noqa: PLR0913 - each is an option of the command
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="The id of an AI system, such as AI-1.")],
    out: Out,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="What nobody decided on and what code shows, too.")
    ] = False,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write the bill of materials of an AI system (AI-BOM), as CycloneDX 1.6 in JSON."""
    count = export_bom(out, system, candidates=candidates, as_of=as_of, known_on=known_on)
    plain = {"file": str(out), "parts": count}
    told = f"{out}: {telling.counted(count, 'part')} of {system}"
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


@app.command()
def oscal(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the documents.")],
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write catalogue, statement of applicability, audits, results and open findings as OSCAL 1.2 in JSON."""
    names = export_oscal(out, as_of, known_on)
    plain = {"folder": str(out), "files": names}
    told = f"{out}: {', '.join(names)}"
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


@app.command()
def organisation(out: Out, format: TextOrJson = "text", data: Data = None) -> int:
    """Write everything that the organisation is as one portable file, for `tonetop import organisation` elsewhere."""
    with bar() as progress:
        made = export_organisation.export_organisation(out, datetime.now(UTC), By(), progress=progress)
    plain = {"file": str(out), "versions": made.versions, "events": made.events, "files": made.files}
    plain |= {"files_by_hash": made.missing, "sha256": made.sha256}
    if format == "json":
        telling.say(telling.as_json(plain))
        return 0
    versions, files = telling.counted(made.versions, "version"), telling.counted(made.files, "file")
    telling.say(f"{out}: {versions} of records, {telling.counted(made.events, 'event')}, {files}.")
    if made.missing:
        telling.say(
            f"{telling.counted(made.missing, 'file')} that records name lie elsewhere: their hashes alone are in it."
        )
    telling.say(
        "It holds personal values in plain text and lets the log go on: keep it as you keep a backup."
    )
    return 0


@app.command()
def bundle(
    out: Out,
    with_files: Annotated[
        bool, typer.Option("--with-files", help="The files too, not their hashes alone.")
    ] = False,
    frozen: Annotated[
        str,
        typer.Option(
            "--frozen", metavar="AUDIT", help="List the evidence as of the freeze of an audit, by its id."
        ),
    ] = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write the proof bundle, which anybody can verify offline."""
    if out.is_dir():  # an empty name is the folder that one stands in
        raise Misuse(f"{out}: is a folder; name a file")
    listed = frozen_evidence(frozen) if frozen else None
    seal()
    choice = chosen(blobs.open_blob if with_files else None, listed)
    try:
        made = export_bundle.write_bundle(connection, keys.load(settings.DATA), out, choice)
    except OSError as error:
        raise Misuse(f"{out}: cannot be written: {error.strerror}") from None
    plain = {"file": str(made.path), "events": made.size, "proofs": made.proofs, "files": made.blobs}
    plain["files_by_hash"] = made.by_hash_alone
    if listed is not None:
        plain["frozen"] = len(listed.told["pieces"])
    parts = ((made.size, "event"), (made.proofs, "proof"), (made.blobs, "file"))
    told = f"{made.path}: {', '.join(telling.counted(*part) for part in parts)}"
    if made.by_hash_alone:
        told += f"; {telling.counted(made.by_hash_alone, 'file')} by hash alone"
    if listed is not None:
        told += f"; evidence as of {listed.told['as_of']}: {plain['frozen']} listed"
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


@app.command()
def checkpoint(
    out: Out,
    holder: Annotated[
        str, typer.Option("--holder", metavar="NAME", help="Who is given it, noted as an anchor.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="How: email or print.")] = "email",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write the newest signed checkpoint, for somebody outside to keep and to hold against the log later."""
    if out.exists():
        raise Misuse(f"{out}: is there already; name a new file, for a checkpoint is kept")
    if holder:
        demand_sound(holder, kind)
    signed = seal()
    try:
        out.write_text(signed.note, encoding="utf-8")
    except OSError as error:
        raise Misuse(f"{out}: cannot be written: {error.strerror}") from None
    if holder:
        note(signed, holder, kind)
    key = signers.current(connection).vkey
    if format == "json":
        telling.say(
            telling.as_json({"file": str(out), "events": signed.head.size, "key": key, "holder": holder})
        )
        return 0
    telling.say(f"{out}: a signed checkpoint over {telling.counted(signed.head.size, 'event')}.")
    telling.say(f"The log's verifier key: {key}")
    telling.say(f"Later: tonetop verify --held {out}, and `verify.py BUNDLE --held {out}` without Tonetop.")
    return 0
