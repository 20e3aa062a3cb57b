"""Evidence as pages: brought in with several files, judged by somebody else, taken away as files alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House


def brought(house: House, *files: tuple[str, bytes], **fields: str) -> Any:
    data = {
        "title": "Minutes of May",
        "kind": "management-review-minutes",
        "occurred_on": "2025-05-02",
    } | fields
    sent = [SimpleUploadedFile(name, text) for name, text in files or (("m.txt", b"decided"),)]
    return house["process-owner"].post("/evidence/add/", data | {"files": sent})


def act(house: House, role: str, page: str, **fields: Any) -> Any:
    from tonetop.records.write import latest

    ref = page.strip("/").rpartition("/")[2]
    version = latest("Evidence", ref).revision
    return house[role].post(f"{page}act/", {"version": version} | fields)


def text(house: House, page: str, role: str = "process-owner") -> str:
    return house[role].get(page).content.decode()


def test_a_piece_goes_from_its_upload_over_the_queue_to_its_approval(own: House):
    made = brought(own, ("minutes.txt", b"decided"), ("list.csv", b"a,b"), requirements="LD-1, 9.3.2")
    page = made.headers["Location"]
    assert made.status_code == 302 and page.startswith("/evidence/of/")
    shown = text(own, page)
    assert "minutes.txt" in shown and "list.csv" in shown and 'href="/requirements/LD-1/"' in shown
    assert act(own, "process-owner", page, act="ready").status_code == 302
    assert "Minutes of May" in text(own, "/evidence/queue/", "dpo")
    refused = act(own, "process-owner", page, act="judge", verdict="approved")
    assert refused.status_code == 403
    assert act(own, "governance-lead", page, act="judge", verdict="approved").status_code == 302
    assert "approved" in text(own, page)
    assert "Minutes of May" in text(own, "/evidence/?state=approved&for=LD-1")
    assert "Nothing matches" in text(own, "/evidence/?state=approved&q=zzzz")


def test_what_is_missing_is_asked_for_again_and_another_file_takes_the_place_of_one(own: House):
    page = brought(own).headers["Location"]
    act(own, "process-owner", page, act="ready")
    wrong = act(own, "dpo", page, act="judge", verdict="flagged")
    assert wrong.status_code == 400 and "asked for again" in wrong.content.decode()
    act(own, "dpo", page, act="judge", verdict="flagged", reason="Sign it", by_day="2026-06-01")
    assert "Sign it" in text(own, page)
    from tonetop.work.evidence_files import files_of

    (held,) = files_of(page.strip("/").rpartition("/")[2])
    none = act(own, "process-owner", page, act="replace", file=held.now.ref)
    assert none.status_code == 400
    signed = SimpleUploadedFile("signed.txt", b"decided, signed")
    assert (
        act(own, "process-owner", page, act="replace", file=held.now.ref, files=[signed]).status_code == 302
    )
    assert "1 earlier version" in text(own, page)
    more = [SimpleUploadedFile("more.txt", b"more"), SimpleUploadedFile("again.txt", b"decided")]
    assert act(own, "process-owner", page, act="add", files=more).status_code == 302
    assert "again.txt is held in" in text(own, page)


def test_a_file_is_taken_away_and_never_shown(own: House):
    page = brought(own, ("page.html", b"<script>alert(1)</script>")).headers["Location"]
    from tonetop.work.evidence_files import files_of

    (held,) = files_of(page.strip("/").rpartition("/")[2])
    sent = own["guest-auditor"].get(f"/evidence/files/{held.now.ref}/1/")
    assert b"".join(sent.streaming_content) == b"<script>alert(1)</script>"
    assert sent["Content-Disposition"].startswith("attachment") and "page.html" in sent["Content-Disposition"]
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert own["dpo"].get(f"/evidence/files/{held.now.ref}/9/").status_code == 404
    sent.close()
    alone = own["dpo"].get(f"{page}file/")
    assert alone.status_code == 200
    alone.close()
    assert own["dpo"].get("/evidence/of/no-such/").status_code == 404
    assert own["dpo"].get("/evidence/of/no-such/file/").status_code == 404


def test_the_same_bytes_lead_to_the_piece_that_holds_them(own: House):
    first, again = brought(own), brought(own, ("other.txt", b"decided"))
    assert again.headers["Location"] == first.headers["Location"]
    assert "nothing was stored twice" in text(own, again.headers["Location"])


def test_a_form_that_is_not_taken_keeps_what_was_written(own: House):
    for fields, why in (
        ({"requirements": "LD-99"}, "no clause"),
        ({"review_months": "soon"}, "whole number"),
        ({"occurred_on": "2999-01-01"}, "yet to come"),
    ):
        wrong = brought(own, **fields)
        page = wrong.content.decode()
        assert wrong.status_code == 400 and why in page and "Minutes of May" in page
    assert "LD-3" in text(own, "/evidence/add/?for=LD-3")


def test_a_hold_and_a_disposal_are_acts_with_a_reason(own: House):
    page = brought(own, retain_until="2025-06-01").headers["Location"]
    assert act(own, "dpo", page, act="hold", reason="").status_code == 400
    assert act(own, "dpo", page, act="hold", reason="Case 7").status_code == 302
    assert "Case 7" in text(own, page) and "Under legal hold" in text(own, page)
    assert act(own, "dpo", page, act="dispose", reason="Rule").status_code == 400
    assert act(own, "dpo", page, act="lift", reason="over").status_code == 302
    assert "Minutes of May" in text(own, "/evidence/queue/", "dpo")
    assert act(own, "dpo", page, act="dispose", reason="Rule 3").status_code == 302
    gone = text(own, page)
    assert "Its files were destroyed" in gone and "hold lifted" in gone
    assert act(own, "dpo", page, act="nonsense").status_code == 400


def test_mails_in_quarantine_are_told_to_those_who_judge(
    own: House, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.work.mail_in import POST

    (tmp_path / "quarantine").mkdir()
    (tmp_path / "quarantine" / "a.eml").write_bytes(b"x")
    (tmp_path / "quarantine" / "a.eml.why.txt").write_text("of a stranger\n")
    monkeypatch.setenv(POST.variable, str(tmp_path))
    assert "of a stranger" in text(own, "/evidence/queue/", "governance-lead")
    assert "of a stranger" not in text(own, "/evidence/queue/", "guest-auditor")


def test_a_page_asks_little_of_the_database_whatever_it_shows(own: House, django_assert_max_num_queries: Any):
    for number in range(8):
        page = brought(own, (f"{number}.txt", str(number).encode())).headers["Location"]
        act(own, "process-owner", page, act="ready")
    for address in ("/evidence/", "/evidence/queue/", page, "/evidence/add/"):
        own["dpo"].get(address)
        with django_assert_max_num_queries(14):
            assert own["dpo"].get(address).status_code == 200
