"""The inner folders know no framework, and only the edge reads a clock; import-linter holds the rest."""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.house.source import Source, imported, sources

# What each inner folder may import besides the standard library.
ALLOWED = {"core": {"tonetop.core"}, "standard": {"tonetop.core", "tonetop.standard", "yaml"}}
ALSO = {  # docs/decisions/0002-dependencies.md says why
    "src/tonetop/core/canonical.py": {"orjson"},
    "src/tonetop/standard/gating/conditions.py": {"cel"},
}

# Where a clock may be read. Everything else is given its day, so that every verdict can be asked for any day.
EDGE = ("src/tonetop/cli/", "src/tonetop/web/", "src/tonetop/site/", "src/tonetop/records/clock.py")
CLOCKS = {
    "date.today",
    "datetime.today",
    "datetime.now",
    "datetime.utcnow",
    "timezone.now",
    "timezone.localdate",
}


def foreign(source: Source) -> Iterator[str]:
    """Imports which the file's folder may not have."""
    allowed = ALLOWED.get(source.package)
    if allowed is None:
        return
    allowed = allowed | ALSO.get(source.path, set())
    for name in imported(source):
        at_home = any(f"{name}.".startswith(f"{home}.") for home in allowed)
        if not at_home and name.partition(".")[0] not in sys.stdlib_module_names:
            yield f"{source.path} imports {name}"


def clock_readings(source: Source) -> Iterator[str]:
    """Calls which ask the machine what time it is, as path:line."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if f"{owner}.{node.attr}" in CLOCKS:
                yield f"{source.path}:{node.lineno}"


@pytest.mark.slow
def test_core_and_standard_import_the_standard_library_and_what_stands_below_them():
    assert [found for source in sources() for found in foreign(source)] == []


def test_the_verifier_imports_nothing_but_the_standard_library():
    verifier = [s for s in sources() if s.path.startswith("verifier/") and "/test" not in s.path]
    outside = {name for source in verifier for name in imported(source)}
    assert {name for name in outside if name.partition(".")[0] not in sys.stdlib_module_names} == set()


def test_only_the_edge_reads_a_clock():
    inner = [s for s in sources() if s.path.startswith("src/") and not s.path.startswith(EDGE)]
    assert [found for source in inner for found in clock_readings(source)] == []


@pytest.mark.parametrize(
    "line", ["import django.db", "from tonetop.records import facts", "from . import x", "import yaml"]
)
def test_a_foreign_import_in_the_core_is_found(line):
    assert list(foreign(Source.of(line)))


@pytest.mark.parametrize("line", ["date.today()", "datetime.datetime.now(UTC)", "now = timezone.now"])
def test_a_reading_of_the_clock_is_found(line):
    assert list(clock_readings(Source.of(line))) == ["src/tonetop/core/example.py:1"]
