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
    assert [row[1] for row in found[2:]] == [row[1] for row in everything[1:] if "vera" in row[1].casefold()]
    assert found[0] == [f"{len(found) - 2} of {len(everything) - 1} lines. Filter: Name: vera."]
    assert len(found) > 2


@pytest.mark.parametrize(
    ("address", "whole", "said"),
    [
        ("/risks/list.csv?state=lacking", "/risks/list.csv", "Filter: State: Something lacks."),
        (
            "/centre/requirements.csv?q=policy&part=duties",
            "/centre/requirements.csv",
            "Filter: Part: Nine duties of 5.1; Find: policy.",
        ),
    ],
)
def test_a_file_says_of_what_list_it_is_a_part_and_by_which_filter(
    house: House, address: str, whole: str, said: str
):
    found, everything = lines(house, address), lines(house, whole)
    assert found[0] == [f"{len(found) - 2} of {len(everything) - 1} lines. {said}"]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(house["governance-lead"].get(address.replace(".csv", ".xlsx")).content)
    )
    told = [cell for row in book.get_sheet_by_name(book.sheet_names[0]).to_python() for cell in row]
    assert any(str(cell).endswith(found[0][0]) for cell in told)


def test_a_narrowed_register_gives_what_its_list_shows_and_says_so(house: House):
    page = house["governance-lead"].get("/registers/Decision/?q=risk&status=closed&as_of=").content.decode()
    href = '/registers/Decision/export.csv?q=risk&amp;status=closed"'
    assert href in page
    found = lines(house, "/registers/Decision/export.csv?q=risk&status=closed")
    everything = lines(house, "/registers/Decision/export.csv")
    held = everything[0].index("status")
    assert {row[held] for row in found[2:]} == {"closed"}
    assert 0 < len(found) - 2 < len(everything) - 1
    count = f"{len(found) - 2} of {len(everything) - 1} records"
    assert (
        found[0][0]
        == f"# part of a register: Decision, as of 2025-12-31, {count}; search: risk; status: closed"
    )
    answer = house["governance-lead"].get("/registers/Decision/export.json?q=risk&status=closed")
    name = f"Decision-2025-12-31-{count.replace(' records', '').replace(' ', '-')}.json"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_narrowed_list_swaps_its_export_with_its_rows(house: House):
    swapped = house["governance-lead"].get(
        "/registers/Decision/?status=closed", headers={"HX-Request": "true", "HX-Target": "rows"}
    )
    told = swapped.content.decode()
    assert 'id="export" hx-swap-oob="true"' in told
    assert "export.xlsx?status=closed" in told


def test_a_sorted_list_gives_its_file_in_that_order(house: House):
    due = [
        row[lines(house, "/registers/Decision/export.csv")[0].index("due")]
        for row in lines(house, "/registers/Decision/export.csv?sort=-due")[1:]
    ]
    assert due == sorted(due, reverse=True)


def test_a_filter_that_no_field_is_gives_no_file(house: House):
    answer = house["governance-lead"].get("/registers/Decision/export.csv?nonsense=1")
    assert answer.status_code == 400
    assert "is not filtered by nonsense" in answer.content.decode()


def test_a_past_day_gives_the_list_of_then(house: House):
    assert lines(house, "/lists/systems.csv?as_of=2019-01-01") != lines(house, "/lists/systems.csv?as_of=")


@pytest.mark.parametrize("address", ["/lists/nothing.xlsx", "/lists/due.exe"])
def test_there_is_no_other_file(house: House, address: str):
    assert house["governance-lead"].get(address).status_code == 404


@pytest.mark.parametrize("page", ["/due/", "/gates/", "/incidents/", "/suppliers/", "/systems/"])
def test_each_page_offers_its_file(house: House, page: str):
    name = page.strip("/")
    assert f'href="/lists/{name}.xlsx' in house["governance-lead"].get(f"{page}?as_of=").content.decode()
