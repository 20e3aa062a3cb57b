"""Let several people in at once, from a table: looked at first, then done in one act; what is wrong is named by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.sheets.table import Row, Table
from tonetop.work.import_learning import table_of
from tonetop.work.keep_accounts import Standing, add_account, administrator, demand_new
from tonetop.work.permission import STAFF

MOST = 500
COLUMNS = {
    "email": ("email", "e-mail", "mail", "e-mail address"),
    "name": ("name", "full name", "display name"),
    "role": ("role",),
    "person": ("person", "person of the register"),
    "until": ("until", "last day"),
}
"""What a column tells, by the headings that it may have."""


@dataclass(frozen=True, slots=True)
class Guest:
    """One row: whom it lets in and as what; problem: why it does not, empty when it does."""

    row: int
    email: str
    name: str
    standing: Standing
    problem: str = ""


def look(account: Account, path: Path) -> list[Guest]:
    """Whom a file would let in, and what is wrong with which row; nothing is stored. Raises Forbidden, Refused."""
    administrator(account)
    table = table_of(path)
    columns = _columns(table)
    if len(table.rows) > MOST:
        raise Refused(f"{path.name}: has more than {MOST} rows; split it")
    return list(_judged(_guests(table, columns)))


def take(account: Account, path: Path) -> list[tuple[Guest, str]]:
    """Make the accounts of the rows that are in order, each with the secret of its one-time link.

    All of them or none. Raises Forbidden, Refused.
    """
    with transaction.atomic():
        guests = [guest for guest in look(account, path) if not guest.problem]
        if not guests:
            raise Refused("no row of the file lets anybody in; nothing was stored")
        return [(one, add_account(account, one.email, one.name, one.standing)[1]) for one in guests]


def _columns(table: Table) -> dict[str, str]:
    found = {}
    for what, names in COLUMNS.items():
        column = next((one for one in table.columns if one.strip().lower() in names), None)
        if column is not None:
            found[what] = column
    if not {"email", "name"} <= set(found):
        raise Refused("the headings must be email, name, role, and if wanted person and until")
    return found


def _guests(table: Table, columns: dict[str, str]) -> Iterator[Guest]:
    for row in table.rows:
        told = {what: _cell(row, columns.get(what)) for what in COLUMNS}
        role = told["role"].lower().replace(" ", "-") or STAFF
        standing = Standing(role, told["person"], until=told["until"])
        yield Guest(row.number, told["email"], told["name"], standing)


def _cell(row: Row, column: str | None) -> str:
    return row.cells.get(column, "").strip() if column else ""


def _judged(guests: Iterator[Guest]) -> Iterator[Guest]:
    seen: dict[str, int] = {}
    for guest in guests:
        yield Guest(guest.row, guest.email, guest.name, guest.standing, _problem(guest, seen))
        seen.setdefault(guest.email.lower(), guest.row)


def _problem(guest: Guest, seen: dict[str, int]) -> str:
    if guest.email.lower() in seen:
        return f"the same address stands in row {seen[guest.email.lower()]}"
    if not guest.name:
        return "there is no name"
    try:
        demand_new(guest.email, guest.standing)
    except Refused as refused:
        return str(refused)
    return ""
