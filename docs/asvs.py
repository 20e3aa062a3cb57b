"""Reads the table of OWASP ASVS requirements that a test of ours holds, and makes its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "operations" / "asvs.txt"
ALL = 253
"""Requirements of ASVS 5.0.0 at the levels 1 and 2."""


ADDRESS = "https://owasp.org/www-project-application-security-verification-standard/"
PREAMBLE = (
    "The words are ours; the requirements themselves stand in the",
    f"[OWASP Application Security Verification Standard 5.0.0]({ADDRESS}).\n",
    "A row says that a test holds something of the requirement, not that an independent party verified it. What is",
    "not listed has no automated check: much of it is documentation or the operator's to do (TLS, V12),",
    "some does not apply (no GraphQL, no WebSocket, no WebRTC, no LDAP; we are no authorization server, V10.4, V10.6",
    "and V10.7), and some is open: cookies have no `__Host-` prefix (V3.3.3), HSTS leaves subdomains to their owner",
    "(V3.4.1), passwords are held against common ones, not against lists of breaches (V6.2.12), pages are `no-cache`",
    "and not `no-store` (V14.3.2), sessions have an absolute end and no shorter one without use (V7.3.1).\n",
)


class Row(NamedTuple):
    """A requirement by its number and level, what we hold of it in our words, and the test that holds it."""

    id: str
    level: int
    words: str
    test: str


def rows() -> list[Row]:
    """The table, in its order."""
    told = [line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    parts = [[part.strip() for part in line.split(" | ")] for line in told]
    return [Row(id, int(level), words, test) for id, level, words, test in parts]


def is_there(test: str) -> bool:
    """Whether a file of tests, or a test of it, is there."""
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and (not name or f"\ndef {name}(" in file.read_text(encoding="utf-8"))


def page() -> Iterator[str]:
    """The lines of the page."""
    held = rows()
    yield "# OWASP ASVS 5.0: what a test holds\n"
    yield f"**{len(held)}/{ALL}** requirements of the levels 1 and 2 have an automated check of ours, named beside it."
    yield from PREAMBLE
    yield "| id | level | what we hold | test |"
    yield "|---|---|---|---|"
    for row in held:
        yield f"| {row.id} | {row.level} | {row.words} | `{row.test.removeprefix('tests/')}` |"
