"""The web server's secret, made once for each data folder and readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tonetop.work.data_folder import SECRET, is_begun_here


def secret_key(data: Path) -> str:
    """The secret for sessions and tokens; made when the folder has none, kept only where there is a folder."""
    path = data / SECRET
    made = secrets.token_urlsafe(48)
    if is_begun_here(data) and not path.is_file():
        fresh = data / f"{SECRET}.{os.getpid()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made)
        fresh.rename(path)
    return path.read_text(encoding="ascii").strip() if path.is_file() else made
