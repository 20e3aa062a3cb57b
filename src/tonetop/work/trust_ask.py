"""Documents on request: a visitor asks, somebody approves until a day or declines, each view of the link is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, tongue, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import By, Change, Overtaken
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import Forbidden, writer
from tonetop.work.remind import base
from tonetop.work.revised import new, revised, standing
from tonetop.work.trust import is_mail
from tonetop.work.trust_shown import DOCUMENT, SHOWN, Shown, by_handle, chosen, is_open

REQUEST, VIEW = "DocumentRequest", "DocumentView"
VISITOR, READER, JOB = (
    By("trust page", None, "none"),
    By("trust link", None, "none"),
    By("job requests", None, "job"),
)
APPROVED, DECLINED = "approved", "declined"
DECIDED = "this was decided already"
MOST_A_DAY, MOST_OPEN = 40, 3
"""Asks that are taken on a day, and that wait for one mail address, so that nobody floods the desk."""
ANSWER_DAYS, USUAL_DAYS, MOST_DAYS = 14, 30, 365
"""Days for an answer; of a link as it is offered, and at most."""
NAME, PLACE, LONGEST, SHORTEST = 120, 200, 1_000, 10
WAITING, GIVEN, OVER, REFUSED = "waiting", "given", "over", "refused"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visitor says: name, organisation, mail address, what for, and the language of the page."""

    name: str
    organisation: str
    mail: str
    reason: str
    language: str = "en"


def ask(handle: str, visitor: Visitor) -> None:
    """Keep a visitor's ask for a document that is listed. Raises Refused.

    The same ask twice is kept once, of one mail address only so many that wait, and nobody is told: else one could
    find out who asked.
    """
    _demand(visitor)
    with transaction.atomic():
        facts, today = assess().facts, clock.today()
        one = by_handle(facts, handle)
        if one is None or one.item.kind != DOCUMENT:
            raise Refused("this document is not listed any more")
        asked = list(facts.rows(REQUEST))
        own = [row for row in asked if not row.outcome and row.mail == visitor.mail]
        if sum(row.asked_on == today for row in asked) >= MOST_A_DAY:
            raise Refused("more was asked today than people can answer; come back tomorrow")
        if len(own) >= MOST_OPEN or any(row.item == one.item.id for row in own):
            return
        plain = {
            "id": next_ref(REQUEST),
            "item": one.item.id,
            "name": visitor.name,
            "organisation": visitor.organisation,
            "mail": visitor.mail,
            "reason": visitor.reason,
            "language": visitor.language,
            "asked_on": today,
            "answer_due": cadence.shift(today, ANSWER_DAYS),
        }
        write.save_all([_act(change) for change in new([(REQUEST, plain)])], VISITOR)


def _demand(visitor: Visitor) -> None:
    if not visitor.name or len(visitor.name) > NAME:
        raise Refused(f"say who you are, in at most {NAME} letters")
    if not visitor.organisation or len(visitor.organisation) > PLACE:
        raise Refused(f"say for which organisation you ask, in at most {PLACE} letters")
    if not is_mail(visitor.mail):
        raise Refused("write the mail address as name@example.org")
    if not SHORTEST <= len(visitor.reason) <= LONGEST:
        raise Refused(f"say what you need it for, in {SHORTEST} to {LONGEST} letters")


def _act(change: Change) -> Change:
    return Change(change.entry, change.after, act=True)


def decider(account: Account) -> By:
    """Who decides, once it is settled that they may and who they are. Raises Forbidden."""
    by = writer(account, REQUEST)
    if not by.person:
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    return by


def approve(account: Account, ref: str, expires_on: str, reason: str = "") -> tuple[str, bool]:
    """Approve an ask until a day; gives the link, which is told this once, and whether it was sent by mail.

    Raises Forbidden, Refused.
    """
    by, today = decider(account), clock.today()
    row = _undecided(ref)
    if not cadence.is_day(expires_on) or not today <= expires_on <= cadence.shift(today, MOST_DAYS):
        raise Refused(f"say until which day the link is good: from today, at most {MOST_DAYS} days")
    facts = assess().facts
    if thing(facts, row.item) is None:
        raise Refused("this document is not listed any more, so no link to it would open")
    token = secrets.token_urlsafe(24)
    decided = {"outcome": APPROVED, "expires_on": expires_on, "link": hashed(token)}
    _decide(row, by, decided, reason)
    link = f"{base()}{reverse('trust-link', args=[token])}"
    return link, _mail(ref, _approved_words, link)


def decline(account: Account, ref: str, reason: str) -> bool:
    """Decline an ask with a reason; gives whether the visitor was told by mail. Raises Forbidden, Refused."""
    by = decider(account)
    row = _undecided(ref)
    if not reason.strip():
        raise Refused("say why; the visitor reads it")
    _decide(row, by, {"outcome": DECLINED}, reason)
    return _mail(ref, _declined_words, "")


def _undecided(ref: str) -> Any:
    row: Any = standing(REQUEST, ref)
    if row.outcome:
        raise Refused(DECIDED)
    return row


def _decide(row: Any, by: By, fields: dict[str, Any], reason: str) -> None:
    if len(reason) > LONGEST:
        raise Refused(f"a reason has at most {LONGEST} letters")
    fields |= {
        "decided_on": clock.today(),
        "decided_by": by.person,
        "decision_reason": reason.strip() or None,
    }
    try:
        write.save_all([_act(revised(row, **fields))], by)
    except Overtaken:
        raise Refused(DECIDED) from None


def take_back(account: Account, ref: str) -> None:
    """Take a link back, at once. Raises Forbidden, Refused."""
    by = decider(account)
    row: Any = standing(REQUEST, ref)
    if row.outcome != APPROVED or row.revoked_on:
        raise Refused("there is no link of it that could be taken back")
    write.save_all([_act(revised(row, revoked_on=clock.today(), revoked_by=by.person))], by)


def hashed(token: str) -> str:
    """The hash by which a link's secret is known."""
    return sha256(token.encode()).hexdigest()


def thing(facts: Facts, ref: str | None) -> Shown | None:
    """A listed document, while it is listed."""
    if not is_open(facts):
        return None
    found = (one for one in facts.prepared(chosen) if one.item.id == ref and one.state == SHOWN)
    return next((one for one in found if one.item.kind == DOCUMENT and one.text is not None), None)


def behind(facts: Facts, token: str) -> tuple[Row, Shown] | None:
    """The ask and the document behind a link, while it is good: approved, not over, not taken back, still listed."""
    wanted = hashed(token)
    for row in facts.rows(REQUEST):
        if row.link and secrets.compare_digest(row.link, wanted):
            found = thing(facts, row.item)
            good = state_of(row, facts.as_of) == GIVEN
            return (row, found) if good and found is not None else None
    return None


def note_view(row: Row, one: Shown) -> None:
    """Keep that a document was seen: by which link, which text, when."""
    now = clock.now().astimezone(ZoneInfo(clock.organisation().time_zone or "UTC"))
    plain = {
        "id": next_ref(VIEW),
        "request": row.id,
        "item": one.item.id,
        "viewed_on": clock.today(),
        "viewed_at": f"{now:%H:%M}",
        "sha256": one.text.sha256 if one.text is not None else "",
    }
    write.save_all([_act(change) for change in new([(VIEW, plain)])], READER)


def state_of(row: Row, today: str) -> str:
    """Where an ask stands: it waits, its link is good, its link is over, or it was refused."""
    if not row.outcome:
        return WAITING
    if row.outcome != APPROVED:
        return REFUSED
    return OVER if row.revoked_on or (row.expires_on or "") < today else GIVEN


def views(facts: Facts, ref: str) -> list[Row]:
    """The views of a link, the latest first."""
    found = [row for row in facts.rows(VIEW) if row.request == ref]
    return sorted(found, key=lambda row: (row.viewed_on or "", row.viewed_at or "", row.id), reverse=True)


def _mail(ref: str, told: Any, link: str) -> bool:
    """Tell the visitor in the language of their ask; gives whether a mail went."""
    row: Any = standing(REQUEST, ref)
    if not getattr(settings, "SENDS_MAIL", False) or not row.mail:
        return False
    house = clock.organisation().name
    title = standing("TrustItem", row.item)
    with translation.override(row.language or settings.LANGUAGE_CODE):
        lines = told(row, house, str(title), link)
        subject = tongue.told(f"{house}: your request for a document")
        try:
            EmailMessage(subject, "\n".join(lines) + "\n", to=[row.mail]).send()
        except (OSError, ValueError):  # no way there, or no address that a mail can be sent to
            return False
    write.save_all([_act(revised(standing(REQUEST, ref), sent_on=clock.today()))], JOB)
    return True


def _approved_words(row: Any, house: str, title: str, link: str) -> list[str]:
    return [
        tongue.told(f"You asked {house} for a document: {title}."),
        "",
        tongue.told("It opens here:"),
        link,
        "",
        tongue.told(f"The link is good until {row.expires_on}. It is meant for you; each view is noted."),
    ]


def _declined_words(row: Any, house: str, title: str, link: str) -> list[str]:
    return [
        tongue.told(f"You asked {house} for a document: {title}."),
        "",
        tongue.told("It is not given to you. The reason:"),
        row.decision_reason or "",
    ]
