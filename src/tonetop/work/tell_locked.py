"""The mail by which an account's owner learns that somebody guessed its password."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from tonetop.records import clock, tongue
from tonetop.records.models import Account
from tonetop.records.reminding import Preference


def tell_locked(account: Account, tries: int, minutes: int) -> None:
    """Send it, in the owner's language. Raises OSError."""
    house, wish = clock.organisation(), Preference.objects.filter(account=account).first()
    with translation.override(wish.language if wish and wish.language else settings.LANGUAGE_CODE):
        lines = [
            tongue.told(f"Somebody tried {tries} wrong passwords for your account at {house}."),
            "",
            tongue.told(
                f"For {minutes} minutes no password is taken for it, but in a browser where you signed in before."
            ),
            tongue.told(
                "If it was not you, nothing else happened; a long password and a second factor keep it so."
            ),
        ]
        subject = tongue.told(f"{house}: sign-in locked for {minutes} minutes")
        EmailMessage(subject, "\n".join(lines) + "\n", to=[account.email]).send()
