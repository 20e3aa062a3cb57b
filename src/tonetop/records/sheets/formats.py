"""Which formats there are: every module `as_…` of this folder is one, found by the endings that it names."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from tonetop.records import sheets
from tonetop.standard.facts_file import Refused

MAX_BYTES = 50_000_000
"""How large a table may be; a facts file has its own limit."""


@cache
def formats() -> dict[str, ModuleType]:
    """Every format by the ending of its files.

    A module has ENDINGS (of what it reads), WRITES (of what it writes), `write`, and `read` or `read_facts`.
    """
    names = [module.name for module in iter_modules(sheets.__path__) if module.name.startswith("as_")]
    modules = [import_module(f"{sheets.__name__}.{name}") for name in names]
    return {ending: module for module in modules for ending in module.ENDINGS}


def reader_of(path: Path) -> ModuleType:
    """The format that the file's ending names. Raises Refused for any other."""
    return _named(path, path.suffix.lower(), set(formats()))


def writer_of(path: Path, said: str = "") -> ModuleType:
    """The format that the file's ending names, or that is said where it names none. Raises Refused for any other.

    `json` may always be said, for every command that prints takes it for what it prints.
    """
    written = {ending for ending, module in formats().items() if ending in module.WRITES}
    ending, wanted = path.suffix.lower(), f".{said.lower().removeprefix('.')}" if said else ""
    if wanted and wanted not in written:
        raise Refused(
            f"--format does not know {said!r}; it takes {', '.join(sorted(e[1:] for e in written))}"
        )
    if ending in written and wanted not in ("", ".json") and formats()[wanted] is not formats()[ending]:
        raise Refused(f"{path}: ends with {ending}, but --format says {said}; leave one of them out")
    return _named(path, ending if ending in written or not wanted else wanted, written)


def _named(path: Path, ending: str, known: set[str]) -> ModuleType:
    if ending not in known:
        named = f"the ending {ending} names no format" if ending else "the name has no ending"
        raise Refused(f"{path}: {named}; use {', '.join(sorted(known))}")
    return formats()[ending]


def content(path: Path) -> bytes:
    """A file's bytes. Raises Refused for one that cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise Refused(f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; split it")
    return raw
