"""Every locked package comes under a licence that lets everybody use, change and pass on the whole."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

from tests.house.test_packages import locked

FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|Zlib|Unlicense|0BSD|CC0|Public Domain|HPND)\b"
)
LIBRARIES = {
    "docxtpl": "LGPL-2.1, used as it is",
    "psycopg": "LGPL-3.0, an extra, used as it is",
    "psycopg-binary": "LGPL-3.0, an extra, used as it is",
    "python-stdnum": "LGPL-2.1 or later, an extra, used as it is",
}
"""Libraries that are linked and not changed, which their licence asks for."""
TOOLS = {
    "apsw": "any licence that the Open Source Initiative approves; for benchmarks",
    "axe-playwright-python": "MIT by its repository; for tests",
    "daft": "Apache-2.0 by its repository; an extra",
    "djlint": "GPL-3.0 or later; looks at templates, is no part of what is shipped",
    "huey": "MIT by its repository; brought in by a tool for tests",
    "skops": "MIT by its repository; brought in by a tool for tests",
}
"""Packages of developers alone, or whose metadata names no licence."""


def licence(package: str) -> str | None:
    """What a package's metadata says of its licence; None where it is not installed here."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return None
    marks = [
        mark.rpartition(" :: ")[2] for mark in told.get_all("Classifier") or () if mark.startswith("License")
    ]
    return told.get("License-Expression") or " / ".join(marks) or str(told.get("License") or "")[:60]


def unfree(lock: str) -> set[str]:
    """The packages of a lock whose licence is not plainly free to pass on under any other."""
    found = {package: licence(package) for package in locked(lock)}
    return {package for package, told in found.items() if told is not None and not FREE.search(told)}


def test_what_users_install_is_free_or_a_library_that_is_named_with_its_reason():
    assert unfree("requirements.txt") <= set(LIBRARIES)


def test_so_is_what_developers_install_with_its_tools():
    assert unfree("requirements-dev.txt") == LIBRARIES.keys() | TOOLS.keys()


def test_a_licence_that_binds_what_is_built_with_it_is_found():
    assert not FREE.search("GPL-3.0-or-later") and not FREE.search("Other/Proprietary License")
    assert FREE.search("Apache-2.0 OR BSD-3-Clause") and FREE.search("MIT License")
