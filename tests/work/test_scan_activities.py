"""Which activity a finding is held against: the one whose datasets hold the table, and what is too wide to tell."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.test_compare import HEALTH, MAIL, NAME, TODAY, _asset, _column, _compared
from tonetop.core.facts import Facts
from tonetop.standard import facts_file
from tonetop.work.datasets import is_about
from tonetop.work.declared_found import of_activity, of_system
from tonetop.work.scan_declared import Declared, declared
from tonetop.work.scan_found import Finding

PHONE = "user.contact.phone_number"
NEWS = _asset("newsletter", _column("addr", MAIL), _column("illness", HEALTH))
CUSTOMER = _asset("customer", _column("mail", MAIL), _column("diagnosis", HEALTH))


def _facts(*activities: dict[str, Any], **more: Any) -> Facts:
    systems = [
        {"id": "crm", "name": "CRM", "registered_on": "2025-01-01"},
        {"id": "erp", "name": "Ledger of sales", "registered_on": "2025-01-01"},
    ]
    told = [{"name": one["id"], "systems": ["crm"]} | one for one in activities]
    plain: dict[str, Any] = {"Asset": systems, "ProcessingActivity": told}
    return facts_file.take(plain | more).facts(TODAY)


def _said(*activities: dict[str, Any], **more: Any) -> Declared:
    found = declared(_facts(*activities, **more), "crm.db", [])
    assert found is not None
    return found


def _activity(id: str, categories: list[str], *datasets: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "data_categories": categories, "datasets": list(datasets)} | more


MAILING = _activity("ra1", ["e-mail"], "CRM: newsletter")
CARE = _activity("ra2", ["e-mail", "health"], "CRM: customer", legal_basis="Art. 9(2)(h)")


def _told(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.kind, f"{one.asset}.{one.field}".strip("."), one.activity) for one in found]


@pytest.mark.parametrize(
    ("datasets", "tables"),
    [
        ((), {"customer", "main.ticket"}),
        (("CRM",), {"customer", "main.ticket"}),
        (("crm",), {"customer", "main.ticket"}),
        (("CRM: customer",), {"customer"}),
        (("CRM: customer, ticket",), {"customer", "main.ticket"}),
        (("CRM", "CRM: customer"), {"customer", "main.ticket"}),
        (("ticket",), {"main.ticket"}),
        (("CRM: customer.mail",), {"customer"}),
        (("Ledger of sales",), {"customer", "main.ticket"}),
        (("Ledger of sales: customer",), {"customer", "main.ticket"}),
        (("Ledger of sales", "CRM: ticket"), {"main.ticket"}),
        (("CRM: letters",), set()),
    ],
)
def test_datasets_name_a_system_its_tables_or_nothing_of_it(datasets: tuple[str, ...], tables: set[str]):
    row = next(iter(_facts(_activity("ra1", [], *datasets)).rows("ProcessingActivity")))
    known = {"crm", "erp", "ledger of sales"}
    about = {one for one in ("customer", "main.ticket") if is_about(row, {"crm"}, known, one)}
    assert about == tables


def test_files_are_named_by_their_last_part():
    row = next(iter(_facts(_activity("ra1", [], "people.csv")).rows("ProcessingActivity")))
    assert is_about(row, {"crm"}, {"crm"}, "exports/people.csv")
    assert not is_about(row, {"crm"}, {"crm"}, "exports/other_people.csv")


def test_a_finding_names_the_activity_about_the_table_and_whose_purpose_does_not_reach_it():
    found = _compared(NEWS, CUSTOMER, said=_said(MAILING, CARE))
    assert _told(found) == [
        ("undeclared", "newsletter.illness", "ra1"),
        ("special-category-without-condition", "newsletter.illness", "ra1"),
    ]
    assert "no data category of ra1 names it" in found[0].why
    assert "outside the purpose: ra2 declares it for CRM: customer only" in found[0].why


def test_a_table_that_no_activity_is_about_is_said_to_be_so():
    (found,) = _compared(
        _asset("letters", _column("to", MAIL)), said=_said(_activity("ra1", [], "CRM: customer"))
    )
    assert (found.kind, found.activity) == ("undeclared", "")
    assert "no activity is about letters" in found.why


def test_a_category_is_looked_for_where_its_activity_is():
    mailing = _activity("ra1", ["e-mail", "phone"], "CRM: newsletter")
    customer = _asset("customer", _column("mail", MAIL), _column("phone", PHONE))
    care = _activity("ra2", ["e-mail", "phone"], "CRM: customer")
    news = _asset("newsletter", _column("addr", MAIL))
    (found,) = _compared(news, customer, said=_said(mailing, care))
    assert (found.kind, found.activity) == ("declared-not-found", "ra1")
    assert "it stands in customer.phone" in found.why


def test_an_erasure_limit_and_a_third_country_reach_what_their_activity_is_about():
    from tonetop.discovery.source import Overdue

    days = _column("created", type="date")
    news = _asset("newsletter", _column("addr", MAIL), days, country="US")
    customer = _asset("customer", _column("mail", MAIL), days, country="US")
    mailing = MAILING | {"erasure_limits": {"e-mail": 30}, "third_countries": ["US"]}
    care = _activity("ra2", ["e-mail"], "CRM: customer")
    found = _compared(news, customer, said=_said(mailing, care), late=Overdue(3, "2020-01-01"))
    assert _told(found) == [("overdue", "newsletter.created", "ra1"), ("country", "customer", "ra2")]


def _field(**more: Any) -> dict[str, Any]:
    told = {"system": "crm", "field": "customer.phone", "data_category": "phone", "reviewed_on": "2026-01-01"}
    return {"FieldInventory": [told | more]}


@pytest.mark.parametrize("needed", ["unknown", "no"])
def test_a_field_that_nobody_called_needed_declares_nothing(needed: str):
    customer = _asset("customer", _column("phone", PHONE), _column("mail", MAIL))
    said = _said(_activity("ra1", ["e-mail"]), **_field(needed=needed, justification="asked of the DPO"))
    (found,) = _compared(customer, said=said)
    assert (found.kind, found.field) == ("undeclared", "phone")
    assert "it stands in the field inventory, and nobody said there that it is needed" in found.why


def test_a_field_that_is_needed_is_declared_by_the_inventory():
    customer = _asset("customer", _column("phone", PHONE), _column("mail", MAIL))
    assert _compared(customer, said=_said(_activity("ra1", ["e-mail"]), **_field(needed="yes"))) == []


@pytest.mark.parametrize("words", ["Kundendaten", "customer data", "HR data", "user"])
def test_a_category_that_means_everything_settles_nothing(words: str):
    customer = _asset("customer", _column("phone", PHONE), _column("mail", MAIL), _column("who", NAME))
    (found,) = _compared(customer, said=_said(_activity("ra1", [words, "e-mail"])))
    assert (found.kind, found.activity) == ("cannot-be-evaluated", "ra1")
    assert found.why.startswith(f"{words!r} is so wide that it declares everything")
    assert f"{PHONE} in customer.phone, {NAME} in customer.who" in found.why
    narrow = _said(_activity("ra1", [words, "e-mail", "phone", "name"]))
    assert _compared(customer, said=narrow) == []


class _Scan:
    """A kept scan of the system, as the pages read one."""

    def __init__(self, **tables: dict[str, str]) -> None:
        self.pk, self.source, self.systems = 1, "crm.db", ["crm"]
        kinds = {kind for fields in tables.values() for kind in fields.values()}
        assets = [
            {"name": name, "fields": [_kept(*one) for one in fields.items()]}
            for name, fields in tables.items()
        ]
        titles = {kind: [kind, kind == HEALTH] for kind in kinds}
        self.found: dict[str, Any] = {"assets": assets, "titles": titles, "findings": [], "counts": []}


def _kept(name: str, kind: str) -> dict[str, Any]:
    verdict = {"kind": kind, "share": 1.0, "confidence": 0.9, "why": "it fits"}
    return {"name": name, "type": "text", "kinds": [verdict], "non_null": 10, "values": 8}


TABLES = {"newsletter": {"addr": MAIL, "illness": HEALTH}, "customer": {"mail": MAIL, "phone": PHONE}}


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_tell_of_an_activity_what_its_tables_hold():
    facts, scans = _facts(MAILING, CARE), [_Scan(**TABLES)]
    first, second = (
        of_activity(facts, row, scans)  # type: ignore[arg-type]
        for row in facts.rows("ProcessingActivity")
    )
    told = [(one.category or one.kind, one.state, [p.asset for p in one.places]) for one in first.pairs]
    assert told == [("e-mail", "found", ["newsletter"]), (HEALTH, "no-condition", ["newsletter"])]
    told = [(one.category or one.kind, one.state, [p.column for p in one.places]) for one in second.pairs]
    assert told == [
        ("e-mail", "found", ["mail"]), ("health", "missing", []), (PHONE, "undeclared", ["phone"]),
    ]  # fmt: skip
    assert [p.count for one in second.pairs for p in one.places] == [8, 8]


@pytest.mark.django_db
def test_pages_tell_another_activity_about_the_same_table_what_is_too_wide_and_where_nobody_looked():
    facts = _facts(
        _activity("ra1", ["e-mail"]), _activity("ra2", ["phone"]), _activity("ra3", ["customer data"])
    )
    scans: Any = [_Scan(customer=TABLES["customer"])]
    rows = {row.id: row for row in facts.rows("ProcessingActivity")}
    pairs = of_activity(facts, rows["ra1"], scans).pairs
    assert [(one.state, one.activities) for one in pairs] == [
        ("found", ("ra1",)),
        ("elsewhere", ("ra2", "ra3")),
    ]
    alone = _facts(_activity("ra3", ["customer data"]))
    wide = of_activity(alone, next(iter(alone.rows("ProcessingActivity"))), scans)
    assert [one.state for one in wide.pairs] == ["wide"]
    assert (wide.gaps, wide.open) == (0, 1)
    (unseen,) = of_activity(alone, next(iter(alone.rows("ProcessingActivity"))), []).pairs
    assert unseen.state == "unseen"
    system = next(row for row in facts.rows("Asset") if row.id == "crm")
    assert {one.state for one in of_system(facts, system, scans).pairs} == {"found"}


@pytest.mark.django_db
def test_pages_follow_the_field_inventory():
    facts = _facts(_activity("ra1", ["e-mail"]), **_field(needed="yes"))
    scans: Any = [_Scan(customer=TABLES["customer"])]
    (row,) = facts.rows("ProcessingActivity")
    assert [one.state for one in of_activity(facts, row, scans).pairs] == ["found", "listed"]
    personal = _facts(_activity("ra1", ["e-mail"]), **_field(data_category="not personal"))
    (row,) = personal.rows("ProcessingActivity")
    assert [one.state for one in of_activity(personal, row, scans).pairs] == ["found"]
