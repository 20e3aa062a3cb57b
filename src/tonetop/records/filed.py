"""Where a file that records name lies in a data folder, by its SHA-256."""

from __future__ import annotations

from pathlib import Path

FOLDER = "blobs"


def place(folder: Path, digest: str) -> Path:
    """Where the file of a hash (hexadecimal) lies, whether it is there or not."""
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        return folder / FOLDER / "none"  # what is no hash names no file, and never a path
    return folder / FOLDER / digest[:2] / digest
