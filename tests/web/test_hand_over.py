"""Handing over as a page: chosen, looked at, handed over; refused to those who do not manage."""

from __future__ import annotations

from tests.web.conftest import House
from tests.web.test_inbox import hold, last
from tests.web.test_log_act import field
from tests.web.test_reading import text


def test_what_somebody_holds_is_shown_and_handed_over_in_one_step(own: House):
    lead = own["governance-lead"]
    assert "Choose who leaves" in text(lead.get("/hand-over/"))
    hold(("AISystem", {"id": "AI-9", "name": "HealthRate 2", "owner": "bright"}))
    page = lead.get("/hand-over/?from=bright")
    assert "Nadia Bright holds" in text(page) and "HealthRate 2" in text(page)
    sent = {"from": "bright", "to": "thun", "seen": field(page, "seen")}
    hold(("AISystem", {"id": "AI-10", "name": "HealthRate 3", "owner": "bright"}))
    page = lead.post("/hand-over/", sent)
    assert page.status_code == 409 and "HealthRate 3" in text(page)
    sent["seen"] = field(page, "seen")
    assert lead.post("/hand-over/", sent | {"to": "bright"}).status_code == 400
    done = text(lead.post("/hand-over/", sent, follow=True))
    assert "records changed hands." in done
    assert "holds nothing" in done
    assert last("AISystem", "AI-9").owner == last("AISystem", "AI-10").owner == "thun"


def test_those_who_do_not_manage_hand_nothing_over(own: House):
    for role in ("executive", "process-owner", "guest-auditor"):
        assert own[role].get("/hand-over/").status_code == 403
        assert own[role].post("/hand-over/", {"from": "bright", "to": "thun"}).status_code == 403


def test_the_page_asks_the_database_a_few_questions_whatever_is_held(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    own["governance-lead"].get("/hand-over/?from=haddad")
    with CaptureQueriesContext(connection) as asked:
        own["governance-lead"].get("/hand-over/?from=haddad")
    assert len(asked) <= 12
