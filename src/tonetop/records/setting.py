"""A setting of the operator: a variable of the environment, or a file of the data folder; no framework."""

from __future__ import annotations

import os
from pathlib import Path


def setting(variable: str, file: Path) -> str:
    """What the variable says, else what the file holds, without blanks around it; empty for neither."""
    told = os.environ.get(variable, "").strip()
    if told:
        return told
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
