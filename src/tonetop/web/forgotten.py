"""Asking for another password: the answer is the same, and as quick, whether there is such an account or not."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import UserTokenForm
from django import forms
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest

from tonetop.work.forgotten import may_choose, send_link

logger = logging.getLogger(__name__)

RESET = "/accounts/password/reset/"
sending = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forgotten")
"""Looks for accounts and sends mails one after the other, while whoever asked has long been answered."""


def is_offered() -> bool:
    """Whether a password may be chosen anew by mail: where a mail server is set."""
    return bool(getattr(settings, "SENDS_MAIL", False))


def offered(request: HttpRequest) -> dict[str, bool]:
    """What the sign-in page says of it."""
    return {"sends_mail": is_offered()}


class AskLink(forms.Form):
    """The address to which a link goes; it looks for no account."""

    email = forms.EmailField()

    def save(self, request: HttpRequest) -> str:
        """Leave the rest to a thread of its own."""
        email: str = self.cleaned_data["email"]
        sending.submit(send, email)
        return email


def send(email: str) -> None:
    """Send the link, in a thread with a connection of its own."""
    try:
        send_link(email)
    except DatabaseError:
        logger.exception("A link for a new password could not be made")
    finally:
        connection.close()


class Link(UserTokenForm):
    """A link that is good only while its account may choose a password."""

    def clean(self) -> Any:
        """What was sent. Raises ValidationError."""
        cleaned = super().clean()
        if self.reset_user is None or not may_choose(self.reset_user):
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned
