"""Every file says what it is for, and no file is a drawer for what has no home."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.house.source import ROOT, Source, files, sources

pytestmark = pytest.mark.slow

DRAWERS = {"utils", "util", "common", "helpers", "helper", "services", "managers", "base", "misc"}

# Spelt apart, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
MACHINE = re.compile(r"(?<![\w./-])/(?:work|root|home|Users)/\w")
TEXT = (".py", ".jinja", ".html", ".css", ".js", ".yaml", ".yml", ".md", ".toml", ".sql", "dev", "run")


def drawers(path: str) -> Iterator[str]:
    """The parts of a path which name a drawer."""
    yield from (part for part in PurePosixPath(path).with_suffix("").parts if part.lower() in DRAWERS)


def opening(source: Source) -> str:
    """The first line of a module's docstring; an empty __init__.py needs none."""
    if not source.tree.body and source.path.endswith("__init__.py"):
        return "Empty."
    return (ast.get_docstring(source.tree) or "").partition("\n")[0]


def lines(pattern: re.Pattern[str], texts: Iterator[tuple[str, str]]) -> list[str]:
    """Where a pattern stands, as path:line."""
    return [
        f"{path}:{number}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of all that people write, the root's own scripts and settings included."""
    for path in (*files(*TEXT), ROOT / "dev", ROOT / "pyproject.toml"):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_every_module_opens_with_a_sentence_that_says_what_it_is_for():
    assert [source.path for source in sources() if not opening(source).endswith((".", "?"))] == []


def test_no_file_or_folder_is_named_after_a_drawer():
    found = [source.path for source in sources() if list(drawers(source.path))]
    assert found == ["src/tonetop/records/postgresql/base.py"]  # Django looks for a backend under this name


def test_nothing_unfinished_is_left_behind():
    assert lines(UNFINISHED, texts()) == []


def test_no_file_knows_the_machine_it_was_written_on():
    assert lines(MACHINE, texts()) == []


@pytest.mark.parametrize("path", ["src/tonetop/utils/text.py", "src/tonetop/web/helpers.py", "tests/base.py"])
def test_a_drawer_is_found_as_folder_and_as_file(path):
    assert list(drawers(path))


def test_a_missing_opening_is_found():
    assert opening(Source.of("x = 1")) == ""
    assert (
        opening(Source.of('"""Cadence: when the next act is due."""')) == "Cadence: when the next act is due."
    )


def test_a_leftover_and_a_path_of_a_machine_are_found_by_line():
    assert lines(UNFINISHED, iter([("a.py", "fine\n# TO" + "DO later")])) == ["a.py:2"]
    assert lines(MACHINE, iter([("a.py", "open('/ho" + "me/someone')"), ("b.py", "see docs/home/x")])) == [
        "a.py:1"
    ]
