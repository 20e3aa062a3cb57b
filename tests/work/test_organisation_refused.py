"""What is no whole organisation, or was changed by hand, is refused in one sentence, and nothing of it is left."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.work.test_organisation import file, imported, lived_in
from tonetop.core import canonical
from tonetop.work.data_folder import FolderRefused

__all__ = ["file", "lived_in"]
pytestmark = pytest.mark.slow


def rewritten(file: Path, to: Path, change: dict[str, bytes | None]) -> None:
    """The file with some members exchanged, added, or (None) left out."""
    with ZipFile(file) as old, ZipFile(to, "w", ZIP_STORED) as new:
        for name, content in ({name: old.read(name) for name in old.namelist()} | change).items():
            if content is not None:
                new.writestr(name, content)


def signed_for(manifest: dict[str, Any]) -> None:
    """Put the digest of an altered manifest into the event that a key signed; the signature cannot follow."""
    from tonetop.work import portable

    going_on = manifest["header"]["going_on"]
    event = json.loads(going_on["events"][-1])
    event["data"]["handed_on"] = portable.digest(manifest)
    going_on["events"][-1] = canonical.dumps(event).decode()


def without(file: Path, to: Path, *gone: str, forged: bool = False) -> None:
    """The file without some members, in a manifest that knows nothing of them, with or without another digest."""
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    for name in gone:
        del manifest["members"][name]
    if forged:
        signed_for(manifest)
    change: dict[str, bytes | None] = dict.fromkeys(gone)
    rewritten(file, to, change | {"manifest.json": json.dumps(manifest).encode()})


def altered(file: Path, to: Path, member: str, old: bytes, new: bytes) -> None:
    """The file with other words in a member, and a manifest that agrees."""
    from hashlib import sha256

    with ZipFile(file) as archive:
        raw, manifest = archive.read(member).replace(old, new, 1), json.loads(archive.read("manifest.json"))
    assert raw != ZipFile(file).read(member)
    manifest["members"][member] |= {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
    signed_for(manifest)
    rewritten(file, to, {member: raw, "manifest.json": json.dumps(manifest).encode()})


def stateless(file: Path, to: Path) -> None:
    """The file with a manifest that does not say how far its tables are."""
    with ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["migrations"] = {}
    signed_for(manifest)
    rewritten(file, to, {"manifest.json": json.dumps(manifest).encode()})


BAD = {
    "no zip": lambda file, to: shutil.copy(__file__, to),
    "empty": lambda file, to: to.touch(),
    "cut short": lambda file, to: to.write_bytes(file.read_bytes()[:-200]),
    "another member": lambda file, to: rewritten(file, to, {"registers/Person.jsonl": b"{}\n"}),
    "a member too many": lambda file, to: rewritten(file, to, {"../escaped": b"x"}),
    "a member too few": lambda file, to: rewritten(file, to, {"ledger/events.jsonl": None}),
    "no manifest": lambda file, to: rewritten(file, to, {"manifest.json": None}),
    "a manifest of another kind": lambda file, to: rewritten(file, to, {"manifest.json": b"[]"}),
    "another value of a record": lambda file, to: altered(
        file, to, "registers/AISystem.jsonl", b'"state":"planned"', b'"state":"retired"'
    ),
    "another word in the ledger": lambda file, to: altered(
        file, to, "ledger/events.jsonl", b"record.created", b"record.changed"
    ),
    "no accounts": lambda file, to: without(file, to, "tables/Account.jsonl"),
    "no accounts, with another digest": lambda file, to: without(
        file, to, "tables/Account.jsonl", forged=True
    ),
    "no table of the organisation": lambda file, to: without(
        file, to, "tables/Organisation.jsonl", forged=True
    ),
    "no register": lambda file, to: without(file, to, "registers/Decision.jsonl", forged=True),
    "another role, with another digest": lambda file, to: altered(
        file, to, "tables/Account.jsonl", b'"role":"process-owner"', b'"role":"administrator"'
    ),
    "no state of the tables": stateless,
    "an account that is one too many": lambda file, to: altered(
        file, to, "tables/Account.jsonl", b'{"date_joined"', b'{"evil":1,"date_joined"'
    ),
}


def test_a_role_that_was_changed_by_hand_is_refused_though_every_hash_was_made_anew(
    file: Path, tmp_path: Path, unblocked: None
):
    from hashlib import sha256

    with ZipFile(file) as archive:
        raw, manifest = archive.read("tables/Account.jsonl"), json.loads(archive.read("manifest.json"))
    other = raw.replace(b'"role":"process-owner"', b'"role":"administrator"', 1)
    assert other != raw
    manifest["members"]["tables/Account.jsonl"] |= {"sha256": sha256(other).hexdigest(), "size": len(other)}
    bad = tmp_path / "bad.zip"
    change = {"tables/Account.jsonl": other, "manifest.json": json.dumps(manifest).encode()}
    rewritten(file, bad, change)
    with pytest.raises(FolderRefused, match="not those that the key of its log signed for"):
        imported(bad, tmp_path / "new")
    signed_for(manifest)
    rewritten(file, bad, {**change, "manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(FolderRefused, match="not those a checkpoint was signed over"):
        imported(bad, tmp_path / "new")


def test_a_table_that_lacks_is_named(file: Path, tmp_path: Path, unblocked: None):
    without(file, tmp_path / "bad.zip", "tables/Account.jsonl", forged=True)
    with pytest.raises(FolderRefused, match=r"it holds no tables/Account\.jsonl"):
        imported(tmp_path / "bad.zip", tmp_path / "new")


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_whole_organisation_is_refused_in_one_sentence_and_nothing_is_left(
    kind: str, file: Path, tmp_path: Path, unblocked: None
):
    bad = tmp_path / "bad.zip"
    BAD[kind](file, bad)
    with pytest.raises(FolderRefused, match=r"bad\.zip: ") as refused:
        imported(bad, tmp_path / "new")
    assert "\n" not in str(refused.value)
    left = [path.name for path in (tmp_path / "new").glob("*")] if (tmp_path / "new").exists() else []
    assert set(left) <= {"database", "folder.lock"}
    assert not (tmp_path / "escaped").exists()
