"""The ledger's pages: its lines, one line whole, the check, and a bundle that anybody can verify."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text


def test_the_newest_lines_stand_first_and_older_ones_follow(house: House):
    from tonetop.records import log

    size = log.size()
    page = text(house["guest-auditor"].get("/ledger/"))
    assert f'id="e{size}"' in page
    assert f'id="e{size - log.PAGE}"' not in page
    older = text(house["guest-auditor"].get(f"/ledger/?to={size - log.PAGE}"))
    assert f'id="e{size - log.PAGE}"' in older
    assert "Newer" in older


def test_a_page_of_lines_that_is_none_shows_the_newest(house: House):
    for to in ("abc", "-5", "9" * 30, ""):
        assert house["guest-auditor"].get(f"/ledger/?to={to}").status_code == 200


def test_one_line_shows_the_exact_bytes_that_are_hashed(house: House):
    from tonetop.records import log

    line = log.whole(40)
    assert line
    page = house["guest-auditor"].get("/ledger/40/")
    assert line.leaf == hashlib.sha256(b"\x00" + line.body.encode()).hexdigest()
    assert line.leaf in page.content.decode()


def test_nobody_outside_holds_a_checkpoint_until_somebody_is_given_one(own: House):
    from tonetop.records import log

    assert "No independent anchor yet" in text(own["dpo"].get("/"))
    given = own["governance-lead"].post("/ledger/checkpoint/", {"holder": "Auditor & Co", "kind": "email"})
    assert given["Content-Disposition"] == f'attachment; filename="checkpoint-{log.size()}.txt"'
    assert given.content.decode().splitlines()[1] == str(log.size())
    assert "Last independent anchor <b>0 minutes</b>" in text(own["dpo"].get("/"))
    assert "Auditor &amp; Co" in text(own["dpo"].get("/ledger/"))


def test_a_checkpoint_that_was_given_away_is_what_the_bundle_is_held_against(own: House, tmp_path: Path):
    from tonetop.work.verify import verify_bundle

    held = tmp_path / "held.txt"
    held.write_bytes(
        own["governance-lead"].post("/ledger/checkpoint/", {"holder": "A", "kind": "print"}).content
    )
    bundle = tmp_path / "bundle.zip"
    response = own["guest-auditor"].post("/ledger/bundle/")
    bundle.write_bytes(b"".join(response.streaming_content))
    response.close()
    report = verify_bundle(bundle, held=[held])
    assert (report["problems"], report["unanchored"]) == ([], 0)


@pytest.mark.parametrize("sent", [{"holder": " ", "kind": "email"}, {"holder": "A", "kind": "pigeon"}, {}])
def test_a_checkpoint_for_nobody_or_by_no_way_is_not_noted(own: House, sent: dict[str, str]):
    page = text(own["governance-lead"].post("/ledger/checkpoint/", sent, follow=True))
    assert "message error" in page
    assert "No independent anchor yet" in page


def test_the_check_says_up_to_where_all_holds(own: House):
    from tonetop.records import log

    size = f"{log.size():,}".replace(",", " ")  # thousands stand apart
    page = text(own["internal-auditor"].post("/ledger/verify/"))
    assert f"Nothing was altered: all {size} lines hold" in page
    assert "problem was found" not in page


@pytest.mark.sqlite
def test_the_check_says_what_was_altered(own: House):
    import sqlite3

    with sqlite3.connect(own.folder / "tonetop.sqlite3") as database:
        database.execute("UPDATE registers_decision SET text = 'altered' WHERE ref = 'dec-2025-10-02'")
    page = text(own["internal-auditor"].post("/ledger/verify/"))
    assert "1 problem was found" in page
    assert "dec-2025-10-02" in page


def test_the_bundle_that_is_downloaded_verifies_offline(own: House, tmp_path: Path):
    from tonetop.records import log
    from tonetop.work.verify import verify_bundle

    own["governance-lead"].post("/registers/Decision/new/", {"id": "D-1", "version": "0", "text": "New."})
    response = own["dpo"].post("/ledger/bundle/")
    assert response["Content-Disposition"] == 'attachment; filename="tonetop-2025-12-31.zip"'
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(b"".join(response.streaming_content))
    response.close()
    report = verify_bundle(bundle)
    assert (report["valid_to"], report["problems"]) == (log.size(), [])


def test_a_bundle_that_cannot_be_written_is_said(own: House):
    (own.folder / "ledger.key").unlink()
    page = text(own["guest-auditor"].post("/ledger/bundle/", follow=True))
    assert "The bundle could not be written" in page


def test_the_server_says_that_it_is_well_and_nothing_else(house: House):
    response = house.anybody.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_bundle_is_offered_with_the_evidence_of_an_audits_freeze(own: House, tmp_path: Path):
    from tonetop.work.verify import verify_bundle

    audit = "/audit/of/audit-2026-a/"
    client = own["internal-auditor"]
    assert "as of the freeze of" not in text(client.get("/ledger/"))
    form = client.get(f"{audit}plan/").content.decode()
    assert 'name="frozen_from"' in form
    told = {"version": "1", "title": "Year end", "clauses": "A.10", "lead_auditor": "korpela"}
    client.post(f"{audit}plan/", told | {"frozen_from": "2025-06-30", "knowingly": "1"})
    assert "30 Jun 2025" in text(client.get(audit))
    assert "/ledger/?frozen=audit-2026-a#bundle" in client.get(audit).content.decode()
    page = client.get("/ledger/?frozen=audit-2026-a").content.decode()
    assert '<option value="audit-2026-a" selected>as of the freeze of Year end, 30 Jun 2025' in page
    bundle = tmp_path / "bundle.zip"
    response = client.post("/ledger/bundle/", {"frozen": "audit-2026-a"})
    bundle.write_bytes(b"".join(response.streaming_content))
    response.close()
    found = verify_bundle(bundle)
    assert (found["problems"], found["frozen"]["as_of"]) == ([], "2025-06-30")
    said = text(client.post("/ledger/bundle/", {"frozen": "nobody"}, follow=True))
    assert "There is no audit nobody" in said
