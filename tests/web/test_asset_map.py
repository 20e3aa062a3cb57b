"""The asset map: systems by categories, declared and found; where data goes, drawn and as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import House
from tests.work.scanning import kept, shop

PAGE = "/inventory/map/"

pytestmark = pytest.mark.usefixtures("unscanned")


def text(house: House, role: str = "governance-lead") -> str:
    return house[role].get(PAGE).content.decode()


def cells(system: str) -> dict[str, Any]:
    from tonetop.work.assess import assess
    from tonetop.work.asset_map import lines
    from tonetop.work.run_scan import latest

    line = next(one for one in lines(assess().facts, latest()) if one.system.id == system)
    return {cell.branch: cell for cell in line.cells}


def change(type: str, ref: str, **fields: Any) -> None:
    from tonetop.records import write
    from tonetop.work.revised import revised, standing

    write.save_all([revised(standing(type, ref), **fields)], write.By())


def test_a_cell_says_whether_it_is_declared_and_how_much_was_found(own: House, tmp_path: Path):
    assert cells("asset-crm")["contact"].state == "declared"
    change("ProcessingActivity", "RP-1", data_categories=["contact details", "location", "names", "things"])
    kept(shop(tmp_path / "shop.db"))
    found = cells("asset-policies")
    assert (found["contact"].state, found["contact"].values, found["contact"].columns) == ("both", 100, 2)
    assert (found["health"].state, found["health"].step) == ("found", 1)
    assert found["whereabouts"].state == "missing" and found["online"].state == ""
    page = text(own)
    for words in (
        "1 of 9 systems",
        "step-2 both",
        "declared, not found",
        "in words of which no kind is known",
    ):
        assert words in page, words


def test_flows_tell_countries_that_nobody_declared(own: House):
    from tonetop.records import write
    from tonetop.work.revised import new

    vendors = [("Vendor", {"id": "VEN-90", "name": "Fjordbook", "country": "US", "countries": ["Norway"]})]
    write.save_all(new(vendors), write.By())
    change("Asset", "asset-hris", country="Germany")
    page = text(own)
    assert "no activity declares it" in page and "within the area" in page and "no country is named" in page
    assert "/registers/Vendor/record/VEN-90/" in page and 'class="part"' in page
    change("ProcessingActivity", "RP-2", third_countries=["United States", "Canada"])
    page = text(own)
    assert "no activity declares it" not in page and "third country, declared" in page


def test_before_anything_the_map_teaches(own: House):
    page = own["dpo"].get(f"{PAGE}?as_of=2010-01-01").content.decode()
    assert "No system with personal data is on record yet" in page
    assert own["guest-auditor"].get(PAGE).status_code == 403
