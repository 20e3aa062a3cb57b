"""Records that a form's reference fields may lead to, by type, in one query; what its lists suggest."""

from __future__ import annotations

from django.db import connection

from tonetop.records import form
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title

SHOWN = 300
"""How many records of one type are suggested."""


def suggestions(model: type[Record]) -> dict[str, list[Title]]:
    """Current records that the fields of a register's form may lead to, by type, in the order of their ids."""
    types = sorted({type for own in form.fields(model) for type in own.judge().to if type != "any"})
    found: dict[str, list[Title]] = {type: [] for type in types}
    if types:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(_some(type) for type in types))
            for type, ref, text in cursor.fetchall():
                found[type].append(Title(type, ref, str(text or ref)))
    return found


def _some(type: str) -> str:
    model = registers()[type]
    return (
        f'SELECT * FROM (SELECT \'{type}\', "ref", "{model.title_field}" FROM "{model._meta.db_table}" '  # noqa: S608 - our names
        f'WHERE "until_on" IS NULL AND "withdrawn_on" IS NULL ORDER BY "ref" LIMIT {SHOWN}) AS "{type}"'
    )
