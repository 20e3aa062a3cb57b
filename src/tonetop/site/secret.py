"""The web server's secret, made once for each data folder and readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAME = "web.key"


def secret_key(data: Path) -> str:
    """The secret for sessions and tokens; made when the data folder has none, never kept where there is no folder."""
    path = data / NAME
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    if data.is_dir():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made)
    return made
