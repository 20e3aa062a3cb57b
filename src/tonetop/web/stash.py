"""Uploaded files between a look at them and the word to take them: in the data folder, for a day, then gone."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from tonetop.records.intake import Refused
from tonetop.records.sheets.formats import MAX_BYTES

FOLDER = "uploads"
KEPT_SECONDS = 24 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")


def keep(files: Iterable[UploadedFile]) -> str:
    """Put files aside; gives the word by which they are found again. Raises Refused for none and for a large one."""
    _sweep()
    token = secrets.token_urlsafe(24)
    folder(token).mkdir(parents=True, mode=0o700)
    for file in files:
        if (file.size or 0) > MAX_BYTES:
            drop(token)
            raise Refused(f"{file.name}: is larger than {MAX_BYTES // 1_000_000} MB; split it")
        with (folder(token) / plain(file.name or "file")).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    return token


def find(token: str) -> list[Path]:
    """The files put aside under a word, by name. Raises Refused when they are gone."""
    if not TOKEN.fullmatch(token) or not folder(token).is_dir():
        raise Refused("the uploaded file is no longer here; choose it once more")
    return sorted(folder(token).iterdir())


def folder(token: str) -> Path:
    """Where the files of a word lie."""
    return _root() / token


def drop(token: str) -> None:
    """Remove what was put aside."""
    if TOKEN.fullmatch(token):
        shutil.rmtree(folder(token), ignore_errors=True)


def _root() -> Path:
    return Path(settings.DATA) / FOLDER


def plain(name: str) -> str:
    """A file's name without folders and control characters, at most 120 long, its ending kept."""
    path = Path(re.sub(r"[\x00-\x1f/\\]", "_", name))
    return f"{path.stem[:100].lstrip('.') or 'file'}{path.suffix[:20]}"


def _sweep() -> None:
    """Remove what nobody came back for."""
    if _root().is_dir():
        for old in _root().iterdir():
            if old.is_dir() and time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
