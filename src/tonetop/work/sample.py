"""A sample organisation in an empty house: looked at for a while, then taken away again with everything of it.

The ledger keeps that it was there: the log goes on, under a new name, from where it stood before the sample, with an
event that names the last checkpoint of then. The sample's own ledger is set aside whole.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tonetop.core.ledger import SYSTEM
from tonetop.records import clock, filed, sealing
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.ledger import checkpoints, keys, signers
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.standard import demo
from tonetop.work.assess import forget
from tonetop.work.copy_database import copy_database
from tonetop.work.data_folder import DATABASE
from tonetop.work.fill_demo import tell_story
from tonetop.work.permission import manager
from tonetop.work.swap_folder import ASIDE, free

STORY, BEFORE = "steady", "before-sample.sqlite3"
SAMPLE = "sample"
"""How the actor of every event of the sample is said to have shown who they are."""
UNSAID = ("records_sealedconcern", "records_sealedmessage", "records_voice")
"""Tables of what is said in confidence, which leaves no line in the ledger."""
SHOWN = "sample.shown"
STAYS = (
    *("django_session", "sqlite_sequence", "mfa_authenticator"),
    *("account_emailaddress", "account_emailconfirmation"),
    *("socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken"),
    *("records_account", "records_account_groups", "records_account_user_permissions", "records_invitation"),
    *("records_session", "records_passkey", "records_challenge", "records_preference", "records_apitoken"),
    *("records_directorykey", "records_listed"),
)
"""Tables that are left as they are: who signs in and by what, how they want to be told, which numbers were given."""
OF_IT = f"SELECT 1 FROM main.ledger_events WHERE type = '{SHOWN}' LIMIT 1"  # noqa: S608 - our own word
AT_THE_DOOR = (
    *("guest.read", "account.tied", "account.refused", "account.password-changed"),
    *("account.locked", "account.unlocked"),
)
"""Events that keep no sample here: nothing in the house came of them, or what came of them stays (`STAYS`)."""


def is_there() -> bool:
    """Whether the house holds the sample: its ledger says so, and there is an empty house to go back to."""
    if not (settings.DATA / BEFORE).is_file():
        return False
    with connection.cursor() as cursor:
        cursor.execute(OF_IT)
        return cursor.fetchone() is not None


def discard() -> None:
    """Delete the copy of the empty house that a crash left without a sample; asked for within a transaction."""
    if not is_there():
        (settings.DATA / BEFORE).unlink(missing_ok=True)


def is_empty() -> bool:
    """Whether no record was made yet; settings and accounts may be there, for they come back as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_events WHERE type LIKE 'record.%' LIMIT 1")
        return cursor.fetchone() is None


def is_offered() -> bool:
    """Whether the sample may be shown: the house is empty, and a copy of its database can be kept beside it."""
    return connection.vendor == "sqlite" and is_empty()


def show_sample(account: Account | None = None) -> None:
    """Fill the empty house with the sample; a copy of it as it stands is kept. Raises Forbidden, Refused.

    account: who asks for it; None on the command line.
    """
    if account is not None:
        manager(account)
    _demand_empty()
    sealing.seal()
    with transaction.atomic():  # nobody else writes from here on, nor shows the sample a second time
        _demand_empty()
        _show()
    sealing.seal()


def _demand_empty() -> None:
    if connection.vendor != "sqlite":
        raise Refused(
            "the sample organisation needs a data folder whose database lies in it, not on a server"
        )
    if is_there():
        raise Refused("the sample organisation is here already")
    if not is_empty():
        raise Refused("something was recorded here already; the sample is for an empty house")


def _show() -> None:
    discard()
    with closing(sqlite3.connect(settings.DATA / DATABASE)) as source:
        before = copy_database(source, settings.DATA / BEFORE)
    try:
        by = By(SAMPLE, None, SAMPLE)
        tell("Organisation", "organisation", SHOWN, {"story": STORY}, by)
        tell_story(STORY, by)
    except BaseException:
        before.unlink()
        raise


def remove_sample(account: Account | None = None) -> Path:
    """Take the sample away; gives the folder in which it lies now, with its ledger. Raises Forbidden, Refused.

    Refused when anything was recorded since that is not the sample's: it would be lost.
    """
    if account is not None:
        manager(account)
    if not is_there():
        raise Refused("there is no sample organisation here to remove")
    folder: Path = settings.DATA
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None, timeout=20)) as live:
        live.execute("ATTACH ? AS earlier", [str(folder / BEFORE)])
        live.execute("BEGIN IMMEDIATE")
        try:
            if live.execute(OF_IT).fetchone() is None:
                raise Refused("there is no sample organisation here to remove")  # no longer
            _demand_nothing_else(live)
            aside = _set_aside(folder)
            _put_back(live)
            lost = checkpoints.remembered(folder) or ""
            signers.go_on(live, keys.load(folder), clock.now(), SYSTEM, lost)
            live.execute("COMMIT")
        except BaseException:
            if live.in_transaction:
                live.execute("ROLLBACK")
            raise
    (folder / BEFORE).rename(aside / BEFORE)
    forget()
    sealing.seal()
    return aside


def _demand_nothing_else(live: sqlite3.Connection) -> None:
    """Raises Refused when the ledger holds an event since the sample came that is not the sample's."""
    since = "SELECT body FROM main.ledger_events WHERE seq > (SELECT max(seq) FROM earlier.ledger_events)"
    events = (json.loads(body) for (body,) in live.execute(since))
    real = (event["type"] for event in events if event["actor"]["authenticated"] != SAMPLE)
    others = [type for type in real if type not in AT_THE_DOOR]
    if others:
        raise Refused(
            f"something was recorded since the sample came that is not the sample's ({len(others)}, such as "
            f"{others[0]}); removing the sample would lose it, so begin in a new data folder instead"
        )
    for table in UNSAID:
        counts = (live.execute(f"SELECT count(*) FROM {of}.{table}").fetchone() for of in ("main", "earlier"))  # noqa: S608
        if len(set(counts)) > 1:
            raise Refused(
                "somebody answered a survey or raised a concern since the sample came; removing the sample would "
                "lose that, so begin in a new data folder instead"
            )


def _set_aside(folder: Path) -> Path:
    """A folder with the sample as it stands: database, keys, checkpoints and texts; `tonetop verify` reads it."""
    aside = folder / f"{ASIDE}{free(folder, f'{clock.now():%Y-%m-%dT%H%M%S}')}"
    aside.mkdir(mode=0o700)
    with closing(sqlite3.connect(folder / DATABASE)) as source:
        copy_database(source, aside / DATABASE)
    for name in (keys.NAME, checkpoints.NAME):
        shutil.copy2(folder / name, aside / name)
    for digest in (sha256(text).hexdigest() for text in demo.texts().values()):
        place = filed.place(aside, digest)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(filed.place(folder, digest), place)
    return aside


def _put_back(live: sqlite3.Connection) -> None:
    """Every table as it was before the sample; the guards of the ledger are down only within the transaction."""
    if dict(_made(live, "main")) != dict(_made(live, "earlier")):
        raise Refused(
            "the house was brought up to a newer version since the sample came; begin in a new data folder"
        )
    guards = live.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        live.execute(f'DROP TRIGGER "{name}"')
    for name, _ in _made(live, "main"):
        if name not in STAYS:
            live.execute(f'DELETE FROM main."{name}"')  # noqa: S608 - names of the database's own tables
            live.execute(f'INSERT INTO main."{name}" SELECT * FROM earlier."{name}"')  # noqa: S608
    for _, sql in guards:
        live.execute(sql)


def _made(live: sqlite3.Connection, schema: str) -> Iterator[tuple[str, str]]:
    rows = live.execute(f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()  # noqa: S608
    yield from ((name, sql) for name, sql in rows if not name.startswith("sqlite_"))
