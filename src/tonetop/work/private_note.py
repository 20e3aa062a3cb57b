"""Keep a private note on a requirement: only whoever wrote it reads it, and an empty one is deleted."""

from __future__ import annotations

from django.db import transaction

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.notes import PrivateNote
from tonetop.records.rollback import demand_writable
from tonetop.standard import catalogue
from tonetop.work.permission import READ, demand

LONGEST = 20_000
"""How many characters a note holds at most."""


def note_of(account: Account, about: str) -> PrivateNote | None:
    """The account's own note on a requirement; None when it wrote none."""
    return PrivateNote.objects.filter(account=account, about=about).first()


def keep_note(account: Account, about: str, text: str) -> bool:
    """Keep the text as the account's note on a clause, control or duty; gives whether one is there now.

    text: an empty one deletes the note. Raises Refused, Forbidden.
    """
    demand(account, READ)
    if about not in {**catalogue.clauses(), **catalogue.controls(), **catalogue.duties()}:
        raise Refused(f"the catalogue has no item {about}")
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST or "\x00" in text:
        raise Refused(f"a note holds at most {LONGEST} characters, and plain text alone")
    with transaction.atomic():
        demand_writable()
        if text:
            kept = {"text": text, "changed_on": clock.today()}
            PrivateNote.objects.update_or_create(account=account, about=about, defaults=kept)
        else:
            PrivateNote.objects.filter(account=account, about=about).delete()
    return bool(text)
