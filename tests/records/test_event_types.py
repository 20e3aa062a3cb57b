"""The page on the bundle lists every type of event that the program writes, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TYPE = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
FILES = ("docx", "jinja", "json", "jsonl", "key", "lock", "note", "py", "typ")


def documented() -> set[str]:
    page = (ROOT / "docs/reference/bundle.md").read_text("utf-8")
    table = page.partition("| type | subject | data |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def modules() -> Iterator[ast.Module]:
    for folder in ("records", "work"):
        for path in sorted((ROOT / "src/tonetop" / folder).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def texts(module: ast.AST) -> set[str]:
    found = {node.value for node in ast.walk(module) if isinstance(node, ast.Constant)}
    return {text for text in found if isinstance(text, str) and TYPE.fullmatch(text)}


def test_the_page_lists_every_type_of_event_and_no_other():
    heads = {name.partition(".")[0] for name in documented()}
    written = {text for module in modules() for text in texts(module)}
    written = {text for text in written if text.partition(".")[0] in heads and not text.endswith(FILES)}
    assert documented() == written


def assigned(module: ast.Module) -> dict[str, set[str]]:
    """What each name stands for, be it assigned alone or several at once."""
    found: dict[str, set[str]] = {}
    for node in (node for node in ast.walk(module) if isinstance(node, ast.Assign)):
        to, what = node.targets[0], node.value
        both = isinstance(to, ast.Tuple) and isinstance(what, ast.Tuple)
        for name, value in zip(to.elts, what.elts, strict=False) if both else [(to, what)]:
            found.setdefault(getattr(name, "id", ""), set()).update(texts(value))
    return found


def parameters(module: ast.Module) -> set[str]:
    return {node.arg for node in ast.walk(module) if isinstance(node, ast.arg)}


@pytest.mark.slow
def test_whatever_is_told_that_is_no_record_is_on_the_page():
    calls = [
        (module, node.args[2])
        for module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell" and len(node.args) > 2
    ]
    assert len(calls) >= 10
    for module, what in calls:
        said = texts(what)
        if isinstance(what, ast.Name):
            if what.id in parameters(module):
                continue  # its callers name a constant, which the test above looks at
            elsewhere = (assigned(other).get(what.id, set()) for other in modules())
            said = assigned(module).get(what.id) or set().union(*elsewhere)  # a constant may be imported
        elif isinstance(what, ast.Attribute):  # a constant of another module
            said = set().union(*(assigned(other).get(what.attr, set()) for other in modules()))
        assert said
        assert said <= documented()
