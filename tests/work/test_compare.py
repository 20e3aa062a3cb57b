"""Declared against found: each of the answers, on assets made for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tonetop.discovery.sketch import ColumnSketch, Values
from tonetop.discovery.source import Asset, Overdue
from tonetop.discovery.verdict import Verdict
from tonetop.standard import facts_file
from tonetop.work.compare import Ask, compare
from tonetop.work.scan_countries import code_of
from tonetop.work.scan_declared import Declared, declared
from tonetop.work.scan_found import Column, Finding, Scanned

PLACE = "user.contact.address.country"
MAIL, HEALTH, NAME = "user.contact.email", "user.health_and_medical", "user.name"
TODAY = "2026-06-01"


def _values(first: int, count: int) -> Values:
    return Values(0, {str(number): 0 for number in range(first, first + count)})


def _column(name: str, kind: str = "", type: str = "text", **more: Any) -> Column:
    kinds = (Verdict(kind, 0.9, 0.95, "90 % of the values fit"),) if kind else ()
    values = more.pop("values", Values())
    told = {"non_null": 100, "unused": False} | more
    return Column(name, type, kinds, sketch=ColumnSketch(type, 100, values=values), **told)


def _asset(name: str, *columns: Column, rows: int = 100, scanned: int = 100, **more: Any) -> Scanned:
    left = more.pop("left", "")
    return Scanned(Asset(name, {c.name: c.type for c in columns}, rows, **more), rows, scanned, columns, left)


def _declared(
    source: str = "shop.db", alone: bool = False, system: str = "", **records: Any
) -> Declared | None:
    plain: dict[str, Any] = {
        "Asset": [{"id": "AS-1", "name": "Shop", "registered_on": "2025-01-01"}],
        "ProcessingActivity": [
            {"id": "RP-1", "name": "Sales", "systems": ["AS-1"], "data_categories": ["names"]}
        ],
    }
    facts = facts_file.take(plain | records).facts(TODAY)
    return declared(facts, source, ["customer"], system, alone=alone)


def _compared(
    *scanned: Scanned, said: Declared | None, late: Overdue | None = None, **places: int
) -> list[Finding]:
    asked: list[tuple[str, str, date]] = []

    def count(asset: Asset, column: str, before: date) -> Overdue | None:
        asked.append((asset.name, column, before))
        return late

    found = compare(scanned, said, TODAY, [HEALTH], Ask(count, lambda asset, column: places))
    return [one for one in found if one.kind != "coverage" or one.asset]


def test_a_kind_that_no_activity_names_is_undeclared() -> None:
    found = _compared(_asset("customer", _column("mail", MAIL), _column("who", NAME)), said=_declared())
    assert [(one.kind, one.asset, one.field, one.activity, one.count) for one in found] == [
        ("undeclared", "customer", "mail", "RP-1", 90)
    ]


def test_without_declarations_nothing_is_held_against_them() -> None:
    assert _compared(_asset("customer", _column("mail", MAIL)), said=None) == []


def test_a_field_that_people_said_is_no_personal_data_is_left_alone() -> None:
    field = {
        "system": "AS-1",
        "field": "customer.mail",
        "data_category": "not personal",
        "reviewed_on": "2026-01-01",
    }
    said = _declared(FieldInventory=[field])
    assert _compared(_asset("public.customer", _column("mail", MAIL), _column("who", NAME)), said=said) == []


def test_what_is_declared_and_in_no_column_is_told_and_unknown_words_cannot_be_sought() -> None:
    activity = {
        "id": "RP-1",
        "name": "S",
        "systems": ["AS-1"],
        "data_categories": ["phone", "loyalty points", "none"],
    }
    found = _compared(_asset("customer"), said=_declared(ProcessingActivity=[activity]))
    assert [(one.kind, one.activity) for one in found] == [
        ("declared-not-found", "RP-1"), ("cannot-be-evaluated", "RP-1"),
    ]  # fmt: skip
    assert "'phone'" in found[0].why


@pytest.mark.parametrize(
    ("basis", "kinds"), [("Art. 6(1)(b)", ["special-category-without-condition"]), ("Art. 9(2)(h)", [])]
)
def test_a_special_category_needs_a_condition(basis: str, kinds: list[str]) -> None:
    activity = {
        "id": "RP-1",
        "name": "S",
        "systems": ["AS-1"],
        "data_categories": ["health"],
        "legal_basis": basis,
    }
    found = _compared(
        _asset("customer", _column("diagnosis", HEALTH)), said=_declared(ProcessingActivity=[activity])
    )
    assert [one.kind for one in found] == kinds


def _rule(**more: Any) -> dict[str, Any]:
    rule = {
        "id": "RET-1",
        "data_category": "names",
        "system": "AS-1",
        "period_days": 365,
        "approved_on": "2025-01-01",
    }
    return {"RetentionRule": [rule | more]}


def test_overdue_rows_are_told_with_their_exact_count_and_oldest_day() -> None:
    customer = _asset(
        "customer", _column("who", NAME), _column("updated", type="time"), _column("created", type="date")
    )
    found = _compared(customer, said=_declared(**_rule()), late=Overdue(7, "2019-01-02", 0))
    assert [(one.kind, one.field, one.count, one.oldest) for one in found] == [
        ("overdue", "created", 7, "2019-01-02")
    ]
    assert "2025-06-01" in found[0].why
    assert "assumed" in found[0].why


def test_a_limit_of_an_activity_counts_where_no_rule_does() -> None:
    activity = {
        "id": "RP-1",
        "name": "S",
        "systems": ["AS-1"],
        "data_categories": ["names"],
        "erasure_limits": {"names": 30},
    }
    customer = _asset("customer", _column("who", NAME), _column("created", type="date"))
    said = _declared(ProcessingActivity=[activity])
    (found,) = _compared(customer, said=said, late=Overdue(1, "2020-01-01"))
    assert (found.kind, found.activity) == ("overdue", "RP-1")
    (again,) = _compared(
        customer, said=_declared(ProcessingActivity=[activity], **_rule()), late=Overdue(1, "2020-01-01")
    )
    assert "RET-1" in again.why


def test_a_rule_is_about_the_table_it_speaks_of() -> None:
    invoice = _asset("public.invoice", _column("invoice_date", type="date"))
    other = _asset("public.track", _column("made_on", type="date"))
    found = _compared(
        invoice, other, said=_declared(**_rule(data_category="invoices")), late=Overdue(3, "2020-01-01")
    )
    assert [one.asset for one in found if one.kind == "overdue"] == ["public.invoice"]


@pytest.mark.parametrize(
    ("columns", "category", "late"),
    [
        ([_column("who", NAME)], "names", None),
        ([_column("who", NAME), _column("birth_date", type="date")], "names", None),
        ([_column("who", NAME), _column("created", type="date")], "names", None),
        ([_column("who", NAME)], "health", None),
        ([_column("who", NAME), _column("created", type="date")], "names", Overdue(0, None, 4)),
    ],
)
def test_what_cannot_be_counted_is_a_finding(
    columns: list[Column], category: str, late: Overdue | None
) -> None:
    found = _compared(
        _asset("customer", *columns), said=_declared(**_rule(data_category=category)), late=late
    )
    assert [one.kind for one in found] == ["cannot-be-evaluated"]


def test_a_file_without_days_counts_from_its_last_change() -> None:
    note = _asset("note.txt", _column("text", NAME), changed="2020-01-01")
    (found,) = _compared(note, said=_declared(**_rule()), late=Overdue(1, "2020-01-01"))
    assert (found.kind, found.field) == ("overdue", "(last change)")


def test_empty_assets_and_assets_that_were_not_read_are_not_overdue() -> None:
    empty = _asset("customer", _column("who", NAME), rows=0, scanned=0)
    skipped = _asset("names", skipped="no right to read")
    found = _compared(empty, skipped, said=_declared(**_rule()), late=Overdue(1, "2020-01-01"))
    assert [one.kind for one in found] == ["coverage"]


def test_fields_that_are_not_needed_or_were_removed_are_told() -> None:
    fields = [
        {
            "system": "AS-1",
            "field": "who",
            "data_category": "names",
            "needed": "no",
            "reviewed_on": "2026-01-01",
        },
        {"system": "AS-1", "field": "old", "removed_on": "2026-01-01", "reviewed_on": "2025-01-01"},
    ]
    customer = _asset("customer", _column("who", NAME), _column("old"), _column("gone", non_null=0))
    found = _compared(customer, said=_declared(FieldInventory=fields))
    assert [(one.kind, one.field) for one in found] == [("never-used", "who"), ("never-used", "old")]


def test_columns_that_say_nothing_are_never_used() -> None:
    columns = [_column("empty", non_null=0, unused=True), _column("same", unused=True), _column("who", NAME)]
    found = _compared(_asset("customer", *columns), said=None)
    assert [(one.kind, one.field, one.count) for one in found] == [
        ("never-used", "empty", 0),
        ("never-used", "same", 100),
    ]


def test_a_copy_is_told_once_with_its_original() -> None:
    original = _asset("customer", _column("mail", MAIL, values=_values(0, 100)))
    copy = _asset("customer_backup", _column("email", MAIL, values=_values(50, 100)))
    unlike = _asset("supplier", _column("mail", MAIL, values=_values(1000, 100)))
    few = _asset("staff", _column("mail", MAIL, values=_values(0, 3)))
    (found,) = _compared(copy, original, unlike, few, said=None)
    assert (found.kind, found.asset, found.field, found.count) == ("copy", "customer_backup", "email", 50)
    assert "50% of its 100 different values stand in customer, mail" in found.why


def test_countries_that_no_activity_declares_are_told() -> None:
    activity = {
        "id": "RP-1",
        "name": "S",
        "systems": ["AS-1"],
        "data_categories": ["names"],
        "third_countries": ["USA"],
    }
    said = _declared(ProcessingActivity=[activity])
    customer = _asset("customer", _column("who", NAME), _column("storage_region", PLACE), _column("country"))
    bucket = _asset("a.csv", _column("who", NAME), country="IN")
    found = _compared(customer, bucket, said=said, US=5, DE=3, **{"ap-southeast-2": 2, "nowhere": 1})
    assert [(one.kind, one.asset, one.field, one.count) for one in found] == [
        ("country", "customer", "storage_region", 2), ("country", "a.csv", "", 100),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "code"),
    [("Germany", "DE"), ("us", "US"), ("United States", "US"), ("eu-west-2", "GB"), ("eu-west-1", "IE"), ("UK", "GB"),
     ("ap-southeast-1", "SG"), ("xx-none-1", None), ("mars", None), ("U.S.A.", "US")],
)  # fmt: skip
def test_places_are_told_by_name_code_or_region(place: str, code: str | None) -> None:
    assert code_of(place) == code


def test_what_was_not_read_whole_is_told_with_the_bound_of_a_sample() -> None:
    sample = _asset("a", rows=10_000, scanned=1000)
    cut = _asset("b", rows=100, scanned=10, left="10 of 100 rows were reached in the 5 seconds given")
    skipped = _asset("c", rows=0, scanned=0, skipped="no right to read it")
    few = _asset("d", rows=100, scanned=2)
    found = _compared(sample, cut, skipped, few, said=None)
    assert [one.count for one in found] == [9000, 90, 0, 98]
    assert "0.30%" in found[0].why
    assert "too few" in found[3].why


def test_systems_are_told_by_the_name_of_the_source_its_tables_or_what_a_person_says() -> None:
    assert _declared("sqlite:///var/shop.db") is not None
    assert _declared("postgresql://u@host/other") is None
    assert _declared("other.db", alone=True) is not None
    customer = [{"id": "AS-1", "name": "Customer", "registered_on": "2025-01-01"}]
    by_table = _declared("other.db", Asset=customer)
    assert by_table is not None
    assert by_table.chosen == "by the names of its tables"
    assert _declared("other.db", system="as-1") is not None
    assert _declared("shop.db", system="AS-9") is None
    alone = _declared("other.db", alone=True, Asset=[], ProcessingActivity=[{"id": "RP-1", "name": "S"}])
    assert alone is not None
    assert alone.named() == "RP-1"


def test_personal_data_to_which_nothing_was_written_for_long_is_asked_about_where_the_source_tells() -> None:
    mail = _column("mail", MAIL)
    found = _compared(
        _asset("old", mail, idle="2025-05-31"),
        _asset("a year ago", mail, idle="2025-06-01"),
        _asset("untold", mail),
        _asset("no personal data", _column("size"), idle="2019-01-01"),
        said=None,
    )
    assert [(one.kind, one.asset, one.field, one.count, one.oldest) for one in found] == [
        ("never-used", "old", "", 100, "2025-05-31")
    ]
    assert found[0].why.startswith("nothing was written to it since 2025-05-31, more than 365 days")
