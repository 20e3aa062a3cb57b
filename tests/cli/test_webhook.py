"""Webhooks in the terminal: added, listed, tried, and what did not arrive sent again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.web.test_webhooks import SECRET, person
from tests.work.receiving import Receiver, receiver
from tonetop.cli.telling import Misuse

__all__ = ["receiver"]
Command = Callable[..., Done]


def test_the_terminal_keeps_webhooks_too(folder: Path, command: Command, receiver: Receiver):
    from tonetop.records.webhooks import DEAD, Delivery
    from tonetop.work.send_webhooks import send_webhooks

    told = command("webhook", "--add", receiver.address, "--name", "Tickets", "--event", "record.created").out
    assert SECRET.search(told) and "is told from now on" in told
    again = json.loads(
        command("webhook", "--add", receiver.address, "--name", "Chat", "--format", "json").out
    )
    number = str(again["webhook"])
    assert SECRET.fullmatch(again["secret"])
    assert "Tickets" in command("webhook", "--list").out
    assert [one["name"] for one in json.loads(command("webhook", "--list", "--format", "json").out)] == [
        "Tickets",
        "Chat",
    ]

    def do(act: str) -> str:
        return command("webhook", "--webhook", number, "--do", act).out

    assert "is in the queue" in do("try")
    person("p1")
    send_webhooks()
    Delivery.objects.filter(webhook=number).update(state=DEAD)
    assert "record.created Person p1" in do("dead") and "2 dead messages." in do("dead")
    assert "2 messages will be sent again." in do("again")
    assert SECRET.search(do("secret"))
    assert "is off" in do("off") and "is on" in do("on")
    assert "is told nothing more" in do("remove")
    with pytest.raises(Misuse, match="give --add URL, --list, or --webhook N"):
        command("webhook")
