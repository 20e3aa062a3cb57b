"""`./dev bench trust`: the scoreboard of what the ledger withstands, one line a row, each counted anew.

Rows that speak of the framework run in a process of their own. A number as argument is the share of each count that
is done (1 for all of it), so that a look takes a minute; only the whole counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SECURITY = ("trust_hostile", "trust_roles", "trust_injected", "trust_asvs", "trust_instructed")
ROWS = (
    "trust_kills",
    "trust_power",
    "trust_faults",
    "trust_postgresql",
    "trust_restores",
    "trust_forgeries",
    "trust_vectors",
    "trust_speed",
    "trust_own_data",
    "trust_api",
    *SECURITY,
)
CALL = "from bench.{row} import measured; raise SystemExit(0 if measured({share}) else 1)"
ON_DISK = Path("/var/tmp")  # what lies in memory alone has nothing to sync


def main() -> None:
    """Print every row; exit 1 when one falls short."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    holds = [measured(row, share) for row in ROWS]
    raise SystemExit(0 if all(holds) else 1)


def measured(row: str, share: float) -> bool:
    """One module's rows, over a data folder of its own."""
    with tempfile.TemporaryDirectory(dir=ON_DISK if ON_DISK.is_dir() else None) as folder:
        told = {"TONETOP_DATA": str(Path(folder) / "data"), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
        call = [sys.executable, "-c", CALL.format(row=row, share=share)]
        return subprocess.run(call, env=os.environ | told, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    main()
