"""The record of processing as JSON-LD in terms of the W3C Data Privacy Vocabulary (DPV 2), readable on its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.work.ropa import PROCESSOR, entries, proofs, said_none

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
BASES = {
    "consent": "A6-1-a",
    "contract": "A6-1-b",
    "steps before a contract": "A6-1-b",
    "legal obligation": "A6-1-c",
    "vital interests": "A6-1-d",
    "public interest": "A6-1-e",
    "public task": "A6-1-e",
    "legitimate interest": "A6-1-f",
    "legitimate interests": "A6-1-f",
}
"""Legal bases as people write them, by the term of Art. 6(1) GDPR; any other is told in its own words."""
MECHANISMS = {
    "adequacy": "A45-3",
    "adequacy decision": "A45-3",
    "bcr": "A46-2-b",
    "scc": "A46-2-c",
    "code": "A46-2-e",
    "certification": "A46-2-f",
}
"""Mechanisms of transfers by the term of Art. 45 and 46 GDPR."""
ROLES = {"processor": "dpv:DataProcessor", "joint-controller": "dpv:JointDataControllers"}


def document(facts: Facts, organisation: str) -> bytes:
    """The whole record as one JSON-LD document; the same facts give the same bytes."""
    graph = [_activity(facts, entry.row) for entry in entries(facts)]
    record = {
        "@context": CONTEXT,
        "@type": "dpv:RecordsOfActivities",
        "dct:title": f"Record of processing activities of {organisation}",
        "dct:date": {"@type": "xsd:date", "@value": facts.as_of},
        "dct:hasPart": graph,
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _activity(facts: Facts, row: Row) -> dict[str, Any]:
    told = {
        "@id": f"urn:tonetop:ProcessingActivity:{row.id}",
        "@type": "dpv:Process",
        "dct:identifier": row.id,
        "dct:title": row.name,
        "dct:modified": row.last_reviewed_on,
        "dpv:hasPurpose": _named("dpv:Purpose", row.purposes),
        "dpv:hasPersonalData": _data(row),
        "dpv:hasDataSubject": _named("dpv:DataSubject", row.subject_categories),
        "dpv:hasRecipient": _named("dpv:Recipient", row.recipients),
        "dpv:hasDataSource": _named("dpv:DataSource", row.sources),
        "dpv:hasLegalBasis": _basis(row),
        "dpv:hasTechnicalOrganisationalMeasure": _named(
            "dpv:TechnicalOrganisationalMeasure", _some(row.security_summary)
        ),
        "dpv:hasStorageCondition": list(_storage(row)),
        **_parties(facts, row),
        **_transfers(row),
        **_assessed(facts, row),
        **_none(facts, row),
    }
    return {key: value for key, value in told.items() if value not in (None, [], {})}


NONE = {
    "recipients": ("dpv:hasRecipient", "No recipients"),
    "third_countries": ("dpv:hasThirdCountry", "No third countries"),
    "special_categories": ("", "No special categories"),
}
"""By field, the term of which there are none, and how that is said in words."""


def _none(facts: Facts, row: Row) -> dict[str, Any]:
    """What is said on purpose to be none: the closed empty list (rdf:nil) in place of silence, and since when."""
    said = said_none(facts, row)
    closed: dict[str, Any] = {NONE[field][0]: {"@list": []} for field in said if NONE[field][0]}
    words = [
        f"{NONE[field][1]}: said on {one.on}" if one.on else NONE[field][1] for field, one in said.items()
    ]
    return closed | ({"dct:description": words} if words else {})


def _some(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def _named(type: str, texts: Iterable[str] | None) -> list[dict[str, Any]]:
    return [{"@type": type, "dct:title": text} for text in texts or ()]


def _data(row: Row) -> list[dict[str, Any]]:
    special = {text.casefold() for text in row.special_categories or ()}
    found = []
    for text in row.data_categories or ():
        kind = "dpv:SpecialCategoryPersonalData" if text.casefold() in special else "dpv:PersonalData"
        found.append({"@type": kind, "dct:title": text})
    return found


def _basis(row: Row) -> list[dict[str, Any]]:
    found = []
    for text in _some(row.legal_basis, row.special_condition):
        term = BASES.get(text.strip().casefold())
        told: dict[str, Any] = {"@type": "dpv:LegalBasis", "dct:title": text}
        found.append(told | ({"@id": f"eu-gdpr:{term}"} if term else {}))
    return found


def _storage(row: Row) -> Iterator[dict[str, Any]]:
    for category, days in (row.erasure_limits or {}).items():
        duration = {"@type": "xsd:duration", "@value": f"P{days:g}D"}
        yield {
            "@type": "dpv:StorageDuration",
            "dct:title": category,
            "dpv:hasDuration": {"@type": "dpv:TemporalDuration", "dct:extent": duration},
        }


def _parties(facts: Facts, row: Row) -> dict[str, Any]:
    own = _named("dpv:DataController", _some(row.controller))
    if row.role == PROCESSOR:
        own = _named("dpv:DataController", row.controllers)
    owner = facts.get("Person", row.owner) if row.owner else None
    return {
        "dpv:hasDataController": own,
        "dpv:hasJointDataControllers": _named("dpv:JointDataControllers", row.joint_controllers),
        "dpv:hasDataProcessor": _named("dpv:DataProcessor", row.vendors),
        "dpv:hasDataProtectionOfficer": _named("dpv:DataProtectionOfficer", _some(row.dpo_contact)),
        "dpv:hasRepresentative": _named("dpv:Representative", _some(row.representative)),
        "dpv:hasResponsibleEntity": _named("dpv:Entity", _some(owner.name if owner else None)),
    }


def _transfers(row: Row) -> dict[str, Any]:
    by_country = dict(_mechanisms(row))
    places = []
    for country in row.third_countries or ():
        told: dict[str, Any] = {"@type": "dpv:ThirdCountry", "dct:title": country}
        mechanism = by_country.get(country.casefold(), "")
        term = MECHANISMS.get(mechanism.casefold())
        if term:
            told["dpv:hasDataTransferLegalBasis"] = {"@id": f"eu-gdpr:{term}", "dct:title": mechanism}
        elif mechanism:
            told["dpv:hasDataTransferLegalBasis"] = {
                "@type": "dpv:DataTransferLegalBasis",
                "dct:title": mechanism,
            }
        places.append(told)
    return {"dpv:hasThirdCountry": places, "dpv:hasSafeguard": _named("dpv:Safeguard", _some(row.safeguards))}


def _mechanisms(row: Row) -> Iterator[tuple[str, str]]:
    """By country, the mechanism of a transfer, as far as the text says both."""
    for text in row.transfer_mechanisms or ():
        country, colon, mechanism = text.partition(":")
        if colon:
            yield country.strip().casefold(), mechanism.strip()


def _assessed(facts: Facts, row: Row) -> dict[str, Any]:
    found = [one for one in proofs(facts, row).get("PrivacyAssessment", ()) if one.decided_on]
    kinds = {
        "dpia": "dpv:DPIA",
        "lia": "dpv:LegitimateInterestAssessment",
        "tia": "dpv:DataTransferImpactAssessment",
    }
    told = [
        {"@type": kinds.get(one.kind, "dpv:Assessment"), "dct:title": one.title or one.id} for one in found
    ]
    return {"dpv:hasAssessment": told}
