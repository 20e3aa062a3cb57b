"""Lists of pages as files: the same lines as on the page, typed for a sheet, by the same search."""

from __future__ import annotations

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from tests.web.conftest import House
from tests.web.pages import PAGES

LIST = re.compile(r'<table class="[^"]*\blist\b')
OFFERED = re.compile(r'href="[^"?]+\.(?:xlsx|csv)(?:\?|")')
REGISTERS = "its lines are those of registers, each of which goes out as a file with all its fields"
ONE = "it is the page of one record, whose register goes out as a file"
NO_FILE = {
    "audit-of": "its checklist, samples and findings go out as the audit's report, as PDF, Word and workbook",
    "audit-question": "its answers go out with the proof bundle and as working papers",
    "begin": "it takes a first organisation in; the people are a register",
    "catalogue": "what comes with the product, the same everywhere; it goes out as OSCAL",
    "centre-frameworks": "counts alone; each framework's requirements go out from its own page of the centre",
    "centre-time": "counts by day, drawn; programs read them from the API",
    "concerns": "concerns are confided: nothing of them leaves the house but with the whole organisation",
    "integration": REGISTERS,
    "inventory-activity": ONE,
    "inventory-declared": "it counts; the lines of each scan go out as its workbook",
    "inventory-map": "a map; the systems are a register",
    "inventory-system": ONE,
    "jobs": "what the program has to do just now, and nothing that anybody keeps",
    "notice-covers": ONE,
    "privacy-activity": ONE,
    "record": ONE,
    "requirement": "one requirement with its results, which go out from the compliance centre and as a report",
    "structure": REGISTERS,
    "surveys": REGISTERS,
    "system": "the parts of a system go out as its AI-BOM",
}
"""Pages with a list and no file of it, by the name of their address, and why."""
FEW = ("guests", "over-collected", "scans")
"""Lists that may have no line in the demo."""
FIRST = {
    "due": ("Due on", "Days left", "Kind", "Id", "What", "To do", "Whose"),
    "gates": ("Id", "What comes to the gates"),
    "incidents": ("Id", "Incident", "Occurred on"),
    "suppliers": ("Id", "Supplier", "Score in %"),
    "systems": ("Id", "AI system", "Stage"),
    "changes": ("What", "Kind", "Id"),
    "monitors": ("Monitor", "Requirement", "State"),
    "audits": ("Id", "Kind", "Audit"),
    "findings": ("Id", "Finding", "Grade"),
    "resources": ("Id", "Kind", "For"),
    "budget": ("Period", "Purpose", "Asked"),
    "evidence": ("Id", "Evidence", "Kind"),
    "documents": ("Id", "Document", "Kind"),
    "own-data": ("Where", "What", "What it holds"),
    "accounts": ("Who", "E-mail", "Role"),
    "ledger": ("Line", "Recorded", "What"),
    "guests": ("Guest", "Access until", "Days"),
    "over-collected": ("Field", "System", "What it holds"),
    "objectives": ("Id", "Objective", "Goal"),
    "communication": ("Who", "Days since the last", "Silence counts after"),
    "training": ("Id", "Course", "Due on"),
    "scans": ("Scan", "Source", "Day"),
}


def lines(house: House, address: str, who: str = "governance-lead") -> list[list[str]]:
    answer = house[who].get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", FIRST)
def test_every_list_is_a_workbook_with_its_lines(house: House, name: str):
    answer = house["administrator"].get(f"/lists/{name}.xlsx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-2025-12-31.xlsx"'
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = [row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    heads = next(row for row in rows if tuple(row[: len(FIRST[name])]) == FIRST[name])
    assert len(rows) - rows.index(heads) > (0 if name in FEW else 2)


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


def walked() -> dict[str, str]:
    """The pages that the browser looks at, each once by the name of its address."""
    from django.urls import resolve

    found: dict[str, str] = {}
    for address in PAGES.values():
        if not address.startswith("/nonsense"):
            found.setdefault(resolve(address.partition("?")[0]).url_name, address)
    return found


@pytest.mark.slow
def test_each_page_with_a_list_offers_it_as_a_file_or_says_why_not(house: House):
    lacking, idle = {}, []
    for name, address in walked().items():
        told = house["administrator"].get(address).content.decode()
        offers = OFFERED.search(told) is not None
        if LIST.search(told) and not offers and name not in NO_FILE:
            lacking[name] = address
        if name in NO_FILE and offers:
            idle.append(name)
    assert " ".join(sorted(lacking)) == ""
    assert idle == [], "they offer one: take the reason away"


@pytest.mark.parametrize("part", ["held", "due", "holds"])
def test_each_part_of_own_data_is_a_file(house: House, part: str):
    page = house["governance-lead"].get(f"/own-data/?part={part}").content.decode()
    assert f'href="/lists/own-data.csv?part={part}"' in page
    assert len(lines(house, f"/lists/own-data.csv?part={part}")[0]) > 4


def test_who_may_not_see_a_page_gets_no_file_of_it(house: House):
    for name in ("own-data", "accounts", "over-collected", "scans"):
        assert house["guest-auditor"].get(f"/lists/{name}.csv").status_code == 403
    assert house["executive"].get("/lists/guests.csv").status_code == 403
    assert house["governance-lead"].get("/lists/own-data.csv?part=person").status_code == 404


def test_a_span_of_the_ledger_says_which_lines_it_holds(house: House):
    everything, found = lines(house, "/lists/ledger.csv"), lines(house, "/lists/ledger.csv?to=7")
    assert found[0] == [f"7 of {len(everything) - 1} lines. Filter: Line: 1–7."]
    assert [row[0] for row in found[2:]] == ["7", "6", "5", "4", "3", "2", "1"]
    assert house["governance-lead"].get("/lists/ledger.pdf").status_code == 404


def test_changes_between_two_days_are_a_file_and_a_wrong_day_is_none(house: House):
    found = lines(house, "/lists/changes.csv?from=2025-09-25&to=2025-10-31")
    assert found[0][0].startswith("Between 2025-09-25 and 2025-10-31")
    assert {row[0] for row in found[2:]} >= {"result turned", "new"}
    assert house["governance-lead"].get("/lists/changes.csv?from=yesterday").status_code == 400


def test_filters_of_evidence_documents_and_requests_narrow_their_files(house: House):
    for address in (
        "evidence.csv?q=policy",
        "documents.csv?state=published",
        "resources.csv?cell=people-run",
    ):
        found, everything = (
            lines(house, f"/lists/{address}"),
            lines(house, f"/lists/{address.partition('?')[0]}"),
        )
        assert 2 < len(found) < len(everything) + 1
        assert " lines. Filter: " in found[0][0]


def test_no_cell_of_a_list_is_a_formula(own: House):
    from tonetop.records import intake, write
    from tonetop.records.write import By

    write.save(intake.take("Document", {"id": "d-formula", "title": "=1+1"}), By())
    answer = own["governance-lead"].get("/lists/documents.csv")
    assert "'=1+1" in answer.content.decode("utf-8-sig")
