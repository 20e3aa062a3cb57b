"""What hangs on an AI system stays asked: the risks of its assets, and suppliers until another person lets them go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, facts
from tests.standard.test_gating import RISK, SYSTEM, blocking, judged
from tonetop.standard.suppliers.lacking import borne_by

PEOPLE = [{"id": name, "name": name, "valid_from": "2020-01-01"} for name in ("clerk", "boss", "keeper")]
PEOPLE += [CHIEF]
OWNED = SYSTEM | {"owner": "boss"}
ASSET = {"id": "a", "name": "Chat service", "ai_system": "s", "vendor": "Acme", "owner": "keeper"}
PART = {
    "id": "pt",
    "name": "Model",
    "systems": ["s"],
    "state": "in-use",
    "supplier": "Acme",
    "owner": "keeper",
}
OFF = {"recorded_on": "2025-12-02", "entered_by": "boss"}
GONE = {"released_by": "chief", "released_on": "2025-12-03", "release_reason": "We run it ourselves"}
GONE |= {"recorded_on": "2025-12-03", "entered_by": "chief"}


def before(**changed: list[dict[str, Any]]) -> Any:
    """The gates over records whose empty fields are left out, as a facts file has them."""
    full = {
        type: [{k: v for k, v in one.items() if v is not None} for one in rows]
        for type, rows in changed.items()
    }
    return judged(Person=PEOPLE, AISystem=[OWNED], **full)


def why(**changed: Any) -> str:
    found = before(**changed)
    return next(line.why for line in found.gates[0].lines if line.rule == "GR-suppliers")


@pytest.mark.parametrize(
    ("risk", "blocks"),
    [
        ({}, []),
        ({"status": "closed", "inherent": "critical"}, []),
        ({"status": "draft"}, ["GR-risk"]),
        ({"residual": "high"}, ["GR-residual", "GR-rank"]),
    ],
)
@pytest.mark.parametrize(
    "later", [[], [{**ASSET, **OFF, "ai_system": None}], [{**ASSET, **OFF, "withdrawn_on": "2025-12-02"}]]
)
def test_risks_of_assets_are_asked_like_the_systems_own(
    risk: dict[str, Any], blocks: list[str], later: list[dict[str, Any]]
) -> None:
    own = ASSET | {"vendor": None, "recorded_on": "2025-01-01"}
    found = before(
        Asset=[own, *({**one, "vendor": None} for one in later)],
        RiskAssessment=[RISK, {**RISK, "id": "r2", "subject": "a", **risk}],
    )
    assert blocking(found) == blocks


@pytest.mark.parametrize(
    ("type", "first", "later"),
    [
        ("Asset", ASSET, {"vendor": None}),
        ("Asset", ASSET, {"vendor": "Bcme"}),
        ("Asset", ASSET, {"ai_system": None}),
        ("Asset", ASSET, {"withdrawn_on": "2025-12-02"}),
        ("SystemPart", PART, {"supplier": None}),
        ("SystemPart", PART, {"systems": []}),
        ("SystemPart", PART, {"state": "ended"}),
        ("SystemPart", PART, {"state": "rejected"}),
        ("SystemPart", PART, {"withdrawn_on": "2025-12-02"}),
    ],
)
def test_a_supplier_that_was_taken_off_is_asked_until_another_person_lets_it_go(
    type: str, first: dict[str, Any], later: dict[str, Any]
) -> None:
    was = first | {"recorded_on": "2025-01-01", "entered_by": "boss"}
    off = first | OFF | later
    asked = why(**{type: [was, off]})
    told = f"Acme was taken off {first['id']}, and nobody else has let it go"
    assert asked.startswith(f"Acme is no vendor on record; {told}")
    for other in (
        {"released_by": "keeper"},
        {"released_by": "boss"},
        {"release_reason": None},
        {"entered_by": "boss"},
    ):
        said = {name: value for name, value in (off | GONE | other).items() if name != "withdrawn_on"}
        said |= {"entered_by": other.get("released_by", said["entered_by"])}
        assert "Acme" in why(**{type: [was, off, said]}), other
    gone = off | GONE
    if "withdrawn_on" not in later:
        assert "Acme" not in why(**{type: [was, off, gone]})
    again = {**was, **OFF, "recorded_on": "2025-12-04"}
    if "withdrawn_on" not in later:
        assert "Acme" in why(
            **{type: [was, off, gone, again, {**again, **later, "recorded_on": "2025-12-05"}]}
        )


def test_a_candidate_that_somebody_rejects_was_never_there() -> None:
    told = PART | {"state": "candidate", "recorded_on": "2025-01-01"}
    assert "Acme" not in why(SystemPart=[told, told | OFF | {"state": "rejected"}])


VENDOR = {
    "id": "v",
    "name": "Acme",
    "owner": "keeper",
    "assessed_on": "2025-01-01",
    "outcome": "suitable",
    "risk": "low",
}
TURNED = "a no to Acme was turned by whoever answers for it"


@pytest.mark.parametrize("by", ["keeper", "boss", None])
def test_a_no_is_not_turned_by_whoever_answers_for_the_supplier(by: str | None) -> None:
    no = {
        "id": "q",
        "vendor": "v",
        "question": "contract",
        "answer": "no",
        "entered_by": "chief",
        "recorded_on": "2025-02-01",
    }
    yes = no | {"answer": "yes", "entered_by": by, "recorded_on": "2025-03-01"}
    there = {"Asset": [ASSET], "Vendor": [VENDOR]}
    assert TURNED in why(SupplierAnswer=[no, yes], **there)
    gone = no | {"withdrawn_on": "2025-03-01", "recorded_on": "2025-03-01"}
    assert TURNED in why(SupplierAnswer=[no, gone, yes | {"id": "q2"}], **there)
    assert TURNED in why(
        SupplierAnswer=[no, no | {"entered_by": by, "recorded_on": "2025-02-02"}, yes], **there
    )
    assert TURNED not in why(SupplierAnswer=[no, yes | {"entered_by": "chief"}], **there)
    assert TURNED not in why(SupplierAnswer=[no, yes | {"entered_by": "clerk"}], **there)
    assert TURNED not in why(SupplierAnswer=[no | {"entered_by": by}, yes], **there)
    for before in ({"outcome": "not-suitable"}, {"risk": "high"}):
        versions = [
            VENDOR | before | {"entered_by": "chief"},
            VENDOR | {"entered_by": by, "recorded_on": "2025-03-01"},
        ]
        assert TURNED in why(Asset=[ASSET], Vendor=versions)


@pytest.mark.parametrize("name", ["ACME ", "Acme Inc.", "Acme GmbH & Co. KG"])
@pytest.mark.parametrize("no", [{"outcome": "not-suitable"}, {"risk": "high"}])
@pytest.mark.parametrize("gone", [{"retired_on": "2025-03-01"}, {"withdrawn_on": "2025-03-01"}])
def test_a_vendor_entered_anew_is_held_to_what_was_said_of_the_former_one(
    name: str, no: dict[str, Any], gone: dict[str, Any]
) -> None:
    was = VENDOR | no | {"entered_by": "chief", "recorded_on": "2025-02-01"}
    ended = was | gone | {"entered_by": "keeper", "recorded_on": "2025-03-01"}
    anew = VENDOR | {"id": "v2", "name": name, "entered_by": "keeper", "recorded_on": "2025-04-01"}
    there = {"Asset": [ASSET | {"vendor": name}]}
    turned = f"a no to {name.strip()} was turned by whoever answers for it"
    assert turned in why(Vendor=[was, ended, anew], **there)
    assert turned not in why(Vendor=[was, ended, anew | {"entered_by": "clerk"}], **there)
    other = anew | {"name": "Acme Data"}
    assert "was turned" not in why(Vendor=[was, ended, other], Asset=[ASSET | {"vendor": "Acme Data"}])


def test_an_answer_of_no_follows_the_name_too() -> None:
    no = {"id": "q", "vendor": "v", "question": "contract", "answer": "no"}
    no |= {"entered_by": "chief", "recorded_on": "2025-02-01"}
    yes = no | {"id": "q2", "vendor": "v2", "answer": "yes", "recorded_on": "2025-04-02"}
    ended = VENDOR | {"retired_on": "2025-03-01", "entered_by": "clerk", "recorded_on": "2025-01-01"}
    anew = VENDOR | {"id": "v2", "entered_by": "clerk", "recorded_on": "2025-04-01"}
    there = {"Asset": [ASSET], "Vendor": [ended, anew]}
    assert TURNED in why(SupplierAnswer=[no, yes | {"entered_by": "keeper"}], **there)
    assert TURNED not in why(SupplierAnswer=[no, yes | {"entered_by": "clerk"}], **there)


def test_a_high_risk_is_not_left_behind_by_saying_nothing_of_it() -> None:
    was = VENDOR | {"risk": "high", "entered_by": "chief", "recorded_on": "2025-02-01"}
    ended = was | {"retired_on": "2025-03-01", "entered_by": "keeper", "recorded_on": "2025-03-01"}
    anew = VENDOR | {"id": "v2", "risk": None, "entered_by": "keeper", "recorded_on": "2025-04-01"}
    assert TURNED in why(Vendor=[was, ended, anew], Asset=[ASSET])


@pytest.mark.parametrize("by", ["keeper", "boss", None])
def test_a_high_risk_that_whoever_answers_for_it_empties_is_turned(by: str | None) -> None:
    was = VENDOR | {"risk": "high", "entered_by": "chief", "recorded_on": "2025-02-01"}
    blank = {name: value for name, value in was.items() if name != "risk"} | {"recorded_on": "2025-03-01"}
    there = {"Asset": [ASSET]}
    assert TURNED in why(Vendor=[was, blank | {"entered_by": by}], **there)
    low = blank | {"risk": "low", "entered_by": by, "recorded_on": "2025-03-02"}
    assert TURNED in why(Vendor=[was, blank | {"entered_by": by}, low], **there)
    for other in ("chief", "clerk"):
        assert TURNED not in why(Vendor=[was, blank | {"entered_by": other}], **there)
    first = {name: value for name, value in VENDOR.items() if name != "risk"}
    assert TURNED not in why(Vendor=[first | {"entered_by": by}], **there)


def test_of_two_vendors_of_one_name_that_stand_none_is_held_to_what_was_said_of_the_other() -> None:
    said = {"entered_by": "chief", "recorded_on": "2025-02-01"}
    one = VENDOR | {"risk": "high"} | said
    other = VENDOR | {"id": "v2", "entered_by": "keeper", "recorded_on": "2025-04-01"}
    there = {"Asset": [ASSET]}
    found = why(Vendor=[one, other], **there)
    assert "the risk of Acme came out as high" in found
    assert TURNED not in found
    assert TURNED not in why(Vendor=[one, one | {"risk": "low", "recorded_on": "2025-04-02"}, other], **there)
    for gone in ({"retired_on": "2025-05-01"}, {"withdrawn_on": "2025-05-01"}, {"name": "Acme Old"}):
        ended = one | {"entered_by": "keeper", "recorded_on": "2025-05-01"} | gone
        assert TURNED in why(Vendor=[one, other, ended], **there), gone


@pytest.mark.parametrize(
    ("given", "vendor", "same"),
    [
        ("Acme GmbH", "Acme", True),
        ("acme", "ACME  GmbH & Co. KG", True),
        ("Acme, Inc.", "Acme Ltd", True),
        ("Acme S. p. A.", "Acme S.A.", True),
        ("Acme Sp. z o.o.", "Acme Pty Ltd", True),
        ("Verein Acme e. V.", "Verein Acme", True),
        ("Acme A/S", "Acme AS", True),
        ("AG", "SE", False),
        ("Acme Cloud", "Acme", False),
        ("Acme GmbH Cloud", "Acme Cloud", False),
        ("Acmeag", "Acme", False),
    ],
)
def test_a_legal_form_makes_no_other_supplier_and_another_name_does(
    given: str, vendor: str, same: bool
) -> None:
    for type, row in (("Asset", ASSET | {"vendor": given}), ("SystemPart", PART | {"supplier": given})):
        found = why(**{type: [row]}, Vendor=[VENDOR | {"name": vendor, "risk": "high"}])
        assert (f"{given} is no vendor on record" in found) is not same
        assert (f"the risk of {given} came out as high" in found) is same


def test_another_legal_form_is_no_other_name_and_takes_no_supplier_off() -> None:
    was = ASSET | {"recorded_on": "2025-01-01", "entered_by": "boss"}
    vendor = VENDOR | {"risk": "high"}
    found = why(Asset=[was, was | OFF | {"vendor": "Acme Ltd"}], Vendor=[vendor])
    assert found.count("came out as high") == 1
    both = [vendor, VENDOR | {"id": "v2", "name": "Acme Ltd", "entered_by": "clerk"}]
    assert "the risk of Acme Ltd came out as high" in why(Asset=[ASSET | {"vendor": "Acme Ltd"}], Vendor=both)


def test_a_page_shows_the_vendor_of_the_very_name_else_the_only_one_of_another_form() -> None:
    both = [VENDOR | {"id": "v1", "name": "Acme GmbH"}, VENDOR | {"id": "v2", "name": "Acme Ltd"}]
    known = facts(Person=PEOPLE, Vendor=both)
    assert [borne_by(known, name).id for name in ("acme gmbh", "Acme Ltd")] == ["v1", "v2"]
    assert borne_by(known, "Acme") is None
    assert borne_by(facts(Person=PEOPLE, Vendor=both[:1]), "Acme").id == "v1"
    assert borne_by(known, "") is None
