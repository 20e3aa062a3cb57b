"""Files that records name: told by the event that brought them, looked at again by verification, enclosed on wish."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.work.documenting import begin, facts
from tonetop.work.verify import verify_bundle
from tonetop.work.verify_folder import verify_folder


def kept(folder: Path) -> Path:
    """The one file in the folder's store that begins with the text of `documenting.draft`."""
    files = [path for path in (folder / "blobs").rglob("*") if path.is_file()]
    return next(path for path in files if path.read_bytes().startswith(b"# Policy\n\nWe decide by people."))


def written(out: Path, choice: Any = None) -> dict[str, Any]:
    """What the verifier says of a bundle of the folder."""
    from django.conf import settings
    from django.db import connection

    from tonetop.records import sealing
    from tonetop.records.ledger import keys
    from tonetop.work.export_bundle import ALL, write_bundle

    sealing.seal()
    write_bundle(connection, keys.load(settings.DATA), out, choice or ALL)
    return verify_bundle(out)


def test_the_event_that_brought_a_file_says_its_hash_size_and_type(demo: Path):
    from tonetop.records import log

    row = facts().get("DocumentVersion", begin())
    told = next(
        line for line in map(log.whole, range(log.size(), 0, -1)) if row.sha256 in (line.body if line else "")
    )
    size = kept(demo).stat().st_size
    brought = {"sha256": row.sha256, "size": size, "type": "text/markdown"}
    assert json.loads(told.body)["blobs"] == [brought]


def test_a_file_that_is_kept_is_looked_at_again(demo: Path):
    def claimed() -> list[str]:
        report = verify_folder(demo)
        assert report.problems == []
        return [line for line in report.not_checked if "sha256" in line]

    before = claimed()
    begin()
    assert claimed() == before != []


def test_a_file_that_was_altered_is_told_by_the_record_that_names_it(demo: Path):
    version = begin()
    file = kept(demo)
    file.chmod(0o600)
    file.write_bytes(b"We decide by score.")
    (problem,) = verify_folder(demo).problems
    assert problem.startswith(
        f"DocumentVersion {version}: the file {file.name[:12]} is not the one that event"
    )


def test_a_file_that_is_gone_is_missed(demo: Path):
    version = begin()
    kept(demo).unlink()
    (problem,) = verify_folder(demo).problems
    assert problem.startswith(f"DocumentVersion {version}: the file ")
    assert problem.endswith("is gone; put it back from a backup")


def test_a_bundle_names_files_by_hash_and_encloses_them_on_wish(demo: Path, tmp_path: Path):
    from tonetop.records import blobs
    from tonetop.work.export_bundle import Choice

    begin()
    named, enclosed = written(tmp_path / "a.zip"), written(tmp_path / "b.zip", Choice(blobs.open_blob))
    assert (named["problems"], enclosed["problems"]) == ([], [])
    assert any("hash" in line or "file" in line for line in named["not_checked"])
    assert len(enclosed["not_checked"]) < len(named["not_checked"])


def test_what_is_only_claimed_of_a_file_here_is_no_claim_any_more(demo: Path):
    from tonetop.records import blobs

    text = b"A file that lies here."
    assert blobs.named(sha256(text).hexdigest()) is None
    held = blobs.store([text], "text/plain")
    assert blobs.named(held.sha256, "text/plain") == held
    assert not any((demo / "uploads").iterdir())
