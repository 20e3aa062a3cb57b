"""Who did what an event tells: the id, the rank held at that time, and a commitment to the name."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tonetop.core.commitments import SALT_BYTES, Personal
from tonetop.core.history import reigns
from tonetop.core.ledger import Actor
from tonetop.records.ledgered import composed
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers

TOP = "top management"
ACCOUNT = "account-"
"""What the id of an account begins with where no person of the register is meant."""
ASKED = "asked"
"""Where an event that came of a request with a key bears the fingerprint of the request."""
Owner = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Once:
    """A request that may be repeated: its idempotency key, and a fingerprint of what it asks for."""

    key: str
    asked: str


@dataclass(frozen=True, slots=True)
class By:
    """Who enters a change: the account (for the event), the person it is of the register, how they signed in.

    once: the request by which they do it, where it bears a key; the events that come of it bear both.
    """

    account: str = "command line"
    person: str | None = None
    authenticated: str = "command line"
    once: Once | None = None

    def key(self, place: int | None = None) -> str | None:
        """As what the ledger holds the request's key: behind whose it is; before the place of one record of several.

        No key that is sent holds a space, so that it is nobody else's, and no other request's.
        """
        if self.once is None:
            return None
        return f"{self.account} {self.once.key}" + ("" if place is None else f" {place}")


def holder(account: Account) -> By:
    """Who acts by an account, as the door learned it that let them in."""
    return By(f"{ACCOUNT}{account.pk}", account.person or None, account.came_by)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who an actor is: the rank held, the name if one is known, and whose value the name is."""

    rank: str | None = None
    name: str | None = None
    owner: Owner | None = None


NOBODY = Doer()


class Doers:
    """The doers of the acts of one day, each looked up once.

    versions: tells the versions of a person that are written along with the acts, when there are any.
    """

    def __init__(self, today: str, versions: Callable[[str], Sequence[Record]] = lambda person: ()) -> None:
        self._today, self._versions = today, versions
        self._known: dict[str, Doer] = {}

    def actor(self, by: By, doer: str | None = None) -> tuple[Actor, tuple[Personal, ...]]:
        """The actor of an event, and the name it commits to; doer: the person who acted, else who enters it."""
        person = doer or by.person
        found = self._person(person) if person else self._account(by.account)
        return signed(Actor(person or by.account, by.authenticated, found.rank), found)

    def _person(self, ref: str) -> Doer:
        written = self._versions(ref)
        if ref not in self._known or written:
            rows = written or list(registers()["Person"].objects.filter(ref=ref).order_by("revision"))
            self._known[ref] = _standing(ref, rows, self._today)
        return self._known[ref]

    def _account(self, named: str) -> Doer:
        number = named.removeprefix(ACCOUNT)
        if named == number or not number.isdigit():
            return NOBODY
        if named not in self._known:
            account = Account.objects.filter(pk=number).first()
            name = composed(account.get_full_name()) if account else None
            self._known[named] = Doer(None, name, ("Account", number))
        return self._known[named]


def signed(actor: Actor, doer: Doer) -> tuple[Actor, tuple[Personal, ...]]:
    """The actor with a fresh commitment to the name, and the name to keep beside the event."""
    if not doer.name or doer.owner is None:
        return actor, ()
    kept = Personal("actor.name", doer.owner, "name", doer.name, os.urandom(SALT_BYTES))
    return replace(actor, name=kept.commitment), (kept,)


def _standing(ref: str, rows: Sequence[Record], day: str) -> Doer:
    """The name of a person and whether they are top management on the day; what counts is judged later."""
    held = None
    stamps = [(v.recorded_on, v.own_date(), v.effective_on) for v in rows]
    for place, begins, _ in reigns(stamps) if stamps else ():
        if begins <= day:
            held = rows[place]
    if held is None:
        return NOBODY
    name = getattr(held, "name", None)
    return Doer(TOP if _is_top(held, day) else None, name, ("Person", ref))


def _is_top(person: Record, day: str) -> bool:
    since, until = getattr(person, "valid_from", None), getattr(person, "valid_to", None)
    if person.withdrawn_on and person.withdrawn_on <= day:
        return False
    within = (since or "") <= day and (not until or day <= until)
    return within and bool(getattr(person, "is_top_management", None))
