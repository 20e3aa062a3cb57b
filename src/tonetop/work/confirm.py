"""Confirm an act that somebody else entered: the doer's own word that it was theirs, or was not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import Change, latest
from tonetop.standard.gating.word import SAID
from tonetop.work.permission import CONFIRM, Forbidden, doer, may

MINE, NOT_MINE = "mine", "not-mine"


def waits(account: Account, row: Record) -> bool:
    """Whether this version names the account's person as doer and was entered by somebody else, unconfirmed."""
    person = account.person
    if not person or not may(account, CONFIRM) or row.withdrawn_on:
        return False
    if person not in named_in(row) or not by_another(row.__class__.__name__, row.entered_by, person):
        return False
    said: Any = word(row, person)
    return said is None or (row.__class__.__name__ in SAID and said.entered_by != person)


def named_in(row: Record) -> list[str]:
    """The people whose act or word a record holds."""
    return [person for name in (row.doer, *row.also) if name and (person := getattr(row, name))]


def by_another(type: str, entered_by: str | None, person: str) -> bool:
    """Whether a record was entered by somebody else; by nobody of the register where gates ask whose word it is."""
    return entered_by != person if entered_by else type in SAID


def word(row: Record, person: str) -> Record | None:
    """What the person said about this version, or None."""
    ref = "/".join((row.__class__.__name__, row.ref, str(row.revision), person))
    return latest("Confirmation", ref)


def words(row: Record) -> list[Record]:
    """What was said about a record by its doers, the latest version's first."""
    about = {"register": row.__class__.__name__, "record": row.ref, "until_on": None}
    return list(registers()["Confirmation"].objects.filter(**about).order_by("-version"))


def confirm(  # noqa: PLR0913 - who, about what, and what the form gives
    account: Account, type: str, ref: str, answer: str, comment: str = "", *, seen: int = 0
) -> Record:
    """Write the doer's word about the version last written; a later word takes the place of the earlier.

    seen: the version that was shown (0: whichever holds). Raises Forbidden for anybody but the doer, Refused.
    """
    by = doer(account, CONFIRM)
    made = write.save_all([_said(account, type, ref, answer=answer, comment=comment, seen=seen)], by)[0]
    if made is None:
        raise Refused("this is on record already")
    return made


def confirm_all(account: Account, acts: Iterable[tuple[str, str, int]]) -> int:
    """Write "this was me" about several acts, as (type, id, version shown), all or none; gives how many were new.

    Raises Forbidden, Refused.
    """
    by = doer(account, CONFIRM)
    if not account.person:
        raise Forbidden("only whoever a record names as its doer says whether it was them")
    changes = [_said(account, type, ref, answer=MINE, comment="", seen=seen) for type, ref, seen in acts]
    return sum(made is not None for made in write.save_all(changes, by))


def _said(account: Account, type: str, ref: str, *, answer: str, comment: str, seen: int) -> Change:  # noqa: PLR0913
    row = latest(type, ref) if type in registers() else None
    if row is None or row.withdrawn_on:
        raise Refused(f"{type} {ref}: there is no such record")
    if not account.person or account.person not in named_in(row):
        raise Forbidden("only whoever a record names as its doer says whether it was them")
    if answer not in (MINE, NOT_MINE):
        raise Refused(f"{answer!r} is no answer; it is {MINE} or {NOT_MINE}")
    if seen and seen != row.revision:
        raise write.Overtaken(f"{type} {ref}: was changed since it was shown to you; look at it again")
    plain = {"register": type, "record": ref, "version": row.revision, "person": account.person}
    plain |= {"answer": answer, "confirmed_on": clock.today()} | ({"comment": comment} if comment else {})
    return Change(intake.take("Confirmation", plain), act=True)
