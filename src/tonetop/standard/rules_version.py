"""Which rules these are: a hash over the code that judges, by which a stored result knows what made it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

CORE = (
    "assess.py",
    "cadence.py",
    "derived.py",
    "facts.py",
    "history.py",
    "moment.py",
    "references.py",
    "series.py",
    "shape.py",
    "tenure.py",
    "window.py",
)
"""What of the core decides results."""
APART = ("demo.py", "demo", "mappings", "catalogues", "iso42001.yaml", "maps", "ratings.yaml", "__pycache__")
"""What of the standard decides none, or, as the catalogue, bears a version of its own."""


@cache
def rules_version() -> str:
    """SHA-256 over names and contents of the files that judge, line ends aside."""
    taken = sha256()
    core = resources.files("tonetop.core")
    standard = _files(resources.files("tonetop.standard"))
    for name, file in [*((name, core / name) for name in CORE), *sorted(standard, key=lambda pair: pair[0])]:
        taken.update(name.encode() + b"\n" + file.read_bytes().replace(b"\r\n", b"\n"))
    return taken.hexdigest()


def _files(folder: Traversable, under: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{under}{entry.name}"
        if name in APART or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        elif entry.name.endswith((".py", ".json")):
            yield name, entry
