"""Which registers there are, by record type; found from the app, so that no list is kept by hand."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from tonetop.records.models import Record
from tonetop.standard import catalogue


@cache
def registers() -> dict[str, type[Record]]:
    """Every register by its record type, in the catalogue's order where it has one, then by name."""
    order = list(catalogue.data()["records"])
    models = [model for model in apps.get_app_config("registers").get_models() if issubclass(model, Record)]
    return {m.__name__: m for m in sorted(models, key=lambda m: (_place(order, m.__name__), m.__name__))}


def _place(order: list[str], type: str) -> int:
    return order.index(type) if type in order else len(order)
