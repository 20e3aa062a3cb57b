"""Reads the table of OWASP ASVS requirements that a test of ours holds, and makes its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "operations" / "asvs.txt"
LEVELS = ROOT / "docs" / "operations" / "asvs-levels.txt"
ALL = 253
"""Requirements of ASVS 5.0.0 at the levels 1 and 2."""
NONE_HERE = "does not apply: none here"
LEFT = {
    "V1.2.6": f"{NONE_HERE} (LDAP)",
    "V3.3.3": "open: cookies have no `__Host-` prefix",
    "V3.4.1": "open: HSTS leaves subdomains to their owner",
    "V4.3": f"{NONE_HERE} (GraphQL)",
    "V4.4": f"{NONE_HERE} (WebSocket)",
    "V6.2.12": "open: passwords are held against common ones, not against lists of breaches",
    "V7.3.1": "open: sessions have an absolute end and no shorter one without use",
    "V10.4": "does not apply: no authorization server",
    "V10.6": "does not apply: no OpenID provider",
    "V10.7": "does not apply: no authorization server",
    "V12": "the operator's: TLS is ended by a proxy in front",
    "V14.3.2": "open: pages are `no-cache` and not `no-store`",
    "V17": f"{NONE_HERE} (WebRTC)",
}
"""What we know of requirements without a check: of one, of a section, of a chapter."""


ADDRESS = "https://owasp.org/www-project-application-security-verification-standard/"
PREAMBLE = (
    "The words are ours; the requirements themselves stand in the",
    f"[OWASP Application Security Verification Standard 5.0.0]({ADDRESS}).\n",
    "A mark (✓) says that a test holds something of the requirement, not that an independent party verified it. What",
    "has no mark has none: much of it is documentation, or the operator's to do; some does not apply,",
    "and some is open, which the row says.\n",
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


def levels() -> dict[str, int]:
    """Each requirement of the levels 1 and 2 by its number, with its level, in the order of the standard."""
    told = [line.split() for line in LEVELS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    every = {f"{section}.{place}": int(level) for section, all in told for place, level in enumerate(all, 1)}
    return {id: level for id, level in every.items() if level < 3}


def left(id: str) -> str:
    """What is known of a requirement without a check; of it, else of its section, else of its chapter."""
    chapter, section, _ = id.split(".")
    return LEFT.get(id) or LEFT.get(f"{chapter}.{section}") or LEFT.get(chapter) or "no automated check"


def page() -> Iterator[str]:
    """The lines of the page."""
    held = {row.id: row for row in rows()}
    yield "# OWASP ASVS 5.0: what a test holds\n"
    yield f"**{len(held)}/{ALL}** requirements of the levels 1 and 2 have an automated check of ours, marked and named."
    yield from PREAMBLE
    yield "| id | level | | what we hold | test |"
    yield "|---|---|---|---|---|"
    for id, level in levels().items():
        row = held.get(id)
        if row is None:
            yield f"| {id} | {level} | | {left(id)} | |"
        else:
            yield f"| {id} | {level} | ✓ | {row.words} | `{row.test.removeprefix('tests/')}` |"
