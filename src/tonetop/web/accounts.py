"""Who may have an account and come in: nobody signs up alone; an administrator invites, and says until when."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from tonetop.records import clock
from tonetop.web.forgotten import RESET
from tonetop.web.inbox import landing
from tonetop.web.limits import browser_of
from tonetop.work import lock_out
from tonetop.work.second_factor import FACTORS, needing, sealed, unsealed

QUIET = (
    *("account/messages/logged_in.txt", "account/messages/logged_out.txt"),
    "mfa/messages/recovery_codes_generated.txt",
)
"""What everybody sees anyway."""
OUR_STAGES = {"allauth.mfa.stages.AuthenticateStage": "tonetop.web.sso.AskFactor"}


class Door(AuthenticationBackend):
    """Lets in by e-mail address and password, and nobody whose sign-in was taken away or has lapsed."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in and for every page, so that a session ends with the account's last day."""
        return bool(user.comes_in(clock.calendar_day() if user.until else ""))


class ClosedDoors(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse | None:
        """An account that has lapsed is told so like one that was closed, however it came."""
        user.is_active = user.comes_in(clock.calendar_day())
        answer: HttpResponse | None = super().pre_login(request, user, **about)
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError while an account is locked to this browser."""
        if lock_out.waits(str(credentials.get("email", "")), browser_of(request)):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password is counted, whether there is such an account or not."""
        lock_out.failed(str(credentials.get("email", "")), browser_of(request))

    def get_login_stages(self) -> list[str]:
        """What is asked at sign-in; of whom a provider answers for, no second factor a second time."""
        return [OUR_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def add_message(self, *args: Any, **options: Any) -> None:
        """Messages of allauth, but for those that tell nothing new."""
        template = options.get("message_template") or (args[2] if len(args) > 2 else "")
        request = options.get("request") or args[0]
        if template not in QUIET and not request.path.startswith(RESET):
            super().add_message(*args, **options)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, or an executive's inbox when something waits there."""
        return landing(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, once the password is another one."""
        return "/"


class SecondFactor(DefaultMFAAdapter):
    """Second factors: their secrets are encrypted at rest, and who needs one does not take the last away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right; look at the newest one and write it again."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Enrol a passkey first, then take this one away."
        ),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the phone calls the house."""
        return f"Tonetop {clock.organisation().name}".strip()

    def encrypt(self, text: str) -> str:
        """The text under the folder's key file, so that a copy of the database alone gives nothing away."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. Raises LedgerError when the key file is another."""
        return unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one of whoever needs one."""
        account = authenticator.user
        others = account.authenticator_set.filter(type__in=FACTORS).exclude(pk=authenticator.pk)
        return account.role not in needing() or bool(others.exists())
