"""Own data as tests make it: people who left, accounts that ended, and somebody whose name stands everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

MARK = "Qvortrup Zyxwell"


def by() -> Any:
    from tonetop.records.write import By

    return By()


def save(type: str, **plain: Any) -> Any:
    from tonetop.records import intake, write

    return write.save(intake.take(type, plain), by())


def ended(email: str = "gone@house.example", person: str = "") -> Any:
    """An account whose access ended two years before the clock's day."""
    from tonetop.records.models import Account

    return Account.objects.create(
        username=email, email=email, first_name="Qvortrup", last_name="Zyxwell", person=person,
        until="2023-12-31", is_active=False, role="staff",
    )  # fmt: skip


def bytes_of(folder: Path, *names: str) -> list[str]:
    """The files of a folder in which any of the names stands, byte by byte."""
    from django.db import connection

    connection.close()
    wanted = [name.encode() for name in names]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(name in path.read_bytes() for name in wanted)
    ]


def rows_with(*names: str) -> list[str]:
    """The tables of the database in a row of which any of the names stands."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held = b"".join(_raw(value) for row in cursor.fetchall() for value in row)
            if any(name.encode() in held for name in names):
                found.append(table)
    return found


def _raw(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def planted(folder: Path) -> Any:
    """Somebody whose unique name stands in everything that the program keeps."""
    from django_tasks_db.models import DBTaskResult

    from tonetop.records import clock
    from tonetop.records.models import Import
    from tonetop.records.notes import PrivateNote
    from tonetop.records.scans import Correction
    from tonetop.work.jobs import tidying
    from tonetop.work.own_data.persons import somebody
    from tonetop.work.recompute import store

    save("Person", id="p-900", name="Zyxwell Q.", title="Head of Zyxwelling")
    save(
        "Person",
        id="p-900",
        name=MARK,
        title="Head of Zyxwelling",
        is_top_management=True,
        valid_from="2020-01-01",
    )
    save("Comment", id="c-900", text=f"As {MARK} said", said_by="p-900", said_on="2025-06-01")
    save("RoleAssignment", id="r-900", role="other", person="p-900", assigned_on="2025-06-01")
    account = ended("zyx.900@house.example", "p-900")
    PrivateNote.objects.create(
        account=account, about="5.1", text="note of Zyxwell-note", changed_on="2025-01-01"
    )
    Import.objects.create(
        file=f"{MARK}.csv", sha256="0" * 64, on="2025-01-01", refused=[{"why": f"{MARK} is twice"}]
    )
    Correction.objects.create(
        source="s", asset="a", field="f", kind="k", holds=True, reason=f"{MARK} says", by="x", on="2025-01-01"
    )
    tidying.enqueue()
    DBTaskResult.objects.update(
        traceback=f"Error: {MARK}", return_value={"told": MARK}, finished_at=clock.now()
    )
    store(None, None, by())
    return somebody("p-900")
