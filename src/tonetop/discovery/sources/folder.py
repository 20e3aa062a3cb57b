"""A folder of files, read from this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tonetop.discovery.source import Unreachable
from tonetop.discovery.sources.files import Files
from tonetop.discovery.tables.table import File, Opaque
from tonetop.discovery.tables.which import DATABASES, is_data

LEFT_OUT = frozenset(
    (".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".mypy_cache", ".ruff_cache",
     ".pytest_cache", ".idea", ".vscode", "site-packages", ".hypothesis", ".terraform", "bower_components")
)  # fmt: skip
"""Folders that tools make; nobody keeps data there."""


class FolderSource(Files):
    """Files below a folder (or one file) whose names say that they hold data or text; links are not followed."""

    def __init__(self, root: Path, name: str, opaque: Opaque | None = None) -> None:
        super().__init__(name, opaque)
        self.root = root

    def files(self) -> Iterable[File]:
        """Files in the order of their paths. Raises Unreachable."""
        if self.root.is_file():
            return [_file(self.root, self.root.name)]
        try:
            os.listdir(self.root)  # noqa: PTH208 - asks whether it may be listed
        except OSError as error:
            raise Unreachable(f"{self.name}: cannot be read: {error.strerror}") from None
        return self._below()

    def _below(self) -> Iterator[File]:
        for path in walked(self.root):
            if is_data(path.name) or path.suffix.lower() in DATABASES:
                yield _file(path, path.relative_to(self.root).as_posix())


def walked(root: Path) -> Iterator[Path]:
    """Files below a folder in the order of their paths, without what tools make and without following links."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not _is_left_out(Path(folder) / name))
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _is_left_out(folder: Path) -> bool:
    """Whether tools made a folder for themselves, or it leads elsewhere."""
    return (
        folder.name in LEFT_OUT or (folder.name[0] == "." and "cache" in folder.name) or folder.is_symlink()
    )


def _file(path: Path, name: str) -> File:
    about = path.stat()
    changed = datetime.fromtimestamp(about.st_mtime, UTC).date().isoformat()
    shown = name.encode(errors="backslashreplace").decode()
    return File(shown, about.st_size, lambda: path.open("rb"), changed)
