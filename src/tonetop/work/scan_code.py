"""Uses of AI that a scan of files shows: in code and configuration, and as model files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tonetop.discovery.categories import covers
from tonetop.discovery.code.uses import is_fixture, uses
from tonetop.discovery.sources.directory import applications
from tonetop.discovery.sources.folder import walked
from tonetop.work.scan_found import Finding, Listing, Scanned, Use

IDENTIFYING = ("user.contact.email", "user.contact.phone_number", "user.government_id", "user.financial.bank_account",
               "user.financial.credit_card", "user.health_and_medical")  # fmt: skip
"""Kinds that make rows of a fixture look like people's, not like made-up words."""
PEOPLE = 20
"""Values from which on a fixture is told."""


def fixtures(scanned: Iterable[Scanned]) -> Iterator[Finding]:
    """Files among what programs are tried with that hold data as of people; whether they are real, a person says."""
    for one in scanned:
        for column in one.columns if is_fixture(one.name) else ():
            for verdict in column.held():
                count = round(verdict.share * column.non_null)
                if covers(IDENTIFYING, verdict.kind) and count >= PEOPLE:
                    why = (
                        f"{verdict.kind} in a fixture ({verdict.why}): data of real people has no place there"
                    )
                    yield Finding("undeclared", one.name, column.name, "", count, None, why)


def ai_use(root: Path) -> Iterator[Use]:
    """Each use of AI below a folder, or in one file, in the order of paths and lines."""
    for path in [root] if root.is_file() else walked(root):
        name = path.relative_to(root).as_posix() if path != root else path.name
        for one in applications(path):
            if one.ai:
                yield Use(
                    f"{name}:{one.line}", one.ai, f"application {one.name!r} in a list of {one.provider}"
                )
        for found in uses(path, name.encode(errors="backslashreplace").decode()):
            yield Use(*found)


def listings(root: Path) -> Iterator[Listing]:
    """The applications of identity providers' lists below a folder, or in one file, each once."""
    seen: set[Listing] = set()
    for path in [root] if root.is_file() else walked(root):
        for one in applications(path):
            told = Listing(one.name, one.provider, one.ai)
            if told not in seen:
                seen.add(told)
                yield told
