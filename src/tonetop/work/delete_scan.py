"""Delete a kept scan: what it found and its sketches go; what was made of it, and the ledger's line, stay."""

from __future__ import annotations

from django.db import transaction

from tonetop.records import holds
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.scans import SCANNING, WAITING, KeptScan
from tonetop.records.write import By
from tonetop.work.permission import SCAN, doer


def delete_scan(account: Account, number: int) -> str:
    """Delete a scan; gives its source. Raises Forbidden, Refused."""
    return let_go(number, doer(account, SCAN))


def let_go(number: int, by: By) -> str:
    """The same; whoever calls it settles who may. Raises Refused."""
    with transaction.atomic():
        row = KeptScan.objects.filter(pk=number).defer("found", "sketches").first()
        if row is None:
            raise Refused("there is no such scan")
        if row.stage in (WAITING, SCANNING):
            raise Refused("this scan is not over yet; stop it first")
        holds.demand_kind_free("scans")
        told = {"source": row.source, "as_of": row.as_of, "state": row.stage}
        tell("Scan", str(number), "scan.deleted", told, by)
        row.delete()
    return str(row.listed or row.source)
