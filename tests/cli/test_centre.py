"""`tonetop centre`: where each requirement stands, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse


def test_it_tells_people_state_by_state(demo: Path, command: Callable[..., Done]) -> None:
    done = command("centre", "--as-of", "2025-12-31")
    assert done.status == 1
    assert done.out.startswith("Requirements as of 2025-12-31 · Needs attention: 12 · Upcoming: 18")
    assert "4.3 Determining the scope of the AI management system: ✓ backed" in done.out
    assert "1 piece of evidence, newest of 2025-02-10 · lapses 2026-02-10" in done.out


def test_it_tells_programs_one_state_alone(demo: Path, command: Callable[..., Done]) -> None:
    done = command("centre", "--as-of", "2025-12-31", "--state", "attention", "--format", "json")
    plain = json.loads(done.out)
    assert plain["counts"] == {"attention": 12, "upcoming": 18, "not-started": 0, "healthy": 49}
    assert {line["state"] for line in plain["requirements"]} == {"attention"}
    assert len(plain["requirements"]) == 12


def test_a_state_that_there_is_not_is_refused(demo: Path, command: Callable[..., Done]) -> None:
    with pytest.raises(Misuse, match="--state does not know 'red'; it takes attention, upcoming"):
        command("centre", "--state", "red")
