"""Every address there is, read from the router, so that none is left out of the table of permissions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

REGISTER = re.compile(r"(api/v1/registers/)[A-Z]\w+")


def routes(patterns: Any = None, before: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every route as (name, pattern); registers of the API stand as one, for they are made from one."""
    if patterns is None:
        from tonetop.site.urls import urlpatterns as patterns
    for one in patterns:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from routes(one.url_patterns, pattern, names)
        else:
            told = REGISTER.sub(r"\1*", pattern)
            yield (told if pattern.startswith(("api/", "scim/")) else one.name or told), told
