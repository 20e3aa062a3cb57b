"""Take what scans found into the asset register, join it with what stands there, or say that it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.records import clock, write
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.scans import ACCEPTED, DONE, JOINED, REJECTED, Candidate, KeptScan
from tonetop.records.write import By
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.enter_found import enter_again
from tonetop.work.found_assets import FoundAsset, found_assets
from tonetop.work.permission import SCAN, doer
from tonetop.work.revised import new, revised, standing
from tonetop.work.run_scan import latest

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a system that is taken in; hosting: saas, cloud or on-prem; owner: id of a person."""

    name: str
    hosting: str
    owner: str = ""


def found_of(key: str) -> FoundAsset:
    """What scans found under a key and nobody decided yet. Raises Refused."""
    one = next((one for one in found_assets(assess().facts, latest()) if one.key == key), None)
    if one is None:
        raise Refused("this is registered by now, or no scan finds it any more")
    if one.decided is not None:
        raise Refused("somebody decided this already; look at it again")
    return one


def accept(account: Account, key: str, wish: Wish) -> Record:
    """Register what was found as an asset. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    one = found_of(key)
    if not wish.name.strip():
        raise Refused("say what it is called")
    if not wish.hosting:
        raise Refused("say where it runs")
    plain: dict[str, Any] = {
        "id": next_ref("Asset"),
        "name": wish.name.strip(),
        "hosting": wish.hosting,
        "owner": wish.owner,
        "holds_personal_data": one.personal,
        "ai_features": bool(one.ai),
        "discovered_on": one.on,
        "discovery_source": _where(one),
        "registered_on": clock.today(),
        "data_categories": list(one.categories),
        "country": one.country,
    }
    with transaction.atomic():
        made = write.save_all(new([("Asset", plain)]), by)[0]
        if made is None:
            raise Refused("the asset stands already")
        _decide(one, ACCEPTED, by, made.ref)
        _hold_against(one, made.ref, by)
    return made


def _hold_against(one: FoundAsset, ref: str, by: By) -> None:
    """From now on the scans of the source are held against the system, with the last one begun."""
    if one.source:
        KeptScan.objects.filter(source=one.source, stage=DONE, systems=[]).update(systems=[ref])
        enter_again(one.source, by)


def _where(one: FoundAsset) -> str:
    return one.places[0][1][:200]


def join(account: Account, key: str, ref: str) -> Record:
    """Say that what was found is an asset that stands; what it lacks is filled. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    one = found_of(key)
    asset: Any = standing("Asset", ref)
    told: dict[str, Any] = {}
    if one.ai and not asset.ai_features:
        told["ai_features"] = True
    if one.personal and not asset.holds_personal_data:
        told["holds_personal_data"] = True
    if not asset.discovered_on:
        told |= {"discovered_on": one.on, "discovery_source": asset.discovery_source or _where(one)}
    if one.categories and not asset.data_categories:
        told["data_categories"] = list(one.categories)
    if one.country and not asset.country:
        told["country"] = one.country
    with transaction.atomic():
        if told:
            write.save_all([revised(asset, **told)], by)
        _decide(one, JOINED, by, ref)
        _hold_against(one, ref, by)
    return standing("Asset", ref)


def reject(account: Account, key: str, reason: str) -> None:
    """Say that what was found is no system of ours; later scans do not bring it again. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    one = found_of(key)
    if not reason.strip():
        raise Refused("say why, in a few words; whoever reads it later was not there")
    with transaction.atomic():
        _decide(one, REJECTED, by, reason=reason.strip()[:LONGEST])


def take_back(account: Account, key: str) -> None:
    """Take a rejection back. Raises Forbidden, Refused."""
    by = doer(account, SCAN)
    with transaction.atomic():
        if not Candidate.objects.filter(key=key, state=REJECTED).delete()[0]:
            raise Refused("this was taken back already")
        tell("Scan", key[:60], "found.restored", {"key": key}, by)


def _decide(one: FoundAsset, state: str, by: By, ref: str = "", reason: str = "") -> None:
    told = {"state": state, "ref": ref, "reason": reason, "on": clock.today()}
    Candidate.objects.create(key=one.key, by=by.account, **told)
    tell("Scan", str(one.places[0][0]), "found.settled", {"key": one.key, "name": one.name} | told, by)
