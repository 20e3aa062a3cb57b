"""Addresses whose views are loaded with the first request to one of them."""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language


class Later(URLResolver):
    """All addresses below a route, as a module lists them; their names are told by the namespace alone.

    The API of all registers takes 25 MB: who never asks it does not pay for it.
    """

    def __init__(self, route: str, module: str, app_name: str, namespace: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=app_name, namespace=namespace)

    def _populate(self) -> None:
        """Tell of no name by itself: a name within the namespace is looked for in the loaded addresses."""
        language = get_language()
        self._namespace_dict[language], self._app_dict[language] = {}, {}  # type: ignore[attr-defined]
        self._reverse_dict[language] = MultiValueDict()
        self._populated = True
