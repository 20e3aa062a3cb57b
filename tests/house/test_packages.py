"""What is installed is locked, named with its reason, and free of any one registry's address."""

import re
import tomllib

import pytest

from tests.house.source import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-oscal.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name(requirement: str) -> str:
    """The normalised name of the package that a requirement asks for."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement.strip(), maxsplit=1)[0]).lower()


def locked(lock: str) -> dict[str, str]:
    """Package name -> its whole entry in a lock file."""
    entries = re.split(r"\n(?=[a-z0-9])", "\n" + (ROOT / lock).read_text("utf-8"))
    return {name(entry): entry for entry in entries if "==" in entry}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_hash(lock):
    entries = locked(lock)
    assert len(entries) > 10
    assert [package for package, entry in entries.items() if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_place_to_download_from(lock):
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links", (ROOT / lock).read_text("utf-8")) == []


def test_the_locks_hold_what_the_project_asks_for():
    runtime = set(map(name, PROJECT["project"]["dependencies"]))
    tools = set(map(name, PROJECT["dependency-groups"]["dev"]))
    assert runtime <= set(locked("requirements.txt"))
    assert runtime | tools <= set(locked("requirements-dev.txt"))


def test_both_locks_agree_on_every_version():
    users, developers = locked("requirements.txt"), locked("requirements-dev.txt")
    version = re.compile(r"==(\S+)")
    assert {p: version.findall(e)[0] for p, e in users.items()} == {
        p: version.findall(e)[0] for p, e in developers.items() if p in users
    }


def test_each_dependency_is_accounted_for_in_the_decisions():
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
    told = {name(cell) for cell in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)}
    asked = {*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]}
    assert told == set(map(name, asked))
