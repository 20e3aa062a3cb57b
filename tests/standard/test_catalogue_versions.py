"""A released catalogue is never changed under its version, so that old results can be computed again."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tonetop.standard import catalogue
from tonetop.standard.rules_version import rules_version

HERE = Path(catalogue.__file__).parent
RELEASED = json.loads((HERE / "catalogues" / "released.json").read_text("utf-8"))


def digest(path: Path) -> str:
    """SHA-256 of a file, line ends aside."""
    return sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def test_the_present_catalogue_is_as_it_was_released_under_its_version():
    """Whoever changes it gives it a new version, and moves the old file to standard/catalogues."""
    assert RELEASED[catalogue.label()] == digest(HERE / catalogue.NAME)


def test_every_earlier_release_is_shipped_unchanged():
    earlier = {label: hash for label, hash in RELEASED.items() if label != catalogue.label()}
    shipped = {path.stem.rpartition("-")[0]: path for path in (HERE / "catalogues").glob("*.yaml")}
    files = {label: HERE / "catalogues" / f"{label.replace(' ', '-')}.yaml" for label in earlier}
    assert len(shipped) <= len(earlier)
    assert {label: digest(file) for label, file in files.items()} == earlier


def test_a_catalogue_that_is_not_shipped_cannot_be_chosen():
    with pytest.raises(KeyError):
        catalogue.choose("iso42001-own-words 0.1.0")
    assert catalogue.label() in RELEASED


def test_the_rules_have_a_version_that_is_a_hash():
    assert len(bytes.fromhex(rules_version())) == 32
