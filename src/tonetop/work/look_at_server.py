"""Look at the database of a server as it stands at one moment, on a connection of its own that cannot write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tonetop.records import server
from tonetop.records.ledger import tables
from tonetop.records.ledger.database import Link

SETTINGS = "tonetop.site.settings"
GUARDS = """SELECT t.tgname, c.relname, p.prosrc, t.tgenabled FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'ledger\\_%' AND NOT t.tgisinternal"""
ENABLED = ("O", "A")
"""How a trigger stands that is asked of every statement of people; D is one that was taken off."""


@contextmanager
def snapshot(folder: Path) -> Iterator[Any]:
    """A connection of Django's own to the folder's server, in a transaction that reads and sees one moment.

    Where Django is not set up yet, it is set up over the folder. Raises ServerRefused, DatabaseError.
    """
    made = own_connection(folder)
    try:
        made.connect()
        made.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield made
    finally:
        made.close()


def set_up(folder: Path) -> None:
    """Set Django up over a folder, where it is not set up yet."""
    import django  # noqa: PLC0415 - a folder with a file of its own is verified without the framework
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        os.environ["TONETOP_DATA"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        django.setup()


def own_connection(folder: Path) -> Any:
    """A connection to the folder's database that no other part of the program uses; not open yet."""
    set_up(folder)
    from django.db.utils import ConnectionHandler  # noqa: PLC0415

    return ConnectionHandler({"default": server.described(server.named(folder))})["default"]


def guards_on_server(database: Link) -> Iterator[str]:
    """Which of the ledger's triggers are not there, are taken off, or say something else than this program's."""
    right = tables.guards_postgresql()
    there = {name: (table, source, state) for name, table, source, state in database.all(GUARDS)}
    for name, (table, source) in sorted(right.items()):
        if name not in there:
            yield f"{name}, which guards the ledger, is not there any more"
        elif there[name][2] not in ENABLED:
            yield f"{name}, which guards the ledger, is taken off"
        elif there[name][:2] != (table, source):
            yield f"{name}, which guards the ledger, was made otherwise than this program makes it"
    for name in sorted(there.keys() - right.keys()):
        yield f"{name} stands among the ledger's own tables and guards, but this program did not make it"
