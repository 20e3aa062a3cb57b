"""Look at the newest backup of a folder: how old it is, and whether each file in it has the hash of its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tonetop.work.backup import CHUNK, FORMAT, MANIFEST


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: whether there is a backup, whether it is young and reads whole, and why in a sentence."""

    there: bool
    whole: bool
    why: str


def look_at_backup(folder: Path, now: datetime, within_days: int) -> Looked:
    """Look at the newest of the backups in a folder. Raises OSError when the folder cannot be read."""
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.endswith(".part")]
    newest = max(files, key=lambda path: path.stat().st_mtime, default=None)
    if newest is None:
        return Looked(False, False, f"{folder.name} holds no backup")
    try:
        made = _read(newest)
    except (BadZipFile, ValueError, KeyError, TypeError) as error:
        return Looked(True, False, f"{newest.name} does not read whole: {error}")
    said = f"{newest.name}, made on {made:%Y-%m-%d}"
    if now - made > timedelta(days=within_days):
        return Looked(True, False, f"The newest backup is older than {within_days} days: {said}")
    return Looked(True, True, f"Every file of it has its hash: {said}")


def _read(path: Path) -> datetime:
    """When a backup was made, once each file was read and compared. Raises ValueError, KeyError, BadZipFile."""
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["format"] != FORMAT:
            raise ValueError("it is no backup")
        for name, about in manifest["files"].items():
            digest = sha256()
            with archive.open(name) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != about["sha256"]:
                raise ValueError(f"{name} has another hash")
    return datetime.fromisoformat(manifest["made"])
