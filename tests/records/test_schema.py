"""The schema says what the registers and the catalogue say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tonetop.records import describe
from tonetop.records.registry import registers
from tonetop.standard import catalogue

DATA = catalogue.data()


def test_schema_json_is_generated_from_the_registers() -> None:
    """Neither is kept by hand beside the other."""
    assert describe.FILE.read_text(encoding="utf-8") == describe.described()


def _declared(field: str) -> str:
    return re.split(r"[(\[{]", field)[0]


ADDED = {
    "ProcessGate": ("delegates", "released_by", "released_on", "release_reason"),
    "GatePassage": ("conditions", "conditions_owner", "conditions_due", "conditions_met_on"),
    "ImpactAssessment": ("conclusion", "performed_by"),
    "RiskCriteria": ("method", "matrix", "low_by", "medium_by", "high_by", "critical_by"),
    "RiskAssessment": (
        *("title", "owner", "description", "likelihood", "severity", "likelihood_after", "severity_after"),
        *("criteria", "approved_by", "approved_on", "closing_by", "closing_on", "closing_reason"),
    ),
    "RiskTreatmentPlan": ("measures", "done_on"),
    "AISystem": ("uses", "stage", "impact_judged_by"),
    "Incident": (
        *("title", "description", "owner", "serious", "aware_on"),
        *("authority_told_on", "authority_reference", "no_notice_reason"),
        *("eased_by", "eased_on", "easing_reason"),
    ),
    "RoleAssignment": ("body", "deputy", "appointed_in"),
    "Meeting": ("body",),
    "Decision": ("input", "amount", "currency"),
    "ResourceRequest": ("consequence", "consequence_accepted_by", "consequence_accepted_on"),
    "Communication": ("title",),
    "InternalAudit": ("programme", "title", "scope", "criteria", "frozen_from"),
    "Finding": ("external_audit", "graded_by", "effective"),
    "Concern": ("text", "about", "answer"),
    "ProcessingActivity": (
        *("business_function", "role", "version", "controller_contact", "representative", "controllers"),
        *(
            "processing_categories",
            "special_categories",
            "special_condition",
            "required_categories",
            "sources",
        ),
        *(
            "transfer_mechanisms",
            "contracts",
            "vendor_records",
            "assessments",
            "volume",
            "vulnerable_subjects",
        ),
        *("datasets", "automated_decisions", "automated_logic", "retention_note"),
        *("validated_on", "validation_ref"),
    ),
    "RetentionRule": ("trigger", "action", "citation", "hold_since", "hold_reason"),
    "Asset": ("country", "released_by", "released_on", "release_reason"),
    "FieldInventory": ("found_on", "found_in", "scan"),
    "Evidence": (
        *("period_from", "period_to", "requirements", "owner", "expires_on", "review_months"),
        *("state", "state_by", "state_on", "state_reason", "resubmit_by"),
        *("hold_since", "hold_by", "hold_reason", "disposed_on", "disposed_by", "disposal_reason"),
    ),
}
"""Fields that the product adds to the catalogue's types; where they are empty, no rule comes to anything else."""


@pytest.mark.parametrize("type", DATA["records"])
def test_a_register_has_the_fields_that_the_catalogue_lists(type: str) -> None:
    """In the catalogue's names, all; and no others but those that the product adds."""
    shape = registers()[type].shape()
    listed = [_declared(field) for field in DATA["records"][type]]
    own = ADDED.get(type, ())
    assert sorted(shape.fields) == sorted([*(name for name in listed if name != "id"), *own])
    assert shape.has_id == ("id" in listed)
    assert list(shape.key) == DATA["keys"].get(type, [])
    assert list(shape.own_dates) == DATA["record_dates"].get(type, [])


@pytest.mark.parametrize("type", DATA["records"])
def test_closed_words_are_the_catalogues(type: str) -> None:
    """Words in brackets under records are the words of the register's field."""
    fields: dict[str, Any] = dict(registers()[type].shape().fields)
    for field in DATA["records"][type]:
        words = re.fullmatch(r"(\w+)\((.*)\)", field)
        if words:
            assert list(fields[words[1]].words) == words[2].split("|")


@pytest.mark.parametrize(("name", "to"), DATA["references"]["fields"].items())
def test_references_lead_where_the_catalogue_says(name: str, to: str | list[str]) -> None:
    """A name without a dot is meant in every type."""
    wanted = tuple(to) if isinstance(to, list) else (to,)
    types = [name.partition(".")[0]] if "." in name else list(DATA["records"])
    for type in types:
        field = registers()[type].shape().fields.get(name.rpartition(".")[2])
        if field is not None and f"{type}.{field.name}" not in DATA["references"]["fields"] or "." in name:
            assert field is not None
            assert field.to == wanted or field.kind in ("inputs", "text")
