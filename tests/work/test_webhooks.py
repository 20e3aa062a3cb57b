"""Webhooks: signed as the specification says, sent until they arrive, given up after growing pauses, sent again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.work.bringing import events
from tests.work.receiving import Receiver, added, person, receiver
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.webhooks import DEAD, DELIVERED, WAITING, Delivery, Webhook
from tonetop.work import post_public, send_webhooks, webhook_letters, webhooks
from tonetop.work.send_webhooks import send_webhooks as round_
from tonetop.work.verify_folder import verify_folder

__all__ = ["receiver"]


def later(**span: float) -> None:
    """Let time pass for every message and every rest."""
    gap = timedelta(**span)
    for one in Delivery.objects.all():
        Delivery.objects.filter(pk=one.pk).update(next_at=one.next_at - gap)
    for hook in Webhook.objects.exclude(rests_until=None):
        Webhook.objects.filter(pk=hook.pk).update(rests_until=(hook.rests_until or one.made) - gap)


def signed(secret: str, headers: dict[str, str], body: bytes) -> str:
    """The signature as the specification makes it, written anew here."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()


def test_what_happens_is_told_with_ids_alone_and_signed_as_the_specification_says(
    folder: Path, receiver: Receiver
):
    person("p0")
    hook, secret = added(receiver)
    person("p1")
    assert send_webhooks.behind() == 1
    assert round_().delivered == 1
    ((headers, body),) = receiver.got
    assert headers["path"] == "/in?a=b"
    told = json.loads(body)
    line = events()[-1]
    assert told == {
        "type": "record.created",
        "timestamp": line["recorded"],
        "data": {"kind": "Person", "id": "p1", "version": 1, "effective": None, "sequence": line["sequence"]},
    }
    assert headers["webhook-id"] == line["id"]
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["webhook-signature"] == signed(secret, headers, body)
    assert b"Nordmann" not in body
    assert (round_().delivered, send_webhooks.behind()) == (0, None)
    assert verify_folder(folder).problems == []
    kept = (
        folder.joinpath("tonetop.sqlite3").read_bytes() + folder.joinpath("tonetop.sqlite3-wal").read_bytes()
    )
    assert secret.encode() not in kept and base64.b64decode(secret[6:]) not in kept
    assert "/in" not in json.dumps(
        [event["data"] for event in events() if event["subject"]["kind"] == "Webhook"]
    )


def test_a_webhook_is_told_of_what_it_asked_for_and_never_of_accounts_or_concerns(
    folder: Path, receiver: Receiver
):
    from tonetop.work.invite import make_account

    added(receiver, "record.changed", types=("Person", "Meeting"))
    added(receiver)
    make_account("dpo", "dpo@example.org", name="Lee Ng")
    person("p1")
    person("p1", "Kari")
    write.save(intake.take("Concern", {"id": "c1"}), write.By("tester"))
    write.save(intake.take("Asset", {"id": "a1"}), write.By("tester"))
    round_()
    told = sorted(json.loads(body)["type"] + json.loads(body)["data"]["id"] for _, body in receiver.got)
    assert told == ["record.changedp1", "record.changedp1", "record.createda1", "record.createdp1"]


def test_for_a_day_after_a_new_secret_both_sign(folder: Path, receiver: Receiver):
    hook, first = added(receiver)
    second = webhooks.rotate(hook.pk)
    person("p1")
    round_()
    headers, body = receiver.got[-1]
    assert headers["webhook-signature"].split() == [signed(each, headers, body) for each in (second, first)]
    Webhook.objects.update(earlier_until=Webhook.objects.get().earlier_until - timedelta(days=2))
    person("p2")
    round_()
    headers, body = receiver.got[-1]
    assert headers["webhook-signature"] == signed(second, headers, body)


def test_what_fails_is_tried_again_after_growing_pauses_and_then_dead_until_a_person_sends_it_again(
    folder: Path, receiver: Receiver
):
    hook, _ = added(receiver)
    receiver.answers = lambda: 500
    person("p1")
    pauses = []
    for _ in send_webhooks.MINUTES:
        assert round_().put_off == 1
        one = Delivery.objects.get()
        pauses.append((one.next_at - one.last_at).total_seconds() / 60)
        assert round_().put_off == 0
        later(days=1.5)
    assert pauses == sorted(pauses) and pauses[0] >= 1 and pauses[-1] >= 24 * 60
    assert round_().dead == 1
    (dead,) = webhook_letters.letters(hook.pk, DEAD)
    assert (dead.status, dead.why) == (500, "it answered with status 500")
    later(days=30)
    assert round_() == send_webhooks.Sending()
    receiver.answers = lambda: 200
    assert webhook_letters.send_again(hook.pk, dead.pk) == 1
    assert round_().delivered == 1
    ids = {headers["webhook-id"] for headers, _ in receiver.got}
    assert (len(ids), len(receiver.got)) == (1, len(pauses) + 2)
    with pytest.raises(Refused, match="has no such dead message"):
        webhook_letters.send_again(hook.pk)


def test_one_message_that_is_not_taken_holds_up_no_other(folder: Path, receiver: Receiver):
    added(receiver)
    answers = iter([400, 200, 200])
    receiver.answers = lambda: next(answers)
    for ref in ("p1", "p2", "p3"):
        person(ref)
    done = round_()
    assert (done.delivered, done.put_off) == (2, 1)


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_is_busy_rests_and_is_tried_with_one_message_only(
    status: int, folder: Path, receiver: Receiver
):
    added(receiver)
    receiver.answers = lambda: status
    for ref in ("p1", "p2", "p3"):
        person(ref)
    assert (round_().put_off, len(receiver.got), send_webhooks.behind()) == (1, 1, None)
    later(minutes=2)
    assert (round_().put_off, len(receiver.got)) == (1, 2)
    receiver.answers = lambda: 200
    later(hours=3)
    assert round_().delivered == 3
    assert Webhook.objects.get().failures == 0


def test_a_receiver_that_is_gone_for_good_is_switched_off(folder: Path, receiver: Receiver):
    hook, _ = added(receiver)
    receiver.answers = lambda: 410
    person("p1")
    round_()
    hook.refresh_from_db()
    assert (hook.is_on, hook.why_off) == (False, "it answered that it is gone (status 410)")
    assert [(event["type"], event["actor"]["id"]) for event in events()[-1:]] == [
        ("webhook.switched-off", "webhooks")
    ]
    person("p2")
    later(days=1)
    assert (round_().delivered, len(receiver.got)) == (0, 1)
    receiver.answers = lambda: 200
    webhooks.switch(hook.pk, True)
    assert round_().delivered == 2


def test_redirects_are_not_followed(folder: Path, receiver: Receiver):
    added(receiver)
    receiver.answers = lambda: 302
    person("p1")
    assert round_().put_off == 1
    assert [headers["path"] for headers, _ in receiver.got] == ["/in?a=b"]


def test_a_receiver_that_drips_is_cut_off_in_time(
    folder: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(post_public, "SECONDS", 0.4)
    added(receiver)
    receiver.answers = lambda: 0
    person("p1")
    assert round_().put_off == 1
    assert Delivery.objects.get().why == "it did not answer within 0.4 seconds"


def test_a_receiver_that_is_not_there_is_left_alone_for_a_while(folder: Path, receiver: Receiver):
    hook, _ = added(receiver)
    receiver.shutdown()
    receiver.server_close()
    person("p1")
    assert round_().put_off == 1
    assert Delivery.objects.get().why == "there is no answer that can be read"
    assert Webhook.objects.get().failures == 1


def test_a_message_that_a_killed_worker_held_is_sent_by_another_and_no_two_send_one(
    folder: Path, receiver: Receiver
):
    added(receiver)
    person("p1")
    send_webhooks._gather(Webhook.objects.get().pk)
    one = Delivery.objects.get()
    assert send_webhooks._taken(one)
    assert not send_webhooks._taken(one)
    assert round_().delivered == 0
    later(minutes=3)
    assert round_().delivered == 1


def test_the_worker_sends_when_something_waits(folder: Path, receiver: Receiver):
    from tonetop.work import jobs

    assert "webhooks" not in jobs.enqueue_due()
    added(receiver)
    person("p1")
    assert "webhooks" in jobs.enqueue_due()
    assert jobs.webhooks.func() == {"made": 1, "delivered": 1, "put_off": 0, "dead": 0}
    assert Delivery.objects.get().state == DELIVERED
    assert not Delivery.objects.filter(state=WAITING).exists()
