"""Every route that changes something takes an idempotency key: found by walking the addresses, so none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getclosurevars, unwrap
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from jsonschema import Draft202012Validator

from tests.api.conftest import _client
from tests.api.test_repeated import send
from tonetop.api.answers import answered

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict")
BASE = "/api/v1"
HOOK = {"name": "Tickets", "address": "https://hooks.example.org/x"}
HOOKS: dict[str, int] = {}
"""The numbers of the webhook that is on and of the one that is off."""
QUESTION = {"process": "proc", "subject": "ai"}
TICKET = {"ticket": "CHG-7", "subject": "ai", "process": "proc"}
GATE = {
    "id": "g",
    "process": "proc",
    "kind": "policy-check",
    "mandatory": True,
    "in_force_since": "2020-01-01",
}
MEETING = {"id": "m1", "held_on": "2025-03-14"}
CALLS: dict[tuple[str, str], tuple[str, Any, Any]] = {
    ("POST", "registers/*"): ("registers/Meeting", {"id": "m2", "held_on": "2025-03-14"}, MEETING),
    ("PUT", "registers/*/{}"): ("registers/Meeting/m1", MEETING | {"kind": "management-review"}, MEETING),
    ("DELETE", "registers/*/{}"): ("registers/Meeting/m1", None, None),
    ("POST", "bulk"): (
        "bulk",
        {"records": [{"type": "Meeting", "record": {"id": "m3"}}]},
        {"records": [{"type": "Meeting", "record": {"id": "m4"}}]},
    ),
    ("POST", "webhooks"): ("webhooks", HOOK, HOOK | {"name": "Other"}),
    ("PUT", "webhooks/{}"): ("webhooks/{on}", HOOK | {"name": "Renamed"}, HOOK),
    ("DELETE", "webhooks/{}"): ("webhooks/{on}", None, None),
    ("POST", "webhooks/{}/secret"): ("webhooks/{on}/secret", None, None),
    ("POST", "webhooks/{}/on"): ("webhooks/{off}/on", None, None),
    ("POST", "webhooks/{}/off"): ("webhooks/{on}/off", None, None),
    ("POST", "webhooks/{}/try"): ("webhooks/{on}/try", None, None),
    ("POST", "webhooks/{}/messages/again"): ("webhooks/{on}/messages/again", None, None),
    ("POST", "gates/check"): ("gates/check", QUESTION, QUESTION | {"kind": "policy-check"}),
    ("POST", "gates/tickets/{}"): ("gates/tickets/plain", TICKET, TICKET | {"ticket": "CHG-8"}),
}
"""By method and address, with * for any register and {} for any number: a call that works, and another body."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below one, with its pattern."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield route, one


def changing() -> set[tuple[str, str]]:
    """Method and address of every route of the API that changes something."""
    found = set()
    for route, one in patterns(get_resolver()):
        if not route.startswith("api/v1/") or one.name in ("openapi-json", "api-root"):
            continue  # the document, which is only read
        view: Any = getclosurevars(unwrap(one.callback)).nonlocals["self"]
        below = re.sub(r"<[^>]+>", "{}", route.removeprefix("api/v1/")).rstrip("/")
        below = re.sub(r"^registers/\w+", "registers/*", below)
        for operation in view.operations:
            if operation.include_in_schema:
                found |= {(method, below) for method in operation.methods if method != "GET"}
    return found


@pytest.fixture
def chief(folder: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A program of the administrator, in a house with two webhooks, a dead message, a meeting and a gate."""
    from tonetop.records import clock, intake, write
    from tonetop.records.webhooks import DEAD
    from tonetop.work import webhooks

    monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", "hooks.example.org")
    for type, plain in (
        ("Meeting", MEETING),
        ("BusinessProcess", {"id": "proc", "kind": "procurement"}),
        ("ProcessGate", GATE),
        ("AISystem", {"id": "ai", "name": "Assistant"}),
    ):
        write.save(intake.take(type, plain), write.By())
    first, _ = webhooks.add(webhooks.Wish(**HOOK))
    second, _ = webhooks.add(webhooks.Wish(**HOOK))
    webhooks.switch(second.pk, False)
    HOOKS.update(on=first.pk, off=second.pk)
    now = clock.now()
    first.deliveries.create(seq=1, message="m", event="record.changed", state=DEAD, made=now, next_at=now)
    return _client("administrator")


def lines() -> int:
    """How many events the ledger holds."""
    from tonetop.records import log

    return log.size()


def test_every_route_that_changes_something_is_called_below(folder: Any):
    Client().get(f"{BASE}/openapi.json")
    from tonetop.work.acts.every import ACTS

    acts = {
        ("POST", f"acts/{one.name}") for one in ACTS
    }  # all by one view; tests/api/test_acts.py calls them
    assert changing() == set(CALLS) | acts


@pytest.mark.parametrize(("method", "address"), CALLS)
def test_the_same_request_under_its_key_changes_nothing_and_another_is_a_conflict(
    method: str, address: str, chief: Client
):
    path, body, other = CALLS[method, address]
    path = path.format(**HOOKS)
    asking = _client("governance-lead") if address.startswith(("registers", "bulk")) else chief
    at = lines()
    first = send(asking, method, f"{BASE}/{path}", body, "k1")
    assert first.status_code in (200, 201, 409), first.content
    below = f"/{address}".replace("tickets/{}", "tickets/{form}").replace("{}", "{number}")
    if not address.startswith("registers"):
        Draft202012Validator(answered(method.lower(), below)).validate(first.json())
    assert lines() == at + 1, "the first request is one line"
    again = send(asking, method, f"{BASE}/{path}", body, "k1")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert lines() == at + 1, "the repeated one is none"
    differs = send(asking, method, f"{BASE}/{path}?after=9", other, "k1")
    assert (differs.status_code, "was used before" in differs.json().get("detail", "")) == (409, True)
    assert send(asking, method, f"{BASE}/{path}", body, "a b").status_code == 400
    assert lines() == at + 1


def test_a_secret_is_told_again_to_whoever_lost_it_and_to_nobody_else(chief: Client):
    first = send(chief, "POST", f"{BASE}/webhooks", HOOK, "k1").json()
    assert first["secret"].startswith("whsec_")
    assert send(chief, "POST", f"{BASE}/webhooks", HOOK, "k1").json() == first
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    other = Account.objects.create(username="o", email="o@example.org", role="administrator")
    theirs = Client(headers={"Authorization": f"Bearer {make_token(other, 'test')}"})
    own = send(theirs, "POST", f"{BASE}/webhooks", HOOK, "k1").json()
    assert (own["webhook"] != first["webhook"], own["secret"] != first["secret"]) == (True, True)
    send(chief, "POST", f"{BASE}/webhooks/{first['webhook']}/secret", key="k2")
    late = send(chief, "POST", f"{BASE}/webhooks", HOOK, "k1")
    assert (late.status_code, "another secret since" in late.json()["detail"]) == (409, True)


def test_a_key_of_a_record_is_none_for_an_act_and_the_other_way_round(chief: Client):
    lead = _client("governance-lead")
    meeting = f"{BASE}/registers/Meeting"
    risk = {"title": "It errs", "subject": "ai", "likelihood": "possible", "severity": "high"}
    assert send(lead, "POST", meeting, {"id": "m9"}, "k1").status_code == 201
    assert send(lead, "POST", f"{BASE}/acts/assess-risk", risk, "k1").status_code == 409
    assert send(lead, "POST", f"{BASE}/acts/assess-risk", risk, "k2").status_code == 200
    assert send(lead, "POST", meeting, {"id": "m8"}, "k2").status_code == 409


@pytest.mark.parametrize("path", ["registers/Meeting", "bulk"])
def test_a_key_is_the_account_s_own(path: str, chief: Client):
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    first = _client("governance-lead")
    other_lead = Account.objects.create(username="o", email="o@example.org", role="governance-lead")
    second = Client(headers={"Authorization": f"Bearer {make_token(other_lead, 'test')}"})

    def body(id: str) -> dict[str, Any]:
        one = {"id": id, "held_on": "2025-03-14"}
        return one if path != "bulk" else {"records": [{"type": "Meeting", "record": one}]}

    told = send(first, "POST", f"{BASE}/{path}", body("m7"), "nightly")
    assert told.status_code in (200, 201)
    own = send(second, "POST", f"{BASE}/{path}", body("m8"), "nightly")
    assert own.status_code == told.status_code, own.content
    assert "m8" in own.content.decode() and "m7" not in own.content.decode()
    for client, answer, id in ((first, told, "m7"), (second, own, "m8")):
        assert send(client, "POST", f"{BASE}/{path}", body(id), "nightly").json() == answer.json()
    other = send(second, "POST", f"{BASE}/{path}", body("m7"), "nightly")
    assert (other.status_code, "for Meeting m8" in other.json()["detail"]) == (409, True)


def test_a_request_is_known_again_though_what_it_led_to_is_gone(chief: Client):
    lead = _client("governance-lead")
    person = {"id": "p9", "name": "Ada"}
    assert send(lead, "POST", f"{BASE}/registers/Person", person).status_code == 201
    action = {"id": "a9", "owner": "p9", "status": "open"}
    first = send(lead, "POST", f"{BASE}/registers/Action", action, "k1")
    assert first.status_code == 201
    assert send(lead, "DELETE", f"{BASE}/registers/Person/p9").status_code == 200
    again = send(lead, "POST", f"{BASE}/registers/Action", dict(reversed(action.items())), "k1")
    assert (again.status_code, again.json()) == (201, first.json())


def test_a_gate_asked_again_under_its_key_is_judged_anew(chief: Client):
    from tonetop.records import intake, write

    first = send(chief, "POST", f"{BASE}/gates/check", QUESTION, "k1").json()
    assert [one["gate"] for one in first["gates"]] == ["g"]
    second = GATE | {"id": "g2", "kind": "risk-assessment"}
    write.save(intake.take("ProcessGate", second), write.By())
    at = lines()
    again = send(chief, "POST", f"{BASE}/gates/check", QUESTION, "k1").json()
    assert [one["gate"] for one in again["gates"]] == ["g", "g2"]
    assert lines() == at + 1
