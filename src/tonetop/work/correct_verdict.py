"""Say of a column that it is not what a scan took it for, or what it is; kept apart from the verdict, for all scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.scans import DONE, Correction, KeptScan
from tonetop.work.enter_found import enter_again
from tonetop.work.permission import SCAN, doer

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of a column: whether it holds a kind (by its key), and why."""

    asset: str
    field: str
    kind: str
    holds: bool
    reason: str


def correct(account: Account, number: int, word: Word) -> None:
    """Say that a column of a scan is of a kind, or is not. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    row = KeptScan.objects.filter(pk=number, stage=DONE).defer("sketches").first()
    if row is None:
        raise Refused("there is no such scan")
    if _field(row, word.asset, word.field) is None:
        raise Refused("the scan knows no such column")
    if not word.kind or (word.holds and word.kind not in _known()):
        raise Refused("choose what the column holds")
    if not word.reason.strip():
        raise Refused("say why, in a few words; whoever reads it later was not there")
    told = {"holds": word.holds, "reason": word.reason.strip()[:LONGEST], "on": clock.today()}
    key: dict[str, Any] = {"source": row.source, "asset": word.asset, "field": word.field, "kind": word.kind}
    with transaction.atomic():
        Correction.objects.update_or_create(defaults=told | {"by": by.account}, **key)
        tell("Scan", str(number), "verdict.corrected", key | told, by)
        enter_again(row.source, by)


def _field(row: KeptScan, asset: str, column: str) -> dict[str, Any] | None:
    found = (one for one in row.found["assets"] if one["name"] == asset)
    return next((field for one in found for field in one["fields"] if field["name"] == column), None)


def _known() -> set[str]:
    return {key for key, _ in all_kinds()}


def all_kinds() -> list[tuple[str, str]]:
    """Every kind of personal data that is known, as key and title; none where scans cannot be run here."""
    try:
        from tonetop.discovery.kind import kinds  # noqa: PLC0415 - an extra

        found = [(kind.key, kind.title) for kind in kinds() if not kind.family]
    except ImportError:
        return []
    return sorted(found, key=lambda one: one[1])


def take_back(account: Account, number: int) -> Correction:
    """Take back what was said; the verdict speaks again. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    with transaction.atomic():
        one = Correction.objects.filter(pk=number).first()
        if one is None:
            raise Refused("this was taken back already")
        key = {"source": one.source, "asset": one.asset, "field": one.field, "kind": one.kind}
        one.delete()
        tell("Scan", one.source[:60], "verdict.restored", key, by)
        enter_again(one.source, by)
    return one
