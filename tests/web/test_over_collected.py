"""Over-collection: what holds more than is declared or needed, whose it is, how old, and what leaders are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import House
from tests.work.scanning import kept, shop

LEAD = "governance-lead"
PAGE = "/inventory/over-collected/"
MEND = {"statement": "Health data is there", "grade": "minor", "owner": "haddad", "due": "2026-03-01"}

pytestmark = pytest.mark.usefixtures("unscanned")


def text(house: House, page: str = PAGE, role: str = LEAD) -> str:
    return house[role].get(page).content.decode().partition("<main")[2]


def change(ref: str, type: str, **fields: Any) -> None:
    from tonetop.records import write
    from tonetop.work.revised import revised, standing

    write.save_all([revised(standing(type, ref), **fields)], write.By())


def hold(type: str, **plain: Any) -> None:
    from tonetop.records import intake, write

    write.save(intake.take(type, plain), write.By())


def found() -> dict[str, Any]:
    from tonetop.work.assess import assess
    from tonetop.work.over_collected import over_collected

    return {one.field: one for one in over_collected(assess().facts)}


@pytest.fixture
def narrow(own: House) -> None:
    """Claims handling declares e-mail addresses, and nothing else of its systems does."""
    change("RP-1", "ProcessingActivity", data_categories=["e-mail"])
    for system in ("asset-policies", "asset-claims", "asset-claimflow", "asset-ocr"):
        change(system, "Asset", data_categories=["e-mail"])


def test_before_anything_the_page_says_what_comes_there(own: House):
    assert "Nobody has looked yet" in text(own, f"{PAGE}?as_of=2020-01-01")


@pytest.mark.usefixtures("narrow")
def test_each_field_has_its_owner_its_age_and_its_finding(own: House, tmp_path: Path):
    from tonetop.records.scans import KeptScan

    path = shop(tmp_path / "shop.db")
    first = kept(path)
    KeptScan.objects.filter(pk=first.pk).update(as_of="2025-10-01")
    second = kept(path)
    names = found()["customer.full_name"]
    assert names.since == "2025-10-01" and names.scan.pk == second.pk and names.count == 60
    assert names.owner == names.system.owner and names.states == ("undeclared",)
    assert "customer.email" not in found() and "customer.fax" not in found()
    said = text(own)
    assert "Put on record" in said and "since 1 Oct 2025" in said
    told = own[LEAD].post(f"/inventory/{second.pk}/raise/{names.place}/", MEND | {"clause": "A.7.2"})
    assert told.status_code == 302
    assert found()["customer.full_name"].raised and found()["customer.full_name"].place is None


@pytest.mark.usefixtures("narrow")
def test_a_field_that_is_not_needed_comes_from_scan_and_inventory_once(own: House, tmp_path: Path):
    fields = {"system": "asset-policies", "data_category": "e-mail", "needed": "no"}
    hold("FieldInventory", **fields, field="customer.email", reviewed_on="2025-03-01")
    hold("FieldInventory", **fields, field="lead.email", reviewed_on="2025-02-01")
    hold("FieldInventory", **fields, field="old.email", reviewed_on="2025-02-01", removed_on="2025-04-01")
    kept(shop(tmp_path / "shop.db"))
    there = found()
    assert there["customer.email"].states == ("unneeded",) and there["customer.email"].since == "2025-03-01"
    assert there["lead.email"].scan is None and "old.email" not in there
    days = [one.days for one in there.values()]
    assert days == sorted(days, reverse=True)


@pytest.mark.usefixtures("narrow")
def test_the_review_is_told_how_much_how_old_and_whose(own: House, tmp_path: Path):
    from tonetop.standard.review_excess import told
    from tonetop.standard.review_practice import gathered
    from tonetop.work.assess import assess
    from tonetop.work.over_collected import for_leaders

    kept(shop(tmp_path / "shop.db"))
    now = assess()
    pack, beyond = gathered(now, "", {}), for_leaders(now.facts)
    assert told(pack, []) is pack
    given = next(one for one in told(pack, beyond).inputs if one.key == "privacy_gaps")
    table = given.tables[1]
    assert table.lines[0].cells[0].startswith(f"{len(beyond)} fields hold more than is declared or needed")
    assert len(table.lines) == min(len(beyond), 3) + 1 and beyond[0].owner in table.lines[1].cells
    assert beyond[0].id in given.records
    assert "full_name" not in str(table)
    one = next(i for i in told(pack, beyond[:1]).inputs if i.key == "privacy_gaps").tables[1]
    assert one.lines[0].cells[0].startswith("One field holds more")
