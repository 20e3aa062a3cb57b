"""The project's own files, read once for the tests of the house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("src", "verifier", "tests", "bench", "train", "docs", "examples", ".ci")
MADE = {"__pycache__", "migrations", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies (relative to the root, with forward slashes), its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, text: str, path: str = "src/tonetop/core/example.py") -> "Source":
        """A file as it would be read, for trying a rule on."""
        return cls(path, text, ast.parse(text))

    @property
    def package(self) -> str:
        """The folder below src/tonetop in which it lies, or an empty word."""
        parts = Path(self.path).parts
        return parts[2] if parts[:2] == ("src", "tonetop") and len(parts) > 3 else ""


def files(*suffixes: str) -> Iterator[Path]:
    """The files of the project which people write, by the ends of their names."""
    for folder in (*(ROOT / name for name in FOLDERS), *ROOT.glob("*.md")):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.name.endswith(suffixes) and path.is_file() and not MADE & set(path.parts):
                yield path


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the project."""
    return tuple(
        Source.of(path.read_text("utf-8"), path.relative_to(ROOT).as_posix()) for path in files(".py")
    )


def imported(source: Source) -> Iterator[str]:
    """The dotted names of the modules that a file imports, wherever in the file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
