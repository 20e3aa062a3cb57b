"""Webhooks are kept by who leads: where they may go, what they may be told of, tries, changes and ends."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.work.bringing import events
from tests.work.receiving import Receiver, added, person, receiver
from tonetop.records.intake import Refused
from tonetop.records.webhooks import Delivery, Webhook
from tonetop.work import post_public, webhook_letters, webhooks
from tonetop.work.fetch_public import Unreachable
from tonetop.work.send_webhooks import send_webhooks as round_
from tonetop.work.webhooks import Wish

__all__ = ["receiver"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://elsewhere.example/", "has not named elsewhere.example in TONETOP_WEBHOOK_HOSTS"),
        ("http://hooks.example.org/", "messages go by https"),
        ("https://hooks.example.org:8443/", "messages go by https on its usual port"),
        ("http://127.0.0.1:9/", "has not named 127.0.0.1"),
        ("https://a:b@hooks.example.org/", "holds a name, a password"),
        ("https://hooks.example.org/#x", "behind #"),
        ("https://hooks.example.org/" + "x" * 1000, "at most 1000 characters"),
        *((each, "none of http or https") for each in ("ftp://hooks.example.org/", "hooks", "", "http://[")),
    ],
)
def test_no_message_goes_where_the_operator_did_not_say(
    address: str, why: str, folder: Path, receiver: Receiver
):
    with pytest.raises(Refused, match="no message may go to that address: .*" + why):
        webhooks.add(Wish("Tickets", address))
    assert not Webhook.objects.exists()


def test_a_named_host_leads_to_public_addresses_alone(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work import fetch_public

    monkeypatch.setattr(
        fetch_public.socket, "getaddrinfo", lambda *a, **n: [(0, 0, 0, "", ("10.0.0.1", 443))]
    )
    with pytest.raises(Unreachable, match="leads to an address that is not public"):
        post_public.post("https://hooks.example.org/", {}, b"{}")


def test_no_origin_leads_to_where_machines_ask_for_their_keys(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(post_public.ALLOWED, "http://169.254.169.254, http://[::ffff:169.254.169.254]")
    for address in ("http://169.254.169.254/latest", "http://[::ffff:169.254.169.254]/"):
        with pytest.raises(Unreachable, match="not public"):
            post_public.post(address, {}, b"{}")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"name": " "}, "give the webhook a name"),
        ({"events": ("account.created",)}, "told of no event 'account.created'"),
        ({"types": ("Concern",)}, "told of no type of record 'Concern'"),
        ({"types": ("Account",)}, "told of no type of record 'Account'"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(wish: dict[str, Any], why: str, folder: Path, receiver: Receiver):
    with pytest.raises(Refused, match=why):
        webhooks.add(Wish(**({"name": "T", "address": receiver.address} | wish)))


def test_a_try_tells_nothing_and_what_ended_long_ago_is_forgotten(folder: Path, receiver: Receiver):
    hook, _ = added(receiver)
    webhook_letters.send_try(hook.pk)
    assert round_().delivered == 1
    assert json.loads(receiver.got[0][1])["type"] == "message.test"
    assert json.loads(receiver.got[0][1])["data"] == {}
    Delivery.objects.update(made=Delivery.objects.get().made - timedelta(days=31))
    assert webhook_letters.forget_letters() == 1
    webhooks.switch(hook.pk, False)
    with pytest.raises(Refused, match="is off; switch it on first"):
        webhook_letters.send_try(hook.pk)
    with pytest.raises(Refused, match="is off already"):
        webhooks.switch(hook.pk, False)
    with pytest.raises(Refused, match="there is no state"):
        webhook_letters.letters(hook.pk, "lost")


def test_a_webhook_is_changed_and_removed_with_all_it_had(folder: Path, receiver: Receiver):
    hook, _ = added(receiver)
    webhooks.change(hook.pk, Wish("Other", "https://hooks.example.org/", ("gate.asked",), ("Asset",)))
    (found,) = webhooks.webhooks()
    assert (found.name, found.events, found.types) == ("Other", "gate.asked", "Asset")
    person("p1")
    webhooks.remove(hook.pk)
    assert not Webhook.objects.exists() and not Delivery.objects.exists()
    told = [event["type"] for event in events() if event["subject"]["kind"] == "Webhook"]
    assert told == ["webhook.added", "webhook.changed", "webhook.removed"]
    with pytest.raises(Refused, match="there is no webhook"):
        webhooks.remove(hook.pk)
