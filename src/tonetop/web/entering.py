"""What is kept when somebody comes in, goes, or changes a factor."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out

from tonetop.records import clock
from tonetop.web.limits import came_in
from tonetop.work import second_factor, sessions
from tonetop.work.tell_password import tell_password

USED = "used"


def used(request: Any) -> None:
    """Keep that a session is used, once in each hour."""
    hour = clock.now().isoformat()[:13]
    if request.session.get(USED) != hour:
        request.session[USED] = hour
        sessions.seen(request.user, _key(request), _agent(request), clock.now())


def connect() -> None:
    """Let what happens at the door be told."""
    for signal, receiver in (
        (user_logged_in, _came),
        (user_logged_out, _went),
        (password_changed, _changed),
        (password_reset, _chosen),
        (authenticator_added, _added),
        (authenticator_removed, _removed),
        (authenticator_reset, _renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"tonetop.{receiver.__name__}")


def _came(request: Any, user: Any, **_: Any) -> None:
    sessions.begin(user, _key(request), _agent(request), clock.now())
    came_in(request, user.email)


def _went(request: Any, **_: Any) -> None:
    sessions.over(request.session.session_key)


def _changed(request: Any, user: Any, **_: Any) -> None:
    tell_password(user)
    sessions.end_others(user, _key(request))
    sessions.begin(user, _key(request), _agent(request), clock.now())


def _chosen(request: Any, user: Any, **_: Any) -> None:
    tell_password(user, "link by mail")
    came_in(request, user.email)  # who holds the mailbox comes in, whoever guesses meanwhile
    if request.user.is_authenticated:
        logout(request)  # they come in anew, like on every other device
    sessions.end_others(user)


def _added(user: Any, authenticator: Authenticator, **_: Any) -> None:
    second_factor.tell_of(user, second_factor.ADDED, authenticator.type)


def _removed(user: Any, authenticator: Authenticator, **_: Any) -> None:
    second_factor.tell_of(user, second_factor.REMOVED, authenticator.type)


def _renewed(user: Any, authenticator: Authenticator, **_: Any) -> None:
    second_factor.tell_of(user, second_factor.RENEWED, authenticator.type)


def _key(request: Any) -> str:
    if not request.session.session_key:
        request.session.save()
    return str(request.session.session_key)


def _agent(request: Any) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))
