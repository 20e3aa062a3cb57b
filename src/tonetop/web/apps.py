"""The Django app of the pages."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, and what is kept at the door."""

    name = "tonetop.web"
    label = "web"

    def ready(self) -> None:
        """Let what happens at sign-in be kept."""
        import_module("tonetop.web.entering").connect()
