"""Which sources a page may scan: those that whoever runs Tonetop lists, and no other."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from tonetop.work.scan_source import named

LISTED = "TONETOP_SCAN_SOURCES"
"""Lists them, one a line or with semicolons between: `Name=address`, or an address alone; without it there are none."""
NAME = re.compile(r"\s*([\w][\w .()-]{0,98}?)\s*=\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A source that may be scanned from a page: what it is called there, its address, which may bear a password."""

    name: str
    address: str = field(repr=False)


def listed_sources() -> dict[str, Listed]:
    """The sources by what they are called, in the order in which they are listed."""
    found: dict[str, Listed] = {}
    for line in re.split(r"[;\n]", os.environ.get(LISTED, "")):
        told = NAME.fullmatch(line)
        address = (told[2] if told else line).strip()
        name = told[1] if told else named(address)[:100]
        if address:
            found.setdefault(name, Listed(name, address))
    return found
