"""Lock-out: after too many wrong passwords nobody unknown tries an account's password for a while; its owner is told.

Unknown addresses are counted and locked alike, so that the answer tells nobody which accounts there are. A browser that
signed in before is counted by itself (the OWASP "device cookie"): whoever guesses from elsewhere cannot keep the owner
out. So do a passkey, a sign-in elsewhere, a one-time link and a new password by mail. Each lock ends by itself.
"""

from __future__ import annotations

import logging
import math
import secrets
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core import signing
from django.db import DatabaseError, connection, transaction

from tonetop.records import tally
from tonetop.records.happening import tell
from tonetop.records.ledger.database import LedgerError
from tonetop.records.models import Account
from tonetop.records.rollback import ReadOnly
from tonetop.records.write import By
from tonetop.work.keep_accounts import administrator
from tonetop.work.tell_locked import tell_locked

logger = logging.getLogger(__name__)

TRIES, WINDOW = 10, 15 * 60
"""Wrong passwords after which an account is locked to strangers, and the seconds after the first when the lock ends."""
A_DAY = 24 * 3600
LOCKED, UNLOCKED = "account.locked", "account.unlocked"
SALT, KNOWN_FOR = "tonetop.known-browser", 180 * A_DAY
telling = ThreadPoolExecutor(max_workers=1, thread_name_prefix="locked")
"""Looks for the account and tells of the lock, while whoever tried has long been answered, as quickly as ever."""


def waits(email: str, browser: str = "") -> int:
    """Seconds for which no password of an address is tried from a browser; 0: it may be tried. See `known`."""
    tried, ends = tally.count(_key(email, browser))
    return math.ceil(ends) if tried >= TRIES else 0


def failed(email: str, browser: str = "") -> None:
    """Count one wrong password; the last one allowed locks, and is told of."""
    tried, _ = tally.hit(_key(email, browser), WINDOW)
    if tried == TRIES:
        telling.submit(told, email)


def passed(email: str, browser: str = "") -> None:
    """Forget the mistakes of whoever came in, in this browser alone: a stranger's stay counted."""
    if known(browser, email):
        tally.forget(_key(email, browser))


def made_known(email: str) -> str:
    """What a browser keeps from which an account came in: signed, of this address alone, no way in by itself."""
    return signing.dumps([_of(email), secrets.token_hex(8)], salt=SALT)


def known(browser: str, email: str) -> str:
    """The name under which a browser is counted by itself for an address; empty for one that never came in."""
    try:
        of, name = signing.loads(browser, salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if of == _of(email) else ""


def locked(account: Account) -> int:
    """For how many more minutes strangers cannot try an account's password; 0: it is not locked."""
    return math.ceil(waits(account.email) / 60)


def unlock(by: Account | None, number: int) -> Account:
    """Let the password of an account be tried again. Raises Forbidden."""
    doer = administrator(by)
    found = Account.objects.get(pk=number)
    with transaction.atomic():
        tell("Account", str(found.pk), UNLOCKED, {}, doer)
    tally.forget(_key(found.email, ""))
    return found


def told(email: str) -> None:
    """Tell the ledger and the owner of a lock, in a thread with a connection of its own; nobody, where none is."""
    try:
        for account in Account.objects.filter(email__iexact=email, is_active=True)[:1]:
            _tell(account)
    except (DatabaseError, LedgerError, ReadOnly, OSError) as error:
        logger.warning("Of a locked account nobody was told: %s", error)
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _tell(account: Account) -> None:
    logger.warning("Account %s is locked for %s minutes: too many wrong passwords", account.pk, WINDOW // 60)
    with transaction.atomic():
        tell("Account", str(account.pk), LOCKED, {"minutes": WINDOW // 60}, By("sign-in", None, "job"))
    first, _ = tally.hit(  # once a day at most, so that nobody fills a mailbox by guessing
        f"locked-mail:{account.pk}", A_DAY
    )
    if first <= 1 and getattr(settings, "SENDS_MAIL", False) and account.email:
        tell_locked(account, TRIES, WINDOW // 60)


def _of(email: str) -> str:
    return email.strip().casefold()


def _key(email: str, browser: str) -> str:
    name = known(browser, email) if browser else ""
    return f"password:{_of(email)}:{name}"
