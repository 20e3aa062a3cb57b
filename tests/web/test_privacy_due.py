"""The privacy desk's daily work where people look: what is due, the reminders and the leaders' inbox."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import hold, text
from tests.web.test_trust import change, choose, publish


def due(what: str) -> list[Any]:
    from tonetop.work import due_list
    from tonetop.work.assess import assess

    return [item.due for item in due_list.waiting(assess().facts) if item.due.what == what]


def test_an_entry_whose_system_changed_is_due_with_its_owner_and_confirmed_in_one_act(own: House) -> None:
    before = {one.ref for one in due("confirm")}
    from tonetop.work.assess import assess

    row = next(
        row
        for row in assess().facts.rows("ProcessingActivity")
        if row.id not in before and any(assess().facts.get("Asset", ref) for ref in row.systems or ())
    )
    system = next(ref for ref in row.systems if assess().facts.get("Asset", ref))
    change("Asset", system, name="Another name")
    found = next(one for one in due("confirm") if one.ref == row.id)
    assert found.whose == (row.owner,)
    page = own["dpo"].get("/due/?all&shown=500").content.decode()
    assert f'href="/privacy/of/{row.id}/"' in page
    done = own["dpo"].post(f"/due/ProcessingActivity/{row.id}/stands/", follow=True)
    assert done.status_code == 200
    assert row.id not in {one.ref for one in due("confirm")}


def test_a_notice_out_of_reach_or_changed_is_due_until_somebody_looked(own: House) -> None:
    assert due("unreachable") == due("changed") == []
    plain = {"notice": "notice-5", "address": "https://varnholm.example/privacy"}
    hold("NoticeCheck", id="NC-1", checked_on="2025-12-30", reachable=True, changed=True, **plain)
    hold("NoticeCheck", id="NC-2", checked_on="2025-12-31", reachable=False, **plain)
    assert [one.ref for one in due("unreachable")] == [one.ref for one in due("changed")] == ["notice-5"]
    said = text(own["dpo"].get("/due/?all&shown=500"))
    assert "its public address is not in reach" in said
    hold("NoticeCheck", id="NC-3", checked_on="2025-12-31", reachable=True, **plain)
    assert due("unreachable") == []
    own["dpo"].post("/due/PrivacyNotice/notice-5/stands/", follow=True)
    assert due("changed") == []


def test_an_assessment_waits_for_advice_and_then_in_the_inbox_of_who_leads(own: House) -> None:
    plain = {"id": "t", "title": "Chats in Canada", "kind": "tia", "activities": ["RP-2"], "owner": "vos"}
    plain |= {"country": "Canada", "description": "d", "risks": "r", "measures": "m"}
    hold("PrivacyAssessment", **plain)
    own["dpo"].post("/privacy/assessments/t/act/", {"act": "submit"})
    assert [one.ref for one in due("advise")] == ["t"]
    assert "Chats in Canada" not in text(own["executive"].get("/inbox/"))
    own["dpo"].post("/privacy/assessments/t/act/", {"act": "advise", "text": "Keep chats in the Union"})
    assert due("advise") == []
    page = own["executive"].get("/inbox/")
    assert "Decide on the assessment Chats in Canada?" in text(page)
    assert "Keep chats in the Union" in text(page)
    assert 'href="/privacy/assessments/t/"' in page.content.decode()
    own["executive"].post("/privacy/assessments/t/act/", {"act": "approve", "text": "Yes"})
    assert "Chats in Canada" not in text(own["executive"].get("/inbox/"))


def test_what_vanished_from_the_trust_page_is_due_with_who_published_it(own: House) -> None:
    choose(own, "certificate", "certificate-2024")
    publish(own)
    assert due("vanished") == []
    change("Certificate", "certificate-2024", state="paused")
    (found,) = due("vanished")
    assert found.whose == ("vos",)
    assert 'href="/privacy/trust/"' in own["dpo"].get("/due/").content.decode()


@pytest.mark.parametrize(
    ("type", "plain", "at"),
    [
        (
            "SubjectRequest",
            {"right": "access", "received_on": "2025-12-10"},
            "/registers/SubjectRequest/record/x/",
        ),
        ("DataBreach", {"title": "Letters", "aware_on": "2025-12-30"}, "/registers/DataBreach/record/x/"),
        ("Vendor", {"name": "Kestrel", "reassess_due": "2025-12-20"}, "/suppliers/x/"),
        (
            "VendorContract",
            {"title": "DPA", "notice_due": "2026-01-20"},
            "/registers/VendorContract/record/x/",
        ),
    ],
)
def test_clocks_vendors_and_contracts_are_due_at_their_place(
    own: House, type: str, plain: Any, at: str
) -> None:
    hold(type, id="x", owner="vos", **plain)
    assert at in own["dpo"].get("/due/").content.decode()
    assert own["dpo"].get(at).status_code == 200
