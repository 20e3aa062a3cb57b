"""The ledger's own tables, with their guards."""

from typing import Any

from django.db import migrations

from tonetop.records.ledger import tables


def install(apps: Any, editor: Any) -> None:
    """Make the tables on the migration's own connection."""
    tables.install(editor.connection)


class Migration(migrations.Migration):
    """Adds the ledger to the data folder; never taken back."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(install)]
