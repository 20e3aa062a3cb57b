"""The Django app of what registers share."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from tonetop.records.ledger import guards

APART = (
    "anchoring",
    "entrance",
    "notes",
    "passkeys",
    "provisioning",
    "readings",
    "reminding",
    "report_templates",
    "scans",
    "tokens",
    "voices",
    "webhooks",
)
"""Modules of models that stand in a file of their own."""


class RecordsConfig(AppConfig):
    """Records, ledger store, accounts."""

    name = "tonetop.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Records"

    def import_models(self) -> None:
        """Import the models that stand in a file of their own too."""
        for name in APART:
            import_module(f"{self.name}.{name}")
        super().import_models()

    def ready(self) -> None:
        """Let every connection be set up for the ledger before anything is done with it."""
        connection_created.connect(guarded, dispatch_uid="tonetop.ledger.guards")


def guarded(connection: Any, **_: Any) -> None:
    """Turn on what makes a commit durable, and refuse to pull down what guards the ledger."""
    guards.prepare(connection)
