"""Who may have an account: nobody signs up alone; an administrator invites."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tonetop.web.inbox import landing

QUIET = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
"""What everybody sees anyway."""


class ClosedDoors(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **options: Any) -> None:
        """Messages of allauth, but for those that tell nothing new."""
        template = options.get("message_template") or (args[2] if len(args) > 2 else "")
        if template not in QUIET:
            super().add_message(*args, **options)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, or an executive's inbox when something waits there."""
        return landing(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, once the password is another one."""
        return "/"
