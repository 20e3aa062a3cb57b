"""The ledger's guards hold the chain as well, and the index over subjects goes."""

from typing import Any

from django.db import migrations

from tonetop.records.ledger import tables


def renew(apps: Any, editor: Any) -> None:
    """Renew the guards on the migration's own connection."""
    tables.renew(editor.connection)


class Migration(migrations.Migration):
    """Renews the guards of the data folder; an older version can live with them."""

    dependencies = [("records", "0004_tokens")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
