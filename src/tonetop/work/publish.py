"""Publish an approved text inside or outside, with where and what proves it; see that it stands; take it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.records import blobs, clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.document_state import APPROVED, PUBLISHED, Document, Version
from tonetop.work.permission import writer
from tonetop.work.revised import New, new, revised, standing
from tonetop.work.write_document import Upload, demand_kept, found_version

ADDRESSES = {"inside": "internal_url", "outside": "external_url"}
"""Where a policy in force says its address."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is made known: inside or outside, by which channel, at which address, since which day, its proof."""

    reach: str
    channel: str
    address: str = ""
    on: str = ""
    proof: Upload | None = None


def publish(account: Account, ref: str, place: Place) -> Record | None:
    """Record that a version was made known; of a policy in force, its address too. Raises Forbidden, Refused."""
    by = writer(account, "Publication")
    document, version = found_version(assess().facts, ref)
    _demand_publishable(document, version, place)
    proof = blobs.store(place.proof.parts).sha256 if place.proof is not None else None
    about = [ref, version.row.policy] if version.row.policy else [ref]
    plain = {
        "id": next_ref("Publication"),
        "about": about,
        "reach": place.reach,
        "channel": place.channel.strip(),
        "address": place.address.strip(),
        "published_by": by.person,
        "published_on": place.on or clock.today(),
        "sha256": proof,
    }
    records: list[New] = [("Publication", plain)]
    if proof and document.row.kind == "policy":
        writer(account, "Evidence")
        records.append(("Evidence", _evidence(document, version, plain)))
    return write.save_all([*new(records), *_addressed(account, version, place)], by)[0]


def _demand_publishable(document: Document, version: Version, place: Place) -> None:
    demand_kept(document)
    if version.state not in (APPROVED, PUBLISHED):
        raise Refused("only a text that everybody asked has approved is published; ask for approval first")
    if place.reach not in ADDRESSES:
        raise Refused("say whether it is made known inside or outside")
    if not place.channel.strip():
        raise Refused("say by which channel it is made known, such as the intranet")
    if place.on and (not cadence.is_day(place.on) or place.on > clock.today()):
        raise Refused("say the day on which it was made known, today or earlier")


def _evidence(document: Document, version: Version, plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": next_ref("Evidence"),
        "kind": "policy-publication",
        "title": f"{document.row.title}, version {version.row.version}, as seen: {plain['channel']}",
        "occurred_on": plain["published_on"],
        "recorded_by": plain["published_by"],
        "uri": plain["address"],
        "sha256": plain["sha256"],
        "links": list(plain["about"]),
    }


def _addressed(account: Account, version: Version, place: Place) -> list[Change]:
    """The policy in force with its address, where one was given and it is another."""
    if not version.row.policy or not place.address.strip():
        return []
    writer(account, "PolicyVersion")
    fields: dict[str, Any] = {ADDRESSES[place.reach]: place.address.strip()}
    fields |= {"public": True} if place.reach == "outside" else {}
    return [revised(standing("PolicyVersion", version.row.policy), **fields)]


def look_again(account: Account, ref: str) -> Record | None:
    """Record that a publication was seen in its place today. Raises Forbidden, Refused."""
    by = writer(account, "Publication")
    return write.save_all([revised(_standing(ref), checked_on=clock.today())], by)[0]


def take_down(account: Account, ref: str) -> Record | None:
    """Record that a publication was taken down today. Raises Forbidden, Refused."""
    by = writer(account, "Publication")
    return write.save_all([revised(_standing(ref), ended_on=clock.today())], by)[0]


def _standing(ref: str) -> Record:
    row: Any = standing("Publication", ref)
    if row.ended_on:
        raise Refused(f"it was taken down on {row.ended_on} already")
    found: Record = row
    return found
