"""A forgotten password: a link by mail by which its account's holder chooses another, once and within an hour."""

from __future__ import annotations

import logging

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from tonetop.records import clock, tongue
from tonetop.records.models import Account
from tonetop.records.reminding import Preference
from tonetop.work.remind import base

logger = logging.getLogger(__name__)


def may_choose(account: Account) -> bool:
    """Whether an account comes in by a password; one that only comes from elsewhere, or never came, has none."""
    return account.comes_in(clock.calendar_day()) and account.has_usable_password()


def send_link(email: str) -> bool:
    """Send the link to the one account of an address; False where there is none, or it may not choose a password.

    Nothing that went wrong is raised: whoever asked is told the same either way, and the log says what it was.
    """
    found = [one for one in Account.objects.filter(email__iexact=email)[:2] if may_choose(one)]
    if len(found) != 1:
        return False
    account = found[0]
    try:
        _mail(account)
    except OSError as error:
        logger.warning("No link for a new password went to account %s: %s", account.pk, error)
        return False
    return True


def _mail(account: Account) -> None:
    house, wish = clock.organisation(), Preference.objects.filter(account=account).first()
    with translation.override(wish.language if wish and wish.language else settings.LANGUAGE_CODE):
        asked = tongue.told(f"Somebody asked for a new password for your account at {house}.")
        lines = [
            asked,
            "",
            tongue.told("If it was you, choose one here:"),
            address(account),
            "",
            tongue.told("The link works once, within an hour. If it was not you, nothing changes."),
        ]
        subject = tongue.told(f"{house}: choose a new password")
        EmailMessage(subject, "\n".join(lines) + "\n", to=[account.email]).send()


def address(account: Account) -> str:
    """The link, at the address that the house says of itself: what a request says of it could be anybody's."""
    of = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return f"{base()}{reverse('account_reset_password_from_key', kwargs=of)}"
