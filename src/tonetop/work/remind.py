"""Remind: one digest a person and day by mail, and one a day to a chat, where the organisation has set them up."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from tonetop.core.facts import Facts
from tonetop.records import clock, tongue
from tonetop.records.models import Account, Organisation
from tonetop.records.reminding import NEVER, WEEKLY, Preference, Sent
from tonetop.records.titles import Title, titles
from tonetop.work import due_list
from tonetop.work.assess import assess
from tonetop.work.data_folder import ADDRESS
from tonetop.work.due_list import Item
from tonetop.work.permission import READ, may

MOST = 20
"""How many things a digest names; how many more there are is told."""
MONDAY = 0
SECONDS = 10


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of reminding did: digests by mail, things told to the chat, and what went wrong."""

    mails: int
    told: int
    problems: tuple[str, ...] = ()


def remind(now: datetime) -> Round:
    """Send what is due to be sent at a moment; nobody gets a second digest for the same day.

    A digest that cannot be sent is tried again next time, and the others are sent all the same.
    """
    organisation = clock.organisation()
    today, local = clock.today(organisation), now.astimezone(ZoneInfo(organisation.time_zone or "UTC"))
    facts = assess().facts
    sent, problems = 0, []
    accounts = Account.objects if getattr(settings, "SENDS_MAIL", False) else Account.objects.none()
    for account in accounts.filter(is_active=True).exclude(email="").exclude(person="").order_by("pk"):
        if not account.comes_in(clock.calendar_day(organisation)) or not may(account, READ):
            continue
        wish = Preference.objects.filter(account=account).first() or Preference(account=account)
        if not is_wanted(wish, local):
            continue
        items = due_list.overdue(mine := _told(account, facts)) or [item for item in mine if item.days <= 7]
        try:
            with translation.override(wish.language or settings.LANGUAGE_CODE):
                sent += bool(items) and _mail(account, today, organisation, mine)
        except OSError as error:
            problems.append(f"no digest went to account {account.pk}: {error}")
    told, problem = _chat(today, due_list.waiting(facts), organisation)
    return Round(sent, told, tuple(filter(None, (*problems, problem))))


def is_wanted(wish: Preference, local: datetime) -> bool:
    """Whether an account wants a digest at a moment of the organisation's day."""
    if wish.digest == NEVER or wish.digest == WEEKLY and local.weekday() != MONDAY:
        return False
    since, until, hour = wish.quiet_from, wish.quiet_to, local.hour
    quiet = since <= hour < until if since < until else hour >= since or hour < until
    return since == until or not quiet


def _told(account: Account, facts: Facts) -> list[Item]:
    items = due_list.of(account.person, facts, due_list.put_off(account))
    return [item for item in items if not item.snoozed and item.days <= 30]


def _mail(account: Account, today: str, organisation: Organisation, items: list[Item]) -> bool:
    with transaction.atomic():
        _, fresh = Sent.objects.get_or_create(account=account, on=today, defaults={"count": len(items)})
        if not fresh:
            return False
        late = len(due_list.overdue(items))
        subject = f"{organisation}: {late} overdue" if late else f"{organisation}: {len(items)} due soon"
        EmailMessage(tongue.told(subject), body(items, organisation), to=[account.email]).send()
    return True


def body(items: list[Item], organisation: Organisation) -> str:
    """The digest as plain text: what is due, by when, and where it is done."""
    called = named(items)
    lines = [tongue.told(f"What waits for you at {organisation}."), ""]
    for item in items[:MOST]:
        lines += [f"- {line(item, called[item.due.type, item.due.ref])}", f"  {address(item)}"]
    if len(items) > MOST:
        lines.append(tongue.told(f"... and {len(items) - MOST} more."))
    lines += ["", tongue.told(f"All of it, and how you are reminded: {base()}{reverse('due')}")]
    return "\n".join(lines) + "\n"


def when(item: Item) -> str:
    """By when it is due, in words."""
    if item.days < 0:
        return f"overdue by {-item.days} day{'' if item.days == -1 else 's'}, since {item.due.on}"
    return "due today" if item.days == 0 else f"due on {item.due.on}"


def named(items: Sequence[Item]) -> dict[tuple[str, str], Title]:
    """What each record is called, by type and id, in one query."""
    found = titles({item.due.ref for item in items}, sorted({item.due.type for item in items}))
    called = {(one.type, one.ref): one for several in found.values() for one in several}
    wanted = ((item.due.type, item.due.ref) for item in items)
    return {pair: called.get(pair) or Title(*pair, pair[1]) for pair in wanted}


def line(item: Item, called: Title) -> str:
    """One thing that is due, in words: what it is, and by when."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", item.due.type).lower()
    return f"{called.text} ({tongue.word(kind)}): {tongue.told(when(item))}"


def address(item: Item) -> str:
    """Where it is done."""
    return f"{base()}{reverse('record', args=[item.due.type, item.due.ref])}"


def base() -> str:
    """The address at which people reach the app: TONETOP_URL, else where it is served."""
    kept = settings.DATA / ADDRESS
    served = kept.read_text(encoding="utf-8") if kept.is_file() else "http://localhost:8000"
    return os.environ.get("TONETOP_URL", served).rstrip("/")


def _chat(today: str, items: list[Item], organisation: Organisation) -> tuple[int, str]:
    """Tell the chat that TONETOP_WEBHOOK names, once a day: how much is overdue, and the worst of it."""
    hook, late = os.environ.get("TONETOP_WEBHOOK", ""), due_list.overdue(items)
    if not hook or not late or Sent.objects.filter(account=None, on=today).exists():
        return 0, ""
    called = named(late[:5])
    lines = [f"{organisation}: {len(late)} overdue."]
    lines += [f"{line(item, called[item.due.type, item.due.ref])} {address(item)}" for item in late[:5]]
    call = urllib.request.Request(  # noqa: S310 - the organisation's own address, given by whoever runs it
        hook, json.dumps(shaped("\n".join(lines))).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(call, timeout=SECONDS):  # noqa: S310
            pass
    except (urllib.error.URLError, OSError, ValueError) as error:
        return 0, f"the chat was not told: {error}"
    Sent.objects.create(account=None, on=today, count=len(late))
    return len(late), ""


def shaped(text: str) -> dict[str, object]:
    """A message in the shape of TONETOP_WEBHOOK_SHAPE: slack (which Mattermost takes too) or teams."""
    if os.environ.get("TONETOP_WEBHOOK_SHAPE", "slack") != "teams":
        return {"text": text}
    block = {"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True}
    card = {"type": "AdaptiveCard", "version": "1.4", "body": [block]}
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
