"""Files and functions stay small enough to be read at one sitting."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Source, files, sources

FILE_LINES = 300
FUNCTION_LINES = 40

# The stand-alone verifier is one file on purpose: whoever checks a bundle shall have one thing to read.
ONE_FILE = ("verifier/verify.py",)


def long_functions(source: Source) -> Iterator[str]:
    """Functions that are longer than allowed, as path:line name (lines)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{source.path}:{node.lineno} {node.name} ({lines})"


def test_no_python_file_is_longer_than_300_lines():
    lengths = {source.path: source.text.count("\n") for source in sources() if source.path not in ONE_FILE}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_template_or_style_sheet_is_longer_than_300_lines():
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in files(".jinja", ".html", ".css", ".js", ".txt")
        if not path.is_relative_to(ROOT / "verifier") and path.is_relative_to(ROOT / "src")
    }
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


@pytest.mark.slow
def test_no_function_is_longer_than_40_lines():
    assert [found for source in sources() for found in long_functions(source)] == []


def test_a_function_of_41_lines_is_found_and_one_of_40_is_not():
    body = "def long():\n" + "    pass\n" * FUNCTION_LINES
    assert list(long_functions(Source.of(body))) == ["src/tonetop/core/example.py:1 long (41)"]
    assert list(long_functions(Source.of(body.removesuffix("    pass\n")))) == []
