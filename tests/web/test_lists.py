"""Lists of pages as files: the same lines as on the page, typed for a sheet, by the same search."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.web.conftest import House

FIRST = {
    "due": ("Due on", "Days left", "Kind", "Id", "What", "To do", "Whose"),
    "gates": ("Id", "What comes to the gates"),
    "incidents": ("Id", "Incident", "Occurred on"),
    "suppliers": ("Id", "Supplier", "Score in %"),
    "systems": ("Id", "AI system", "Stage"),
}


def lines(house: House, address: str, who: str = "governance-lead") -> list[list[str]]:
    answer = house[who].get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", FIRST)
def test_every_list_is_a_workbook_with_its_lines(house: House, name: str):
    answer = house["guest-auditor"].get(f"/lists/{name}.xlsx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-2025-12-31.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = [row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    heads = next(row for row in rows if tuple(row[: len(FIRST[name])]) == FIRST[name])
    assert len(rows) - rows.index(heads) > 2


def test_what_is_due_is_mine_or_everybodys_as_on_the_page(house: House):
    mine, all_ = (lines(house, f"/lists/due.csv{asked}", "executive") for asked in ("", "?all"))
    assert 1 < len(mine) < len(all_)


def test_the_search_of_the_gates_narrows_the_file(house: House):
    everything, found = lines(house, "/lists/gates.csv"), lines(house, "/lists/gates.csv?q=vera")
    assert [row[1] for row in found[1:]] == [row[1] for row in everything[1:] if "vera" in row[1].casefold()]
    assert len(found) > 1


def test_a_past_day_gives_the_list_of_then(house: House):
    assert lines(house, "/lists/systems.csv?as_of=2019-01-01") != lines(house, "/lists/systems.csv?as_of=")


@pytest.mark.parametrize("address", ["/lists/nothing.xlsx", "/lists/due.exe"])
def test_there_is_no_other_file(house: House, address: str):
    assert house["governance-lead"].get(address).status_code == 404


@pytest.mark.parametrize("page", ["/due/", "/gates/", "/incidents/", "/suppliers/", "/systems/"])
def test_each_page_offers_its_file(house: House, page: str):
    name = page.strip("/")
    assert f'href="/lists/{name}.xlsx' in house["governance-lead"].get(f"{page}?as_of=").content.decode()
