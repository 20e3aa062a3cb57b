"""Verify a proof bundle with the stand-alone verifier, which is also what every bundle encloses."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

NAME = "tonetop_stand_alone_verifier"


class NoBundleError(Exception):
    """The file is no bundle, or a key or checkpoint given with it is none; the message is one sentence."""


def verifier_file() -> Path:
    """The stand-alone verifier: inside an installed package, or beside ``src`` in a work tree."""
    here = Path(__file__).resolve()
    places = (here.parents[1] / "verifier" / "verify.py", here.parents[3] / "verifier" / "verify.py")
    return next(place for place in places if place.is_file())


def verify_bundle(path: Path, key: str | None = None, held: Iterable[Path] = ()) -> dict[str, Any]:
    """What the verifier reports of the bundle at ``path``, as ``tonetop verify --format json`` prints it.

    ``key`` is the log's verifier key as it was given to the reader, ``held`` files with checkpoints kept
    outside. Raises NoBundleError.
    """
    verifier = stand_alone()
    try:
        return asdict(verifier.verify(path, key, held))
    except verifier.Refused as refusal:
        raise NoBundleError(str(refusal)) from refusal


def told(path: Path, report: dict[str, Any]) -> str:
    """The report in the verifier's own words for people."""
    verifier = stand_alone()
    words: str = verifier.told(path, verifier.Report(**report))
    return words


@cache
def stand_alone() -> ModuleType:
    """The verifier as a module; it lies outside the package and imports nothing of it."""
    spec = spec_from_file_location(NAME, verifier_file())
    if spec is None or spec.loader is None:
        raise NoBundleError(f"{verifier_file()} cannot be loaded")
    module = sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
