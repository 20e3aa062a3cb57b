"""What kept scans found is reckoned with: PV-6 and PV-7 name the scan, and a later one takes its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.work.scanning import kept

ASSET = {"id": "A-1", "name": "Shop", "hosting": "on-prem", "holds_personal_data": True, "owner": "p1"}
ASSET |= {"data_categories": ["contact data"], "registered_on": "2024-01-01"}
RULE = {"id": "R-1", "data_category": "contact data", "system": "A-1", "period_days": 365}
RULE |= {"enforcement": "automatic", "approved_on": "2024-01-02", "trigger": "customer.closed_on"}
RUN = {
    "id": "D-1",
    "rule": "R-1",
    "system": "A-1",
    "run_on": "2025-12-01",
    "records_due": 1,
    "records_deleted": 1,
}
OLD = (("old@example.org", "2020-03-04"), ("older@example.org", "2019-05-06"))


@pytest.fixture
def house(folder: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("tonetop.records.clock.today", lambda *_: TODAY[0])
    TODAY[0] = "2026-01-10"
    from tonetop.records.write import By, save_all
    from tonetop.work.revised import new

    person = {"id": "p1", "name": "A. Owner", "valid_from": "2020-01-01"}
    save_all(new([("Person", person), ("Asset", ASSET), ("RetentionRule", RULE), ("DeletionRun", RUN)]), By())
    return folder


TODAY = [""]


def shop(path: Path, *late: tuple[str, str]) -> Path:
    """A database with customers whose e-mail addresses are to go a year after they left."""
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("DROP TABLE IF EXISTS customer")
        link.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, closed_on TEXT)")
        rows = [(f"p{n}@example.org", "2025-11-30") for n in range(40)]
        link.executemany("INSERT INTO customer (email, closed_on) VALUES (?, ?)", [*rows, *late])
    return path


def result(check: str, as_of: str | None = None) -> Any:
    from tonetop.work.assess import assess

    return assess(as_of).privacy[check]


def names(check: str) -> list[str]:
    return [f"{row.type}:{row.id}" for row in result(check).records]


def test_fields_that_a_scan_found_are_there_with_their_need_unknown(house: Any, tmp_path: Path):
    assert "no field listed" in result("PV-6").why
    scan = kept(shop(tmp_path / "shop.db"), "A-1")
    found = result("PV-6")
    assert found.result == "fail" and f"found by scans, the last in {scan.source} on 2026-01-10" in found.why
    assert names("PV-6") == ["FieldInventory:A-1/customer.email"]
    assert found.next_act == "Decide whether the field customer.email of A-1 is needed"
    row = found.records[0]
    assert (row.needed, row.data_category, row.found_on) == ("unknown", "e-mail address", "2026-01-10")
    assert (row.found_in, row.scan, row.reviewed_on) == (scan.source, scan.pk, None)
    assert "no field listed" in result("PV-6", "2026-01-09").why, "as of a day before the scan"


def test_what_people_listed_or_reviewed_is_not_touched(house: Any, tmp_path: Path):
    from tonetop.records.write import By, latest, save_all
    from tonetop.work.revised import new

    line = {"system": "A-1", "field": "email", "data_category": "contact data", "needed": "yes"}
    save_all(new([("FieldInventory", line | {"reviewed_on": "2026-01-09"})]), By())
    kept(shop(tmp_path / "shop.db"), "A-1")
    assert result("PV-6").result == "pass"
    assert latest("FieldInventory", "A-1/customer.email") is None


def test_a_column_that_is_gone_ends_the_line_of_the_scan_and_comes_back_with_it(house: Any, tmp_path: Path):
    from tonetop.records.write import latest

    path = shop(tmp_path / "shop.db")
    kept(path, "A-1")
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("ALTER TABLE customer RENAME COLUMN email TO mail")
    kept(path, "A-1")
    gone: Any = latest("FieldInventory", "A-1/customer.email")
    assert gone.removed_on == "2026-01-10"
    assert names("PV-6") == ["FieldInventory:A-1/customer.mail"]
    kept(shop(path), "A-1")
    back: Any = latest("FieldInventory", "A-1/customer.email")
    assert back.removed_on is None and names("PV-6") == ["FieldInventory:A-1/customer.email"]


def test_a_column_of_which_somebody_says_that_it_is_none_leaves_the_inventory(house: Any, tmp_path: Path):
    from tonetop.records.models import Account
    from tonetop.records.scans import Correction
    from tonetop.work.correct_verdict import Word, correct, take_back

    dpo = Account.objects.create(email="dpo@example.org", role="dpo")
    scan = kept(shop(tmp_path / "shop.db"), "A-1")
    correct(dpo, scan.pk, Word("customer", "email", "user.contact.email", holds=False, reason="test data"))
    assert "no field listed" in result("PV-6").why
    take_back(dpo, Correction.objects.get().pk)
    assert names("PV-6") == ["FieldInventory:A-1/customer.email"]


def test_rows_beyond_their_period_fail_the_check_with_the_scan_named(house: Any, tmp_path: Path):
    assert result("PV-7").result == "pass"
    TODAY[0] = "2026-02-01"
    scan = kept(shop(tmp_path / "shop.db", *OLD), "A-1")
    found = result("PV-7")
    assert found.result == "fail"
    assert f"the scan of {scan.source} on 2026-02-01 counted 2, the oldest of 2019-05-06" in found.why
    assert "RetentionCount:RC-1" in names("PV-7")
    assert result("PV-7", "2026-01-31").result == "pass", "as of a day before the scan nothing is otherwise"


def test_a_later_scan_takes_the_place_of_an_earlier_one(house: Any, tmp_path: Path):
    TODAY[0] = "2026-02-01"
    kept(shop(tmp_path / "shop.db", *OLD), "A-1")
    TODAY[0] = "2026-02-08"
    kept(shop(tmp_path / "shop.db"), "A-1")
    assert result("PV-7").result == "pass"
    assert result("PV-7", "2026-02-07").result == "fail", "as it stood before the later scan"
    TODAY[0] = "2026-02-09"
    with closing(sqlite3.connect(shop(tmp_path / "shop.db", *OLD))) as link, link:
        link.execute("CREATE TABLE visit (id INTEGER)")
    kept(tmp_path / "shop.db", "A-1")
    assert result("PV-7").result == "fail"
    with closing(sqlite3.connect(tmp_path / "shop.db")) as link, link:
        link.execute("DROP TABLE customer")
    kept(tmp_path / "shop.db", "A-1")
    assert result("PV-7").result == "pass", "a table that is gone leaves nothing"


def test_a_deletion_run_after_the_scan_answers_it(house: Any, tmp_path: Path):
    from tonetop.records.write import By, save_all
    from tonetop.work.revised import new

    TODAY[0] = "2026-02-01"
    kept(shop(tmp_path / "shop.db", *OLD), "A-1")
    TODAY[0] = "2026-02-02"
    save_all(new([("DeletionRun", RUN | {"id": "D-2", "run_on": "2026-02-02"})]), By())
    assert result("PV-7").result == "pass"


def test_a_rule_on_hold_is_not_broken_by_what_it_keeps(house: Any, tmp_path: Path):
    from tonetop.records.write import By, save_all
    from tonetop.work.revised import revised, standing

    save_all(
        [revised(standing("RetentionRule", "R-1"), hold_since="2026-01-01", hold_reason="A claim")], By()
    )
    kept(shop(tmp_path / "shop.db", *OLD), "A-1")
    assert result("PV-7").result == "pass"


def test_a_source_that_no_registered_system_stands_for_enters_nothing(house: Any, tmp_path: Path):
    from tonetop.records.registry import registers

    kept(shop(tmp_path / "other.db"), "")
    assert not registers()["FieldInventory"].objects.exists()
    assert not registers()["RetentionCount"].objects.exists()


def test_without_records_there_is_no_data(folder: Any):
    assert result("PV-6").result == "no-data" and result("PV-7").result == "no-data"
