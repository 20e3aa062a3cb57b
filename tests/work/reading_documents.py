"""Documents as tests give them to be read: made by hand, judged by hand, read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.work.documenting import account
from tests.work.making_documents import MINUTES, POLICY, minutes, policy
from tonetop.work.examined import Refusal

FILES = (("policy.md", POLICY.encode()), (minutes().document, MINUTES.encode()), ("broken.pdf", b"%PDF-"))
READ = (policy(), minutes(), Refusal("broken.pdf", "broken.pdf is not read: it is damaged."))


def lead(number: int = 2) -> Any:
    return account("governance-lead", "solvang", number)


def brought(*files: tuple[str, bytes]) -> list[Any]:
    from tonetop.work.keep_evidence import Brought

    return [Brought(name, [data]) for name, data in files]


def judged_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading and judging give what is made by hand, for what lies there."""

    def given(folder: Path, told: Callable[[int, int, str], None], *, cached: bool) -> Iterator[Any]:
        assert not cached
        known = {one.document.rpartition("/")[2]: one for one in READ}
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        for place, name in enumerate(names, 1):
            told(place, len(names), name)
            found = known.get(name.rpartition("/")[2], Refusal(name, f"{name} is not read: it is strange."))
            yield found if isinstance(found, Refusal) else replace(found, document=name)

    monkeypatch.setattr("tonetop.work.reading.begin.examine", given)


def read(files: Sequence[tuple[str, bytes]] = FILES, by: Any = None) -> Any:
    from tonetop.records.readings import Reading
    from tonetop.work.reading import begin

    made = begin.begin(by or lead(), brought(*files))
    begin.read_documents.func(made.pk)
    return Reading.objects.get(pk=made.pk)


def proposal(reading: Any, type: str, **fields: Any) -> Any:
    """The first proposal of a type whose record holds these fields."""
    rows = reading.proposals.filter(type=type)
    return next(row for row in rows if fields.items() <= row.record.items())


def states(reading: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in reading.proposals.all():
        found[row.state] = found.get(row.state, 0) + 1
    return found


def standing(type: str, ref: str) -> Any:
    from tonetop.records.write import latest

    return latest(type, ref)


def evidence() -> list[Any]:
    from tonetop.records.registry import registers

    return list(registers()["Evidence"].objects.filter(until_on=None, withdrawn_on=None))
