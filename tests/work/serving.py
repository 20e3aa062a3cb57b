"""A PostgreSQL server of the tests' own, databases of it, and commands over a folder as the terminal runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

COMMAND = [sys.executable, "-c", "from tonetop.cli.main import main; main()"]


def database(server: str, name: str, template: str = "template1") -> str:
    """The address of a new database."""
    import psycopg

    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server.rpartition('/')[0]}/{name}"


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command over a folder, as the terminal runs it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONETOP_")}
    return subprocess.run(
        [*COMMAND, *words, "--data", str(folder)],
        capture_output=True,
        text=True,
        env={**kept, "DJANGO_SETTINGS_MODULE": "tonetop.site.settings", **environment},
    )
