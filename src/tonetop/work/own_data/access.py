"""What the program holds of one person as one file (Art. 15 and 20 GDPR): JSON for machines, a PDF for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.forms.models import model_to_dict

from tonetop.core import ledger
from tonetop.records import clock
from tonetop.records.doers import holder
from tonetop.records.entrance import GuestRead, Session
from tonetop.records.fields import Kind
from tonetop.records.happening import tell
from tonetop.records.models import Account, Invitation, Link
from tonetop.records.notes import PrivateNote
from tonetop.records.passkeys import Passkey
from tonetop.records.registry import registers
from tonetop.records.reminding import Preference, Sent, Snooze
from tonetop.records.tokens import ApiToken
from tonetop.records.write import By
from tonetop.standard.own_places import OUTSIDE
from tonetop.work.own_data.mentions import Filed, files, mentions
from tonetop.work.own_data.periods import periods
from tonetop.work.own_data.persons import Somebody, somebody
from tonetop.work.permission import OWN_DATA, READ, doer, may, may_read
from tonetop.work.printing import NotPrintedError
from tonetop.work.reports.report import Report, Section, Table, pdf
from tonetop.work.reports.voice import ENGLISH, Voice

HANDED = "personal.handed-out"
FORMAT = "tonetop-personal-data/1"
NEVER_HANDED = ("Concern", "SealedConcern")
"""What is never handed out: who raised a concern would be found out by what it says."""
BY_ACCOUNT: dict[str, tuple[Any, tuple[str, ...]]] = {
    "sessions": (Session, ("device", "began", "seen")),
    "passkeys": (Passkey, ("name", "rp", "enrolled_on")),
    "tokens": (ApiToken, ("name", "made_on", "scopes", "ends_on")),
    "links": (Invitation, ("expires", "used")),
    "wishes": (Preference, ("digest", "quiet_from", "quiet_to", "language")),
    "put_off": (Snooze, ("type", "ref", "until")),
    "notes": (PrivateNote, ("about", "text", "changed_on")),
    "pages_looked_at": (GuestRead, ("page", "on")),
    "reminders_sent": (Sent, ("on", "count")),
}
"""What hangs on an account, by the name under which it is handed out; secrets and hashes are not among it."""


def gathered(who: Somebody, *, others: bool, reader: Account | None = None) -> dict[str, Any]:
    """Everything held of somebody, as plain data; others: whether texts of others that name them are among it.

    Those may hold data of further people, so whoever hands them out looks through them first (Art. 15(4)).
    reader: whose own file it is, who is told of records that they may read alone; None: whoever answers requests.
    """
    words = [*who.names, *(one.email for one in who.accounts if one.email)]
    if reader is not None:  # an account calls itself as it likes, so its own words find nothing for it
        words = list(who.names)
    reads = reader is None or (who.type == "Person" and may(reader, READ))
    ids = [*([who.ref] if who.type == "Person" else []), *(f"account-{one.pk}" for one in who.accounts)]
    return {
        "format": FORMAT,
        "of": {"type": who.type, "id": who.ref, "name": who.name},
        "as_of": clock.today(),
        "controller": clock.organisation().name,
        "kept_for_days": {one.kind.title: one.days for one in periods().values() if one.days},
        "outside": [one.title for one in OUTSIDE],
        "person": list(_versions("Person", who.ref)) if who.type == "Person" else [],
        "accounts": [_account(one) for one in who.accounts],
        "acts": list(_acts(ids, who)),
        "named_by": _named_by(who) if reads else [],
        "mentioned": list(_mentioned(words, who, others=others)) if reads else [],
        "files": [
            {"type": one.type, "id": one.ref, "sha256": one.sha256}
            for one in (files(words) if reads else ())
            if reader is None or _open(reader, one)
        ],
    }


def _versions(type: str, ref: str) -> Iterator[dict[str, Any]]:
    for row in registers()[type].objects.filter(ref=ref).order_by("revision"):
        yield (
            {"version": row.revision}
            | row.plain()
            | ({"imported": row.source_data} if row.source_data else {})
        )


def _account(account: Account) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": account.pk,
        "name": account.get_full_name(),
        "email": account.email,
        "role": account.role,
        "may_sign_in": account.is_active,
        "until": account.until,
        "made": account.date_joined,
        "last_signed_in": account.last_login,
        "second_factors": list(
            Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")
        ),
        "providers": list(SocialAccount.objects.filter(user=account).values("provider", "uid", "extra_data")),
    }
    for name, (model, fields) in BY_ACCOUNT.items():
        told[name] = list(model.objects.filter(account=account).values(*fields))
    return told


def _acts(ids: list[str], who: Somebody) -> Iterator[dict[str, Any]]:
    """The events of the ledger that were entered by, or are about, somebody."""
    marks = ", ".join(["%s"] * len(ids))
    accounts = ["", *(str(one.pk) for one in who.accounts)]
    person = who.ref if who.type == "Person" else ""
    numbers = ", ".join(["%s"] * len(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT seq, body FROM ledger_events WHERE entered_by IN ({marks}) OR done_by IN ({marks})"  # noqa: S608
            f" OR (kind = 'Account' AND subject IN ({numbers})) OR (kind = 'Person' AND subject = %s) ORDER BY seq",
            [*ids, *ids, *accounts, person],
        )
        for seq, body in cursor.fetchall():
            told = ledger.read(bytes(body))
            about = told["subject"]
            yield {
                "event": seq,
                "recorded": told["recorded"],
                "what": told["type"],
                "about": f"{about['kind']} {about['id']}",
            }


def _named_by(who: Somebody) -> list[dict[str, Any]]:
    if who.type != "Person":
        return []
    links = (
        Link.objects.filter(to_ref=who.ref)
        .exclude(from_type__in=NEVER_HANDED)
        .order_by("from_type", "from_ref")
    )
    return [
        {"type": one.from_type, "id": one.from_ref, "as": one.field}
        for one in links
        if _leads_to(who.ref, one.from_type, one.field)
    ]


def _leads_to(person: str, type: str, field: str) -> bool:
    """Whether a field that holds a person's id leads to the person: another record may bear the same id."""
    own = next((one for one in registers()[type]._meta.get_fields() if one.name == field), None)
    to = set(own.judge().to) if isinstance(own, Kind) else set()
    if not to & {"Person", "any"}:
        return False
    others = (set(registers()) if "any" in to else to) - {"Person"}
    return not any(registers()[other].objects.filter(ref=person).exists() for other in others)


def _open(reader: Account, one: Filed) -> bool:
    row: Any = registers()[one.type].objects.filter(ref=one.ref).order_by("-revision").first()
    return may_read(reader, getattr(row, "classification", ""))


def _mentioned(words: list[str], who: Somebody, *, others: bool) -> Iterator[dict[str, Any]]:
    for one in mentions(words, [("Person", who.ref)]):
        if one.type in NEVER_HANDED:
            continue
        told: dict[str, Any] = {"type": one.type, "id": one.ref, "fields": [*one.personal, *one.open]}
        if others:
            row: Any = registers()[one.type].objects.filter(ref=one.ref).order_by("-revision").first()
            told["texts"] = model_to_dict(row, fields=told["fields"])
        yield told


def hand_out(account: Account, key: str, voice: Voice = ENGLISH) -> bytes:
    """Somebody's data as a zip, for those who answer requests. Raises Forbidden, Refused."""
    return packed(somebody(key), doer(account, OWN_DATA), others=True, voice=voice)


def own(account: Account, voice: Voice = ENGLISH) -> bytes:
    """An account's own data as a zip: whoever is signed in may have it at any time."""
    by = holder(account)
    return packed(
        somebody(account.person or f"account-{account.pk}"), by, others=False, voice=voice, reader=account
    )


def packed(
    who: Somebody, by: By, *, others: bool, voice: Voice = ENGLISH, reader: Account | None = None
) -> bytes:
    """The zip, and the event that tells to whom it was handed; whoever calls it settles who may."""
    found = gathered(who, others=others, reader=reader)
    plain = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("data.json", plain)
        try:
            zipped.writestr("readable.pdf", pdf(readable(found, voice)))
        except NotPrintedError as error:
            zipped.writestr("readable.txt", str(error))
    with transaction.atomic():
        told = {"sha256": sha256(plain).hexdigest(), "to": "desk" if others else "self"}
        tell(who.type, who.ref, HANDED, told, by)
    return out.getvalue()


def readable(found: dict[str, Any], voice: Voice) -> Report:
    """The same for people."""
    sections = [
        Section(
            voice.said("What this is"),
            (
                voice.said(
                    "Everything that this program holds of the person named, on the day named. Backups, exports and "
                    "mails lie outside the program; concerns are sealed and never handed out."
                ),
                voice.said("The file data.json beside this one says the same for machines."),
            ),
        )
    ]
    for title, rows in (
        ("Person of the register", found["person"]),
        ("Records that name the person", found["named_by"]),
        ("Records in which the name stands", found["mentioned"]),
        ("Kept files in which the name stands", found["files"]),
        ("What the ledger tells", found["acts"]),
    ):
        sections.append(_section(voice.said(title), rows, voice))
    for account in found["accounts"]:
        heading = voice.form("Account %(n)s", n=account["number"])
        lines = [
            {"what": name, "held": value} for name, value in account.items() if not isinstance(value, list)
        ]
        sections.append(_section(heading, lines, voice))
        for name, rows in account.items():
            if isinstance(rows, list) and rows:
                sections.append(_section(f"{heading}: {voice.word(name.replace('_', '-'))}", rows, voice))
    title = voice.form("What is held of %(name)s", name=found["of"]["name"])
    return Report(title, found["controller"], found["as_of"], found["of"]["id"], sections, voice=voice)


def _section(heading: str, rows: list[dict[str, Any]], voice: Voice) -> Section:
    if not rows:
        return Section(heading, (voice.said("Nothing is held."),))
    heads = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in heads] for row in rows]
    words = [voice.word(head.replace("_", "-")) for head in heads]
    if len(heads) > 6:
        pairs = [(word, cell) for row in cells for word, cell in zip(words, row, strict=True) if cell]
        return Section(heading, table=Table([voice.said("What"), voice.said("Held")], [1, 3], pairs))
    return Section(heading, table=Table(words, [2] * len(heads), cells))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_cell, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_cell(item)}" for key, item in value.items())
    return str(value)
