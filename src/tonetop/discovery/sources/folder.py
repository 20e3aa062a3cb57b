"""A folder of files, read from this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tonetop.discovery.code.signs import is_looked_at, is_model
from tonetop.discovery.source import Unreachable
from tonetop.discovery.sources.files import Files
from tonetop.discovery.sources.passed_over import LINKS, SPECIAL, PassedOver
from tonetop.discovery.tables.table import File, Opaque
from tonetop.discovery.tables.which import DATABASES, is_data

LEFT_OUT = frozenset(
    (".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".mypy_cache", ".ruff_cache",
     ".pytest_cache", ".idea", ".vscode", "site-packages", ".hypothesis", ".terraform", "bower_components")
)  # fmt: skip
"""Folders that tools make; nobody keeps data there."""
MODEL = "models are told as use of AI, and not opened"
CODE = "code and settings are looked through for use of AI, not for personal data"


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
        for path in walked(self.root, self.passed):
            if is_data(path.name) or path.suffix.lower() in DATABASES:
                yield _file(path, path.relative_to(self.root).as_posix())
            else:
                why = MODEL if is_model(path.name) else CODE if is_looked_at(path.name) else ""
                self.passed.file(_shown(path, self.root), path.stat().st_size, why)


def walked(root: Path, passed: PassedOver | None = None) -> Iterator[Path]:
    """Files below a folder in the order of their paths, without what tools make and without following links.

    passed: is told of what is left out: links, folders of tools, folders that may not be listed, special files.
    """
    passed = passed or PassedOver()

    def closed(error: OSError) -> None:
        folder = _shown(Path(error.filename), root)
        passed.note(f"{folder}/", folder, f"this folder cannot be read: {error.strerror}")

    for folder, below, names in os.walk(root, onerror=closed):
        within = [Path(folder) / name for name in sorted(below)]
        below[:] = [path.name for path in within if not _is_left_out(path, root, passed)]
        for path in (Path(folder) / name for name in sorted(names)):
            if path.is_symlink():
                passed.note(LINKS, _shown(path, root), "links are not followed")
            elif path.is_file():
                yield path
            else:
                passed.note(SPECIAL, _shown(path, root), "it is no file with content of its own")


def _is_left_out(folder: Path, root: Path, passed: PassedOver) -> bool:
    """Whether tools made a folder for themselves, or it leads elsewhere; told if so."""
    if folder.is_symlink():
        passed.note(LINKS, _shown(folder, root), "links are not followed")
        return True
    if folder.name in LEFT_OUT or (folder.name[0] == "." and "cache" in folder.name):
        why = "folders that tools make for themselves are not looked into"
        passed.note(f"{folder.name}/", _shown(folder, root), why)
        return True
    return False


def _shown(path: Path, root: Path) -> str:
    """A path below a folder, whatever bytes its name has."""
    return path.relative_to(root).as_posix().encode(errors="backslashreplace").decode()


def _file(path: Path, name: str) -> File:
    about = path.stat()
    changed = datetime.fromtimestamp(about.st_mtime, UTC).date().isoformat()
    shown = name.encode(errors="backslashreplace").decode()
    return File(shown, about.st_size, lambda: path.open("rb"), changed)
