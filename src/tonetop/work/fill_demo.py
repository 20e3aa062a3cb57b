"""Fill an empty data folder with a demo story: its records, its fixed clock, and a sign-in for every role."""

from __future__ import annotations

import secrets
from base64 import b64decode
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction

from tonetop.core.shape import Shape
from tonetop.records import blobs, intake, sealing, write
from tonetop.records.models import Account
from tonetop.records.scans import DONE, KeptScan
from tonetop.records.write import By, Change
from tonetop.standard import demo
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import shapes
from tonetop.work.assess import position
from tonetop.work.enter_found import told_of_it
from tonetop.work.invite import make_account
from tonetop.work.second_factor import require
from tonetop.work.settle import settle

BY = By("demo", None, "demo")
ORDER = ("executive", "governance-lead", "process-owner", "dpo", "internal-auditor", "guest-auditor")
PERSONS = {
    "executive": "solvang",
    "governance-lead": "haddad",
    "process-owner": "bright",
    "dpo": "vos",
    "internal-auditor": "korpela",
}
"""Who of the steady and the paper story signs in for a role; the start-up has but its first leader."""
WORD = "abcdefghjkmnpqrstuvwxyz23456789"


class SignIn(NamedTuple):
    """What a visitor types to come in."""

    email: str
    password: str


def fill_demo(story: str) -> dict[str, SignIn]:
    """Fill the folder; gives the sign-ins by role, whose passwords are kept as hashes alone.

    Raises Refused for a story there is not and for a folder that holds anything.
    """
    if story not in demo.STORIES:
        raise Refused(f"--story does not know {story!r}; it takes {', '.join(demo.STORIES)}")
    if Account.objects.exists() or position() > 1:
        raise Refused("The data folder is not empty; name an empty or new one with --data")
    with transaction.atomic():
        people = tell_story(story, BY)
        require((), BY)  # whoever looks at the demo has no second factor
        signed_in = {role: _sign_in(role, story, people) for role in (*ORDER, "administrator")}
        KeptScan.objects.update(by=f"account-{Account.objects.get(role='dpo').pk}")
    sealing.seal()
    return signed_in


def tell_story(story: str, by: By) -> list[dict[str, Any]]:
    """Settle the organisation and write every record of a story, within a transaction; gives its people."""
    facts = demo.story(story)
    about = facts.pop("organisation")
    for name in {version["file_name"] for version in facts.get("DocumentVersion", ())}:
        blobs.store([demo.texts()[name]], "text/markdown", ours=True)
    settle({**about, "story": story, "clock_on": demo.TODAY}, by)
    write.save_all([Change(entry) for entry in _in_order(facts)], by, trust_dates=True)
    for told in demo.kept_scans(story):
        _keep_scan(told, by)
    return facts["Person"]


def _keep_scan(told: dict[str, Any], by: By) -> None:
    """Keep a scan of the story as it was made; what it feeds stands among the story's records."""
    day = datetime.combine(date.fromisoformat(told["as_of"]), time(6, 30), UTC)
    plain = told | {"sketches": b64decode(told["sketches"])}
    row = KeptScan(**plain, by=by.account, begun=day, beat=day, ended=day, stage=DONE, declared=True)
    row.done = row.total = len(row.found["assets"])
    row.save()
    told_of_it(row, by)


def _in_order(facts: dict[str, list[dict[str, Any]]]) -> list[intake.Entry]:
    """Every record judged: people, so that those who act have names, then all in the order of becoming known."""
    records: list[tuple[str, dict[str, Any], dict[str, str]]]
    records = [(type, plain, {}) for type, found in facts.items() for plain in found]
    entries = intake.take_all(records)
    return sorted(entries, key=lambda e: (e.type != "Person", _day(shapes()[e.type], e.values)))


def _day(shape: Shape, values: dict[str, Any]) -> str:
    return values.get("recorded_on") or shape.own_date(values) or ""


def _sign_in(role: str, story: str, people: list[dict[str, Any]]) -> SignIn:
    ids = {person["id"]: person["name"] for person in people}
    leader = next(person["id"] for person in people if person.get("is_top_management"))
    person = PERSONS.get(role, "")
    if person not in ids:
        person = leader if role == "executive" else ""
    email = f"{role}@{story}.demo.example"
    password = "-".join("".join(secrets.choice(WORD) for _ in range(5)) for _ in range(3))
    account = make_account(
        role, email, person=person, name=ids.get(person, role.replace("-", " ").capitalize())
    )
    account.password = _hashed(password)
    account.save(update_fields=["password"])
    return SignIn(email, password)


def _hashed(password: str) -> str:
    """A hash of few rounds: nobody guesses a random password, and signing in hashes it anew with many."""
    quick = PBKDF2PasswordHasher()
    return str(quick.encode(password, quick.salt(), iterations=10_000))
