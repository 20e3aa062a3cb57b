"""The asset inventory as pages: scans listed, begun, followed, stopped and read; what changed; who may do what."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from tests.web.conftest import House
from tests.work.scanning import kept, shop

LEAD = "governance-lead"

pytestmark = pytest.mark.usefixtures("unscanned")


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = shop(tmp_path / "shop.db")
    sources = f"Shop=sqlite:///{path}; Gone=sqlite:///{tmp_path}/gone.db"
    monkeypatch.setenv("TONETOP_SCAN_SOURCES", sources)
    return path


def text(house: House, page: str, role: str = LEAD) -> str:
    return house[role].get(page).content.decode()


def begun(house: House, role: str = LEAD, **fields: Any) -> Any:
    return house[role].post("/inventory/", {"source": "Shop", "system": "asset-policies"} | fields)


def run(number: int) -> dict[str, int]:
    from tonetop.work.run_scan import scan_listed

    found: dict[str, int] = scan_listed.func(number)
    return found


def test_a_listed_source_is_scanned_in_the_background_and_its_page_tells_how_far_it_is(
    own: House, listed: Path
):
    page = begun(own).headers["Location"]
    assert "The source is being scanned" in text(own, page)
    number = int(page.strip("/").rpartition("/")[2])
    assert run(number)["assets"] == 2
    assert run(number) == {}, "a job that comes again does nothing"
    report = text(own, page)
    assert "2 assets were read, 100 rows looked at." in report
    assert "Copies" in report and "customer_backup" in report
    assert "Special categories without a condition" in report
    assert "E-mail address" in text(own, f"{page}?part=fields")
    assert "nothing: read whole" in text(own, f"{page}?part=assets")
    assert "No use of AI was found" in text(own, f"{page}?part=ai")
    refreshed = own[LEAD].get(f"{page}?progress=1", headers={"HX-Request": "true"})
    assert refreshed.headers["HX-Refresh"] == "true"
    told = text(own, "/inventory/")
    assert "Shop" in told and "Policy administration" in told


@pytest.mark.sqlite
def test_no_value_of_the_source_is_kept(own: House, listed: Path):
    from tonetop.records.scans import KeptScan

    run(int(begun(own).headers["Location"].strip("/").rpartition("/")[2]))
    row = KeptScan.objects.get()
    assert "example.org" not in str(row.found) and "Anna" not in str(row.found)
    folder = own.folder / "tonetop.sqlite3"
    raw = folder.read_bytes() + folder.with_name("tonetop.sqlite3-wal").read_bytes()
    assert b"p12@example.org" not in raw and b"Anna Keller" not in raw


def test_no_day_of_birth_is_kept(own: House, listed: Path):
    import zlib

    with closing(sqlite3.connect(listed)) as link, link:
        link.execute("CREATE TABLE born (birth_date DATE, changed DATE)")
        days = [(f"19{n:02}-03-14", f"2025-02-{n % 28 + 1:02}") for n in range(40, 100)]
        link.executemany("INSERT INTO born VALUES (?, ?)", days)
    row = kept(listed)
    fields = {field["name"]: field for one in row.found["assets"] for field in one["fields"]}
    assert (fields["birth_date"]["days"], fields["changed"]["days"]) == ([], ["2025-02-01", "2025-02-28"])
    told = zlib.decompress(row.sketches).decode()
    assert "2025-02-01" in told
    assert "-03-14" not in told and "-03-14" not in str(row.found)


def test_only_listed_sources_are_scanned_and_bad_wishes_get_a_sentence(own: House, listed: Path):
    from tonetop.records.scans import KeptScan

    for fields, why in (
        ({"source": f"sqlite:///{listed}"}, "choose one of the sources"),
        ({"system": "no-such"}, "there is no system no-such"),
        ({"sample": "many"}, "choose how much is read"),
        ({"minutes": "soon"}, "as a number"),
        ({"minutes": "100000"}, "between 1 and 1440 minutes"),
    ):
        answer = begun(own, **fields)
        assert answer.status_code == 400
        assert why in answer.content.decode().lower(), fields
    assert not KeptScan.objects.exists()
    begun(own, sample="10000", minutes="5")
    assert KeptScan.objects.get().sample == 10_000
    assert begun(own, sample="all").status_code == 400, "it waits already"


def test_a_scan_is_stopped_and_one_that_cannot_be_says_why(own: House, listed: Path):
    from tonetop.records.scans import KeptScan
    from tonetop.work import beat

    page = begun(own).headers["Location"]
    assert own[LEAD].post(f"{page}stop/").headers["Location"] == "/inventory/"
    assert "The scan was stopped" in text(own, page)
    assert run(KeptScan.objects.get().pk) == {} and not KeptScan.objects.get().found
    own[LEAD].post(f"{page}stop/")
    assert "has ended already" in text(own, "/inventory/")
    page = begun(own, source="Gone").headers["Location"]
    assert run(int(page.strip("/").rpartition("/")[2])) == {}
    assert "The source was not scanned" in text(own, page)
    third = KeptScan.objects.get(pk=int(begun(own).headers["Location"].strip("/").rpartition("/")[2]))
    KeptScan.objects.filter(pk=third.pk).update(stage="scanning")
    told = beat.Told(KeptScan.objects.filter(pk=third.pk, stage="scanning"), "now")
    told(0, 2, "customer")
    assert "customer" in text(own, f"/inventory/{third.pk}/")
    own[LEAD].post(f"/inventory/{third.pk}/stop/")
    with pytest.raises(beat.Stopped):
        told(2, 2, "")
    assert own[LEAD].get(f"/inventory/{third.pk}/scan.xlsx").status_code == 404


def test_a_scan_whose_worker_was_lost_is_told_as_broken_off(own: House, listed: Path):
    from datetime import timedelta

    from tonetop.records.scans import KeptScan
    from tonetop.work import run_scan

    begun(own)
    KeptScan.objects.update(stage="scanning")
    row = KeptScan.objects.get()
    KeptScan.objects.update(beat=row.beat - timedelta(days=1))
    assert "broken off" in text(own, "/inventory/")
    KeptScan.objects.update(stage="scanning", why="")
    run_scan.give_up(row.pk)
    assert "was killed each time" in text(own, f"/inventory/{row.pk}/")


def test_a_second_scan_says_what_changed(own: House, tmp_path: Path):
    path = shop(tmp_path / "shop.db")
    kept(path)
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("DROP TABLE customer_backup")
        link.execute("ALTER TABLE customer ADD COLUMN phone TEXT")
        link.execute("UPDATE customer SET phone = '+31 6 ' || (10000000 + id * 37)")
        link.execute("DELETE FROM customer WHERE id > 49")
        link.execute("CREATE TABLE visit (id INTEGER PRIMARY KEY)")
    second = kept(path)
    page = text(own, f"/inventory/{second.pk}/")
    for words in ("Since the scan of", "customer.phone", "customer_backup", "visit", "60 → 50"):
        assert words in page, words
    third = kept(path)
    assert "Nothing changed." in text(own, f"/inventory/{third.pk}/")
    assert "there is a later scan" in text(own, "/inventory/")


def test_a_scan_is_taken_away_as_a_workbook(own: House, tmp_path: Path):
    row = kept(shop(tmp_path / "shop.db"))
    made = own[LEAD].get(f"/inventory/{row.pk}/scan.xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(made.content))
    assert book.sheet_names[:2] == ["Findings", "Fields"]
    fields = book.get_sheet_by_name("Fields").to_python()
    assert ["customer", "email", "text", "user.contact.email"] in [row[:4] for row in fields]


def test_a_scan_of_a_source_of_which_nothing_is_declared_says_so(own: House, tmp_path: Path):
    row = kept(shop(tmp_path / "unknown.db"), system="")
    page = text(own, f"/inventory/{row.pk}/")
    assert "Nothing is declared of this source" in page or "Copies" in page
    assert "nothing is declared of it" in text(own, "/inventory/") or row.declared or row.found["findings"]


def test_before_anything_the_page_teaches_and_guests_see_none_of_it(own: House):
    assert "No scan is kept yet" in text(own, "/inventory/")
    assert "TONETOP_SCAN_SOURCES" in text(own, "/inventory/")
    assert own["guest-auditor"].get("/inventory/").status_code == 403
    assert "TONETOP_SCAN_SOURCES" not in text(own, "/inventory/", "internal-auditor")
    assert own["internal-auditor"].post("/inventory/", {"source": "Shop"}).status_code == 403


def test_passwords_of_listed_sources_are_never_shown(own: House, monkeypatch: pytest.MonkeyPatch):
    listed = "postgresql://reader:hunter2@db/crm;\nWarehouse=postgresql://db/w?user=a&password=hunter2"
    monkeypatch.setenv("TONETOP_SCAN_SOURCES", listed)
    page = text(own, "/inventory/")
    assert "postgresql://reader@db/crm" in page and "Warehouse" in page
    begun(own, source="Warehouse", system="")
    from tonetop.records.scans import KeptScan
    from tonetop.work.listed_sources import listed_sources

    assert "hunter2" not in KeptScan.objects.get().source
    assert "hunter2" not in page + text(own, "/inventory/") + repr(listed_sources())


def test_a_scan_is_deleted_after_it_is_said_what_goes_and_what_stays(own: House, tmp_path: Path):
    from django.db import connection

    from tonetop.records.registry import registers
    from tonetop.records.scans import KeptScan

    scan = kept(shop(tmp_path / "shop.db"))
    page = f"/inventory/{scan.pk}/delete/"
    asked = text(own, page, "dpo")
    assert "What goes" in asked and "What stays" in asked and "It is the latest of its source" in asked
    assert own["internal-auditor"].get(page).status_code == 403
    assert own["internal-auditor"].post(page).status_code == 403
    assert f"/inventory/{scan.pk}/delete/" not in text(own, f"/inventory/{scan.pk}/", "internal-auditor")
    fields = registers()["FieldInventory"].objects.filter(scan=scan.pk).count()
    assert own["dpo"].post(page).status_code == 302
    assert not KeptScan.objects.exists() and own[LEAD].get(page).status_code == 404
    assert registers()["FieldInventory"].objects.filter(scan=scan.pk).count() == fields > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT type FROM ledger_events WHERE kind = 'Scan' ORDER BY seq")
        assert [type for (type,) in cursor.fetchall()][-2:] == ["source.scanned", "scan.deleted"]


def test_a_scan_that_runs_is_not_deleted_and_what_was_stopped_is(own: House, listed: Path):
    from tonetop.records.scans import KeptScan

    page = begun(own).headers["Location"]
    refused = own[LEAD].post(f"{page}delete/")
    assert refused.status_code == 400 and "stop it first" in refused.content.decode()
    own[LEAD].post(f"{page}stop/")
    assert f"{page}delete/" in text(own, page)
    assert own[LEAD].post(f"{page}delete/").status_code == 302
    assert not KeptScan.objects.exists()


def test_the_list_of_scans_has_pages(own: House):
    from tonetop.records import clock
    from tonetop.records.scans import STOPPED, KeptScan

    now = clock.now()
    told = {"by": "tester", "begun": now, "beat": now, "as_of": "2025-12-30", "stage": STOPPED}
    KeptScan.objects.bulk_create([KeptScan(source=f"folder {n:03}", **told) for n in range(101)])
    first, second = text(own, "/inventory/"), text(own, "/inventory/?page=2")
    assert "page 1 of 2" in first and "folder 100" in first and "folder 000" not in first
    assert "folder 000" in second and "folder 100" not in second
    assert "page 2 of 2" in text(own, "/inventory/?page=99") and "page 1 of 2" in text(
        own, "/inventory/?page=x"
    )
