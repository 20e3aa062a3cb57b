"""Webhooks for those who lead: the pages and the API; the secret is shown once, dead messages again."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.work.receiving import Receiver, receiver

__all__ = ["receiver"]
PAGE = "/settings/webhooks/"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Unauthorized|Forbidden|Not Found|Conflict")


def person(ref: str) -> None:
    """Something happens."""
    from tonetop.records import intake, write

    write.save(intake.take("Person", {"id": ref, "name": "Ola Nordmann"}), write.By("tester"))


def text(answer: Any) -> str:
    """A page's text."""
    return str(answer.content.decode())


def test_where_no_address_is_allowed_the_page_says_who_allows_one(
    own: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TONETOP_WEBHOOK_HOSTS", raising=False)
    page = text(own["governance-lead"].get(PAGE))
    assert "No address is allowed yet" in page and "TONETOP_WEBHOOK_HOSTS" in page
    refused = own["governance-lead"].post(PAGE, {"name": "T", "address": "https://hooks.example.org/"})
    assert refused.status_code == 400
    assert own["executive"].get(PAGE).status_code == 403


def test_a_person_adds_one_sees_its_secret_once_and_sends_again_what_did_not_arrive(
    own: House, receiver: Receiver
):
    from tonetop.records.webhooks import DEAD, Delivery, Webhook
    from tonetop.work.send_webhooks import send_webhooks

    lead = own["governance-lead"]
    refused = lead.post(PAGE, {"name": "Tickets", "address": "http://10.0.0.1/", "event": "record.created"})
    assert refused.status_code == 400 and "o message may go to that address" in text(refused)
    assert 'value="http://10.0.0.1/"' in text(refused)
    made = lead.post(PAGE, {"name": "Tickets", "address": receiver.address, "event": ["record.created"]})
    assert SECRET.search(text(made))
    hook = Webhook.objects.get()
    one = f"{PAGE}{hook.pk}/"
    assert not SECRET.search(text(lead.get(one)))
    assert SECRET.search(text(lead.post(one, {"act": "secret"})))
    assert "the earlier secret signs too" in text(lead.get(one))
    lead.post(one, {"act": "try"})
    person("p-hook")
    receiver.answers = lambda: 503
    send_webhooks()
    assert "left alone until" in text(lead.get(one))
    Delivery.objects.update(state=DEAD)
    dead = text(lead.get(f"{one}?state=dead"))
    assert "Send again" in dead and "a record was added" in dead and "Ola" not in dead
    letter = Delivery.objects.get(kind="Person")
    assert "It is sent again" in text(lead.post(one, {"act": "again", "letter": letter.pk}, follow=True))
    assert lead.post(one, {"act": "again", "letter": "x"}).status_code == 400
    assert "It is sent again" in text(lead.post(one, {"act": "again"}, follow=True))
    receiver.answers = lambda: 200
    Webhook.objects.update(rests_until=None)
    assert send_webhooks().delivered == 2


def test_it_is_changed_switched_and_removed_only_when_one_is_sure(own: House, receiver: Receiver):
    from tonetop.records.webhooks import Webhook

    lead = own["governance-lead"]
    lead.post(PAGE, {"name": "Tickets", "address": receiver.address})
    one = f"{PAGE}{Webhook.objects.get().pk}/"
    lead.post(
        one, {"act": "change", "name": "Chat", "address": receiver.address, "type": ["Asset", "Meeting"]}
    )
    found = Webhook.objects.get()
    assert (found.name, set(found.types.split())) == ("Chat", {"Asset", "Meeting"})
    assert "is off" in text(lead.post(one, {"act": "off"}, follow=True))
    assert "is off already" in text(lead.post(one, {"act": "off"}))
    assert "is off" in text(lead.post(one, {"act": "try"}))
    assert "is on" in text(lead.post(one, {"act": "on"}, follow=True))
    assert "tick that you are sure" in text(lead.post(one, {"act": "remove"})).lower()
    assert "is removed" in text(lead.post(one, {"act": "remove", "sure": "1"}, follow=True))
    assert not Webhook.objects.exists()
    assert lead.get(one).status_code == 404


def test_programs_keep_webhooks_by_the_api_with_a_token_that_manages(own: House, receiver: Receiver):
    from tonetop.records.models import Account
    from tonetop.records.webhooks import DEAD, Delivery
    from tonetop.work.send_webhooks import send_webhooks
    from tonetop.work.token import make_token

    lead = Account.objects.get(role="governance-lead")

    def call(method: str, path: str, body: Any = None, scope: str = "manage") -> Any:
        client = Client(headers={"Authorization": f"Bearer {made[scope]}"})
        plain = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1/webhooks{path}", plain, content_type="application/json")

    made = {scope: make_token(lead, "t", scopes=[scope]) for scope in ("manage", "read", "write")}
    assert {call("GET", "", scope=scope).status_code for scope in ("read", "write")} == {403}
    wish = {"name": "Tickets", "address": receiver.address, "types": ["Person"]}
    answer = call("POST", "", wish)
    assert answer.status_code == 201 and SECRET.fullmatch(answer.json()["secret"])
    number = answer.json()["webhook"]
    (listed,) = call("GET", "").json()
    assert "secret" not in listed and listed["types"] == ["Person"]
    for wrong in ({**wish, "x": 1}, {**wish, "events": "all"}, {**wish, "address": "ftp://x"}, []):
        assert call("POST", "", wrong).status_code == 400
    assert call("PUT", f"/{number}", {**wish, "name": "Chat"}).json()["name"] == "Chat"
    assert SECRET.fullmatch(call("POST", f"/{number}/secret").json()["secret"])
    assert call("POST", f"/{number}/try").json()["state"] == "waiting"
    person("p-hook")
    assert send_webhooks().delivered == 2
    Delivery.objects.filter(kind="Person").update(state=DEAD)
    (dead,) = call("GET", f"/{number}/messages?state=dead").json()["messages"]
    assert (dead["kind"], dead["record"], dead["status"]) == ("Person", "p-hook", 204)
    assert call("GET", f"/{number}/messages?state=lost").status_code == 400
    assert call("POST", f"/{number}/messages/again?message={dead['message']}").json() == {"waiting": 1}
    assert call("POST", f"/{number}/off").json()["is_on"] is False
    assert call("POST", f"/{number}/off").status_code == 400
    assert call("POST", f"/{number}/on").json()["is_on"] is True
    assert call("DELETE", f"/{number}").json() == {"removed": number}
    assert call("DELETE", f"/{number}").status_code == 404
