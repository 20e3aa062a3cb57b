"""Keep a scan in the data folder: its findings, its columns with their verdicts and sketches, and no value."""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.db import transaction

from tonetop.discovery.sketch import ColumnSketch
from tonetop.discovery.source import Asset
from tonetop.discovery.verdict import Verdict
from tonetop.records import clock
from tonetop.records.scans import DONE, SCANNING, KeptScan
from tonetop.records.write import By
from tonetop.work.enter_found import enter, told_of_it
from tonetop.work.scan_copies import distinct, elsewhere
from tonetop.work.scan_found import Column, Finding, Listing, Said, Scan, Scanned, Use
from tonetop.work.scan_source import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Way:
    """How a scan was run. listed: its name among the sources that may be scanned; sample, minutes: as KeptScan."""

    by: By
    as_of: str
    listed: str = ""
    system: str = ""
    sample: int | None = None
    minutes: int | None = None


def salt() -> bytes:
    """The organisation's secret for hashes of values: made from the data folder's, which is in no database."""
    return hmac.new(settings.SECRET_KEY.encode(), b"tonetop scan", sha256).digest()


def keep(found: Scan, way: Way) -> KeptScan:
    """Keep a scan that was just run."""
    now = clock.now()
    row = KeptScan(
        source=settled(found.source)[:400], listed=way.listed, system=way.system, by=way.by.account
    )
    row.begun = row.beat = now
    row.as_of, row.sample, row.minutes, row.stage = way.as_of, way.sample, way.minutes, SCANNING
    with transaction.atomic():
        row.save()
        finish(row, found, way.by)
    return row


def finish(row: KeptScan, found: Scan, by: By) -> None:
    """Write down what a scan found, within the caller's transaction; tell the ledger and the records of it."""
    row.stage, row.ended, row.beat, row.now = DONE, clock.now(), clock.now(), ""
    row.source = settled(found.source)[:400]
    found = replace(found, findings=(*found.findings, *elsewhere(found.assets, _others(row.source))))
    row.declared, row.systems, row.found = found.declared, list(found.systems), plain(found)
    row.sketches = packed(found.assets)
    row.done = row.total = len(found.assets)
    row.save()
    told_of_it(row, by)
    enter(row, by)


def _others(source: str) -> Iterator[tuple[str, tuple[Scanned, ...]]]:
    """The assets of the latest scans of all other sources, by what each source is called."""
    ended = KeptScan.objects.filter(stage=DONE).exclude(source=source).order_by("pk")
    newest = {name: number for number, name in ended.values_list("pk", "source")}
    for name, number in newest.items():
        row = KeptScan.objects.get(pk=number)
        yield row.listed or name, restored(row).assets


def plain(found: Scan) -> dict[str, Any]:
    """A scan as it is kept, without its sketches; the form of the contract with what screens need besides."""
    assets = []
    for one in found.assets:
        told = one.plain() | {"left": one.left, "country": one.asset.country, "changed": one.asset.changed}
        for field, column in zip(told["fields"], one.columns, strict=True):
            days = column.sketch.earliest, column.sketch.latest
            field["distinct"] = distinct(column)
            field["filled"] = column.sketch.filled
            field["values"] = column.filled
            field["looked"] = column.sketch.rows
            field["days"] = [day.isoformat() if day else None for day in days] if _tells_days(column) else []
            field["said"] = [asdict(said) for said in column.said]
        assets.append(told)
    held = {verdict.kind for one in found.assets for column in one.columns for verdict in column.kinds}
    applications = [one._asdict() for one in found.applications]
    counts = [one._asdict() for one in found.counts if one.rule]
    more = {"applications": applications, "titles": _titles(held), "counts": counts}
    return found.plain() | {"assets": assets} | more


def _titles(keys: set[str]) -> dict[str, list[Any]]:
    """By kind that was found, what it is called and whether the law protects it further."""
    from tonetop.discovery.kind import kinds  # noqa: PLC0415 - an extra

    return {kind.key: [kind.title, kind.special] for kind in kinds() if kind.key in keys}


def _tells_days(column: Column) -> bool:
    """Whether the oldest and newest day of a column may be told: not where a day is somebody's own."""
    return column.sketch.earliest is not None and not column.held()


def packed(assets: Iterable[Scanned]) -> bytes:
    """The sketches of all columns, compressed; without the oldest and newest day where a day is somebody's own."""
    told = {one.name: {column.name: _nameless(column).plain() for column in one.columns} for one in assets}
    return zlib.compress(orjson.dumps(told))


def _nameless(column: Column) -> ColumnSketch:
    return column.sketch if _tells_days(column) else replace(column.sketch, earliest=None, latest=None)


def restored(row: KeptScan) -> Scan:
    """The scan as it was kept, with its sketches."""
    sketches = orjson.loads(zlib.decompress(row.sketches))
    assets = []
    for one in row.found["assets"]:
        fields = {field["name"]: field["type"] for field in one["fields"]}
        held = sketches.get(one["name"], {})
        columns = tuple(_column(field, held[field["name"]]) for field in one["fields"])
        asset = Asset(one["name"], fields, one["rows"], country=one["country"], skipped=one["skipped"])
        assets.append(Scanned(asset, one["rows"], one["rows_scanned"], columns, one["left"]))
    return Scan(
        row.source,
        tuple(assets),
        tuple(Use(**use) for use in row.found["ai_use"]),
        tuple(Finding(**finding) for finding in row.found["findings"]),
        row.declared,
        tuple(row.systems),
        tuple(Listing(**one) for one in row.found["applications"]),
    )


def _column(field: Mapping[str, Any], sketch: dict[str, Any]) -> Column:
    kinds = tuple(Verdict(**verdict) for verdict in field["kinds"])
    said = tuple(Said(**one) for one in field["said"])
    made = ColumnSketch.from_plain(sketch)
    return Column(
        field["name"], field["type"], kinds, field["non_null"], field["null_or_constant"], made, said
    )
