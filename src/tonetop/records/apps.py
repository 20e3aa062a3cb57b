"""The Django app of what registers share."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records, ledger store, accounts."""

    name = "tonetop.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Records"
