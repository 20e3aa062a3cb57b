"""Remind: one digest a person and day by mail, and one a day to a chat, where the organisation has set them up."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from tonetop.core.facts import Facts
from tonetop.records import clock, tongue
from tonetop.records.fields import Word
from tonetop.records.models import Account, Organisation
from tonetop.records.registry import registers
from tonetop.records.reminding import DAILY, NEVER, WEEKLY, Preference, Sent
from tonetop.records.titles import Title, titles
from tonetop.work import due_list, inbox, mine
from tonetop.work.assess import assess
from tonetop.work.data_folder import ADDRESS
from tonetop.work.due_list import Item
from tonetop.work.fetch_public import Unreachable
from tonetop.work.permission import READ, may
from tonetop.work.places import place_of
from tonetop.work.post_public import send_named

MOST, CAME_UP = 20, 5
"""How many things of one's own a digest names, and how many that others left undone; how many more is told."""
MONDAY = 0
SECONDS = 10


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of reminding did: digests by mail, things told to the chat, and what went wrong."""

    mails: int
    told: int
    problems: tuple[str, ...] = ()


class Asked(Protocol):
    """What waits for somebody's answer as people are asked it: in a question, until when, and where it is answered."""

    item: inbox.Item
    title: str
    due: str
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail tells: what waits for an answer, texts to know and courses to take, deadlines and reviews.

    own: what is one's own to do; came_up: what came up because others left it; reads: whether the registers open.
    """

    asked: list[Asked]
    texts: list[mine.ToKnow]
    courses: list[mine.Course]
    own: list[Item]
    came_up: list[Item]
    reads: bool = True

    @property
    def presses(self) -> bool:
        """Whether there is anything that a mail is worth: something that only one can do, or a day within a week."""
        near = any(item.days <= 7 for item in (*self.own, *self.came_up))
        return near or bool(self.asked or self.texts or self.courses)


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
        if not account.comes_in(clock.calendar_day(organisation)):
            continue
        wish = wish_of(account)
        if not is_wanted(wish, local):
            continue
        try:
            with translation.override(wish.language or settings.LANGUAGE_CODE):
                found = digest(account, facts)
                sent += found.presses and _mail(account, today, organisation, found)
        except OSError as error:
            problems.append(f"no digest went to account {account.pk}: {error}")
    told, problem = _chat(today, due_list.waiting(facts), organisation)
    return Round(sent, told, tuple(filter(None, (*problems, problem))))


def wish_of(account: Account) -> Preference:
    """How an account is reminded; one that never said how, as is usual for it."""
    return Preference.objects.filter(account=account).first() or Preference(
        account=account, digest=usual(account)
    )


def usual(account: Account) -> str:
    """How often an account is reminded that never said: weekly where only what concerns everybody opens to it."""
    return DAILY if may(account, READ) else WEEKLY


def is_wanted(wish: Preference, local: datetime) -> bool:
    """Whether an account wants a digest at a moment of the organisation's day."""
    if wish.digest == NEVER or wish.digest == WEEKLY and local.weekday() != MONDAY:
        return False
    since, until, hour = wish.quiet_from, wish.quiet_to, local.hour
    quiet = since <= hour < until if since < until else hour >= since or hour < until
    return since == until or not quiet


def digest(account: Account, facts: Facts) -> Digest:
    """What an account is told on the facts' day: first what only they can answer, in the words of their inbox."""
    person, reads = account.person, may(account, READ)
    texts = [one for one in mine.documents(facts, person) if not one.known_on]
    courses = [one for one in mine.courses(facts, person) if one.record is None]
    if not reads:
        return Digest([], texts, courses, [], [], reads)
    tell, waiting = import_string(settings.TELLS_WHAT_IS_ASKED), inbox.inbox(facts, person).values()
    asked: list[Asked] = [tell(facts, item) for items in waiting for item in items]
    answered = {one.item.key for one in asked}
    answered |= {("Ask", one.item.ask.id) for one in asked if one.item.ask is not None}
    items = [
        item
        for item in due_list.of(person, facts, due_list.put_off(account))
        if not item.snoozed and item.days <= 30 and (item.due.type, item.due.ref) not in answered
    ]
    return Digest(asked, texts, courses, *due_list.parted(items, person))


def _mail(account: Account, today: str, organisation: Organisation, told: Digest) -> bool:
    with transaction.atomic():
        count = len([*told.asked, *told.texts, *told.courses, *told.own, *told.came_up])
        _, fresh = Sent.objects.get_or_create(account=account, on=today, defaults={"count": count})
        if not fresh:
            return False
        subject = tongue.told(_subject(told, organisation))
        EmailMessage(subject, body(told, organisation), to=[account.email]).send()
    return True


def _subject(told: Digest, organisation: Organisation) -> str:
    items = [*told.own, *told.came_up]
    if told.asked:
        return f"{organisation}: {len(told.asked)} waiting for your answer"
    if not items:
        return f"{organisation}: {len(told.texts) + len(told.courses)} waiting for you"
    late = len(due_list.overdue(items))
    return f"{organisation}: {late} overdue" if late else f"{organisation}: {len(items)} due soon"


def body(told: Digest, organisation: Organisation) -> str:
    """The digest as plain text: what waits for an answer, what is due by when, and where each of it is done."""
    lines = [tongue.told(f"What waits for you at {organisation}.")]
    if told.asked:
        lines += ["", tongue.told("For you to answer:"), *_several([_question(one) for one in told.asked])]
    if told.texts:
        lines += ["", tongue.told("Texts to know:"), *_several([_text(one) for one in told.texts])]
    if told.courses:
        lines += ["", tongue.told("Courses to take:"), *_several([_course(one) for one in told.courses])]
    if told.own:
        lines += ["", tongue.told("Overdue or due soon:"), *_listed(told.own, MOST)]
    if told.came_up:
        head = tongue.told("What others left undone, and has come to you:")
        lines += ["", head, *_listed(told.came_up, CAME_UP)]
    all_of_it = f"{base()}{reverse('due' if told.reads else 'mine')}"
    if told.reads:
        lines += ["", tongue.told(f"All of it, and how you are reminded: {all_of_it}")]
    else:
        lines += ["", tongue.told(f"All of it: {all_of_it}")]
    return "\n".join(lines) + "\n"


def _question(one: Asked) -> tuple[str, str]:
    return one.title + (f" ({tongue.told(f'due on {one.due}')})" if one.due else ""), one.address


def _text(one: mine.ToKnow) -> tuple[str, str]:
    row = one.document.row
    return str(row.title or row.id), reverse("mine-document", args=[row.id])


def _course(one: mine.Course) -> tuple[str, str]:
    due = one.mandate.due_on
    return str(one.mandate.course) + (f" ({tongue.told(f'due on {due}')})" if due else ""), reverse("mine")


def _several(found: Sequence[tuple[str, str]], most: int = MOST) -> list[str]:
    """Things with where each of it is done, and how many more there are."""
    lines = [part for text, where in found[:most] for part in (f"- {text}", f"  {base()}{where}")]
    return ["", *lines, *_more(found, most)]


def _listed(items: list[Item], most: int) -> list[str]:
    called = named(items[:most])
    told = [(line(item, called[item.due.type, item.due.ref]), _where(item)) for item in items[:most]]
    return [*_several(told, most), *_more(items, most)]


def _more(items: Sequence[object], most: int) -> list[str]:
    return [tongue.told(f"... and {len(items) - most} more.")] if len(items) > most else []


def when(item: Item) -> str:
    """By when it is due, in words."""
    if item.days < 0:
        return f"overdue by {-item.days} day{'' if item.days == -1 else 's'}, since {item.due.on}"
    return "due today" if item.days == 0 else f"due on {item.due.on}"


def named(items: Sequence[Item], people: Collection[str] = ()) -> dict[tuple[str, str], Title]:
    """What each record is called, by type and id, and each of these people who is on record; in one query."""
    wanted = [(item.due.type, item.due.ref) for item in items]
    both = {*wanted, *(("Person", who) for who in people)}
    found = titles({ref for _, ref in both}, sorted({type for type, _ in both}))
    called = {(one.type, one.ref): one for several in found.values() for one in several}
    known = {pair: one for pair, one in called.items() if pair in both}
    return {pair: Title(*pair, pair[1]) for pair in wanted} | known


def line(item: Item, called: Title) -> str:
    """One thing that is due, in words: what it is, and by when."""
    field = registers()[called.type]._meta.get_field(registers()[called.type].title_field)
    text = called.text
    if isinstance(field, Word):
        text = tongue.capital(tongue.word(tongue.in_english(text)))
    return f"{text} ({tongue.spaced(called.type)} {called.ref}): {tongue.told(when(item))}"


def address(item: Item, person: str = "") -> str:
    """Where it is done; where it is answered, for the person who is asked."""
    if item.due.type == "Ask" and person in item.due.whose:
        return f"{base()}{reverse('answer', args=['Ask', item.due.ref])}"
    return f"{base()}{_where(item)}"


def _where(item: Item) -> str:
    return place_of(item.due)


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
    body = json.dumps(shaped("\n".join(lines))).encode()
    try:
        status, _ = send_named(hook, {"Content-Type": "application/json"}, body, SECONDS)
    except Unreachable as error:
        return 0, f"the chat was not told: {error}"
    if status >= 300:
        return 0, f"the chat was not told: it answered {status}"
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
