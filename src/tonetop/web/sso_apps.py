"""allauth's app of sign-in elsewhere, without what speaks with providers until one is asked."""

from __future__ import annotations

from importlib import import_module

from allauth.socialaccount.apps import SocialAccountConfig


class Elsewhere(SocialAccountConfig):
    """Loads no provider at the start: what speaks with one takes 4 MB, and most houses have none."""

    def ready(self) -> None:
        """Its checks alone; `sso.Elsewhere` loads the providers where the file names one."""
        import_module("allauth.socialaccount.checks")
