"""S4: addresses that lead inside, cells that compute, markup that runs: through all that takes, exports or shows them.

Every text of every record of the demo begins as a formula and holds markup; every page of the router and every export
is looked at afterwards. No connection may leave: each that is tried is noted, and fails.
"""

from __future__ import annotations

import csv
import io
import re
import socket
import zipfile
from collections.abc import Iterator
from typing import Any

from bench.figures import at_least, at_most
from bench.trust_house import house

PAYLOAD = (
    '=HYPERLINK("http://evil.example","x")<img src=x onerror=alert(7)>'
    "\"'><script>alert(7)</script>zz{{7*7}}zz"
)
RUNS = re.compile(
    r"<img src=x|<script>alert|<script(?![^>]*\ssrc=[\"']/)|<[a-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*\son[a-z]+\s*="
    r"|href=[\"']?\s*(?:javascript|data|vbscript):|zz49zz",
    re.I,
)
SHOWN = "&lt;img src=x"
FIRST = ("=", "+", "-", "@", "\t", "\r")
ADDRESSES, PAGES, EXPORTS = 1_000, 300, 100
SCRIPTS = (
    "javascript:alert(7)",
    "data:text/html,<script>alert(7)</script>",
    "vbscript:x",
    "//evil.example/x",
)


def measured(share: float) -> bool:
    """The row, and what it counts."""
    made = house()
    every = max(1, round(1 / share))
    asked, connected = _addresses(made, every)
    texts = _planted()
    pages, ran, faults, shown = _pages(made, every)
    exports, computed = _exports(made, every)
    return all(
        [
            at_least(
                "S4 hostile addresses, at each place that takes one", asked, "addresses", ADDRESSES * share
            ),
            at_most("S4 connections that were tried for them", connected, "connections", 0),
            at_least("S4 texts of records with a formula and markup in them", texts, "texts", 1_000),
            at_least("S4 pages over them", pages, "pages", PAGES * min(share, 1)),
            at_least("S4 pages that show it as the text that it is", shown, "pages", 60 * min(share, 1)),
            at_most("S4 pages on which it would run, or was worked out", ran, "pages", 0),
            at_most("S4 pages answered by a fault", faults, "pages", 0),
            at_least("S4 exports of them", exports, "exports", EXPORTS * min(share, 1)),
            at_most("S4 cells that a sheet would work out", computed, "cells", 0),
        ]
    )


def _addresses(made: Any, every: int) -> tuple[int, int]:
    """Every address of the corpus at the fetcher, the sender, the form and API of webhooks; and what connected."""
    import os

    from tests.work.hostile_addresses import addresses
    from tonetop.work.fetch_public import Unreachable, fetch
    from tonetop.work.post_public import post

    tried, count, taken = list[Any](), 0, 0
    real, socket.create_connection = socket.create_connection, lambda place, *_, **__: _refuse(tried, place)
    os.environ["TONETOP_WEBHOOK_HOSTS"] = "allowed.example"
    try:
        for number, address in enumerate([*addresses(), *SCRIPTS]):
            if number % every:
                continue
            for ask in (
                lambda address=address: fetch(address, {"allowed.example", "localhost", "127.0.0.1"}),
                lambda address=address: post(address, {}, b""),
            ):
                try:
                    ask()
                    taken += 1
                except Unreachable:
                    pass
                count += 1
            told = {"name": "x", "address": address}
            page = made["administrator"].post("/settings/webhooks/", {"act": "add"} | told)
            body = made["administrator"].post("/api/v1/webhooks", told, content_type="application/json")
            taken += (
                page.status_code not in (200, 302, 400) or body.status_code == 201 and _leads_inside(address)
            )
            count += 2
    finally:
        socket.create_connection = real
    return count, len(tried) + taken


def _leads_inside(address: str) -> bool:
    return "allowed.example" not in address.partition("//")[2].partition("/")[0]


def _refuse(tried: list[Any], place: Any) -> None:
    tried.append(place)
    raise OSError("no network here")


def _planted() -> int:
    """Puts the payload before every free text of every record, past the forms, as an old import may have; how many."""
    from django.db import connection

    from tonetop.records.fields import Prose, Text
    from tonetop.records.registry import registers

    count = 0
    with connection.cursor() as cursor:
        for model in registers().values():
            names = [one.column for one in model._meta.get_fields() if type(one) in (Text, Prose)]
            for name in names:
                table = model._meta.db_table
                cursor.execute(
                    f'UPDATE "{table}" SET "{name}" = %s || "{name}" WHERE "{name}" IS NOT NULL AND "{name}" != %s',  # noqa: S608
                    [PAYLOAD, ""],
                )
                count += cursor.rowcount
    return count


def _pages(made: Any, every: int) -> tuple[int, int, int, int]:
    """How many pages were looked at, on how many the payload would run, on how many is a fault, how many show it."""
    from tests.web.addresses import ADDRESSES
    from tests.web.routes import routes
    from tonetop.records.registry import registers

    places = sorted({ADDRESSES.get(name, f"/{pattern}") for name, pattern in routes()})
    places += [f"/registers/{type}/" for type in registers()]
    places += [f"/registers/{type}/record/{ref}/" for type, ref in _one_of_each()]
    count = ran = faults = shown = 0
    for number, place in enumerate(places):
        if number % every:
            continue
        answer = made["governance-lead"].get(place)
        count += 1
        if answer.status_code >= 500 and place != "/readyz":  # no jobs look here, and it says so
            faults += 1
            print(f"S4\t{place}: {answer.status_code}", flush=True)
        if answer.streaming or not _is_page(answer):
            answer.close()
            continue
        body = answer.content.decode()
        found = RUNS.search(body)
        shown += SHOWN in body
        ran += bool(found)
        if found:
            print(f"S4\t{place}: {body[max(0, found.start() - 60) : found.end() + 30]!r}", flush=True)
    return count, ran, faults, shown


def _is_page(answer: Any) -> bool:
    """Whether a browser would run it within this site: an attachment is kept, whatever it is."""
    is_kept = answer.get("Content-Disposition", "").startswith("attachment")
    return bool(answer.get("Content-Type", "").startswith("text/html") and not is_kept)


def _one_of_each() -> Iterator[tuple[str, str]]:
    from tonetop.records.registry import registers

    for type, model in registers().items():
        row = model.objects.filter(until_on=None).first()
        if row is not None:
            yield type, row.ref


def _exports(made: Any, every: int) -> tuple[int, int]:
    """Every register as CSV and workbook, every report as a workbook; how many cells would be worked out."""
    from tonetop.records.registry import registers

    places = [f"/registers/{type}/export.{kind}" for type in registers() for kind in ("csv", "xlsx")]
    places += [
        "/report.xlsx",
        "/reports/board.xlsx",
        "/centre/requirements.csv",
        "/privacy/record/controller.xlsx",
    ]
    places += [
        "/audit/of/audit-2025-a/report.xlsx",
        "/audit/of/audit-2025-a/paper/LD-1.1.xlsx",
        "/inventory/1/scan.xlsx",
    ]
    count = computed = 0
    for number, place in enumerate(places):
        if number % every:
            continue
        answer = made["governance-lead"].get(place)
        raw = b"".join(answer) if answer.streaming else answer.content
        answer.close()
        if answer.status_code != 200:
            continue
        count += 1
        found = _of_csv(raw) if "csv" in answer["Content-Type"] else _of_book(raw)
        computed += found
        if found:
            print(f"S4\t{place}: {found} cells", flush=True)
    return count, computed


def _of_csv(raw: bytes) -> int:
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    return sum(cell.startswith(FIRST) and not _is_number(cell) for row in rows for cell in row)


def _of_book(raw: bytes) -> int:
    """Formulas of a workbook, and links that lead where the payload says."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
        links = [book.read(name).decode() for name in book.namelist() if name.endswith(".rels")]
    return sum(sheet.count("<f>") + sheet.count("<f ") for sheet in sheets) + sum(
        "evil.example" in one for one in links
    )


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,]+", cell))
