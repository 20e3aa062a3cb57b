"""Publish on the trust page: choose a thing, publish what the preview shows, take it off, open and close."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tonetop.core.facts import Facts
from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import By, Change, Overtaken
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import Forbidden, writer
from tonetop.work.revised import new, revised, standing
from tonetop.work.trust_shown import (
    CONTACT,
    DRAFT,
    HIDDEN,
    ITEM,
    KINDS,
    PAGE,
    Shown,
    candidates,
    chosen,
    introduction,
    is_open,
    page_of,
    words_hash,
)

LONGEST, LONGEST_NOTE = 200, 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to show: its kind, the record (none of a contact), its heading, words and ways beside it."""

    kind: str
    about: str = ""
    title: str = ""
    note: str = ""
    mail: str = ""
    phone: str = ""
    person: str = ""


def publisher(account: Account) -> By:
    """Who publishes, once it is settled that they may and who they are. Raises Forbidden."""
    by = writer(account, ITEM)
    if not by.person:
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    return by


def choose(account: Account, choice: Choice) -> Record | None:
    """Put a thing among those that wait to be published; nobody outside sees it yet. Raises Forbidden, Refused."""
    by = publisher(account)
    if choice.kind not in KINDS:
        raise Refused("choose a policy, a notice, a certificate, a document or a contact")
    if len(choice.title) > LONGEST or len(choice.note) > LONGEST_NOTE:
        raise Refused(f"a heading has at most {LONGEST} letters, the words beside it {LONGEST_NOTE}")
    title = choice.title
    if choice.kind == CONTACT:
        if not title or not (choice.mail or choice.phone or choice.note):
            raise Refused(
                "give a contact a heading and a way to reach it: a mail address, a telephone or words"
            )
        if choice.mail and not is_mail(choice.mail):
            raise Refused("write the mail address as name@example.org")
    else:
        title = _title(assess().facts, choice)
    plain = {
        "id": next_ref(ITEM),
        "title": title,
        "kind": choice.kind,
        "about": choice.about if choice.kind != CONTACT else "",
        "note": choice.note,
        "mail": choice.mail if choice.kind == CONTACT else "",
        "phone": choice.phone if choice.kind == CONTACT else "",
        "person": choice.person if choice.kind == CONTACT else "",
    }
    return write.save_all(new([(ITEM, plain)]), by)[0]


def _title(facts: Facts, choice: Choice) -> str:
    """What a candidate is called. Raises Refused where the thing cannot be chosen."""
    for kind, ref, title, _ in candidates(facts):
        if (kind, ref) == (choice.kind, choice.about):
            return choice.title or title
    row = facts.get("Evidence", choice.about) if choice.kind == "document" else None
    if row is not None:
        return choice.title or row.title or "Document"
    raise Refused("this cannot be shown: it is not published or valid, or it was chosen already")


def is_mail(text: str) -> bool:
    """Whether a text has the form of a mail address to which one can write."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST


def words(account: Account, text: str) -> Record | None:
    """Keep the words at the top; they are shown once they were published. Raises Forbidden, Refused."""
    by = publisher(account)
    if len(text) > LONGEST_NOTE:
        raise Refused(f"the words at the top may be {LONGEST_NOTE} letters long; shorten them")
    page = page_of(assess().facts)
    if page is None:
        return write.save_all(new([(PAGE, {"id": next_ref(PAGE), "introduction": text})]), by)[0]
    return write.save_all([revised(standing(PAGE, page.id), introduction=text or None)], by)[0]


def seen(facts: Facts) -> str:
    """The hash of the page as its preview shows it: what a publisher saw, and publishes."""
    page = page_of(facts)
    parts = [words_hash(page.introduction if page is not None else "")]
    parts += [one.matter for one in previewed(facts)]
    return sha256("\n".join(parts).encode()).hexdigest()


def previewed(facts: Facts) -> list[Shown]:
    """What the page would show: what it shows, and what waits to be published and may be."""
    return [one for one in facts.prepared(chosen) if not one.why]


def publish(account: Account, shown: str) -> int:
    """Publish what a preview showed and open the page; gives how many things are new on it.

    shown: the hash that the preview gave. Raises Forbidden, Refused, Overtaken.
    """
    by, today = publisher(account), clock.today()
    with transaction.atomic():
        facts = assess().facts
        if shown != seen(facts):
            raise Overtaken("the page is not what you saw in the preview any more; look at it again")
        if not previewed(facts):
            raise Refused(
                "there is nothing to show yet; choose a policy, a notice, a certificate or a contact"
            )
        drafts = [one for one in previewed(facts) if one.state == DRAFT]
        changes = [_published(one, by, today) for one in drafts]
        changes += _opened(facts, by, today)
        write.save_all(changes, by)
    return len(drafts)


def _published(one: Shown, by: By, today: str) -> Change:
    row = standing(ITEM, one.item.id)
    held: Any = row
    public: dict[str, Any] = {
        "handle": held.handle or secrets.token_hex(8),
        "matter": one.matter,
        "shown_on": today,
        "shown_by": by.person,
    }
    return _act(revised(row, **public))


def _act(change: Change) -> Change:
    return Change(change.entry, change.after, act=True)


def _opened(facts: Facts, by: By, today: str) -> list[Change]:
    page = page_of(facts)
    public = introduction(facts) if page is not None else None
    if is_open(facts) and page is not None and (page.introduction or "") == public and page.matter:
        return []
    fields: dict[str, Any] = {"matter": words_hash(page.introduction if page is not None else "")}
    if not is_open(facts):
        fields |= {"opened_on": today, "opened_by": by.person or ""}
    if page is None:
        return [_act(change) for change in new([(PAGE, {"id": next_ref(PAGE)} | fields)])]
    return [_act(revised(standing(PAGE, page.id), **fields, closed_on=None, closed_by=None))]


def close(account: Account) -> None:
    """Close the page, at once and for everybody. Raises Forbidden, Refused."""
    by = publisher(account)
    facts = assess().facts
    page = page_of(facts)
    if page is None or not is_open(facts):
        raise Refused("the page is closed already")
    ended = revised(standing(PAGE, page.id), closed_on=clock.today(), closed_by=by.person)
    write.save_all([_act(ended)], by)


def take_off(account: Account, ref: str) -> None:
    """Take a thing off the page, or out of what waits to be published. Raises Forbidden, Refused."""
    by = publisher(account)
    row: Any = standing(ITEM, ref)
    if row.ended_on:
        raise Refused(f"it was taken off on {row.ended_on} already")
    write.save_all([_act(revised(row, ended_on=clock.today(), ended_by=by.person))], by)


def choose_again(account: Account, ref: str) -> None:
    """Let a thing that changed since wait to be published anew, as it is now. Raises Forbidden, Refused."""
    by = publisher(account)
    facts = assess().facts
    one = next((one for one in facts.prepared(chosen) if one.item.id == ref), None)
    if one is None or one.state != HIDDEN:
        raise Refused("only what vanished from the page can be chosen again")
    again = revised(standing(ITEM, ref), shown_on=None, shown_by=None, matter=None)
    write.save_all([_act(again)], by)
