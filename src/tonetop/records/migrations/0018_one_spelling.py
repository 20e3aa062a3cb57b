"""Kept scans and corrections of one place under one spelling of its path, so that they are of one source."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable
from typing import Any

from django.db import migrations


def spelled(source: str, every: Iterable[str] = ()) -> str:
    """A local path without turns; where it was said from a folder, the one path in full that ends with it."""
    scheme, _, path = source.rpartition("sqlite:///")
    if scheme or re.match(r"[a-z][a-z0-9+]*:", path):
        return source
    path, is_database = os.path.normpath(path), source != path
    known = {one for one in map(spelled, every) if re.match(r"(?:sqlite:///)?/", one)}
    full = {one for one in known if one.endswith(f"/{path}")} if not path.startswith("/") else set()
    if len(full) == 1:
        return full.pop()
    database = f"sqlite:///{path}"
    return database if is_database or database in every else path


def settle(apps: Any, _: Any) -> None:
    """Write each source as it is spelled from now on; of two corrections of one column the later one stays."""
    scans, corrections = (apps.get_model("records", name) for name in ("KeptScan", "Correction"))
    every = sorted({*scans.objects.values_list("source", flat=True)})
    for source in every:
        if (new := spelled(source, every)) != source:
            scans.objects.filter(source=source).update(source=new)
    for one in corrections.objects.order_by("on", "pk"):
        new = spelled(one.source, every)
        if new != one.source:
            same = {"source": new, "asset": one.asset, "field": one.field, "kind": one.kind}
            corrections.objects.filter(**same, on__lte=one.on).delete()
            if corrections.objects.filter(**same).exists():
                one.delete()
            else:
                one.source = new
                one.save()


class Migration(migrations.Migration):
    dependencies = [("records", "0017_token_scopes")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
