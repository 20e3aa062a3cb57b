"""`./dev bench import`: taking the federal inventory of 2,133 rows with its ledger lines, against reading the file."""
# ruff: noqa: N999 - the file is named as the command is

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path

from bench.figures import at_most, figure, seconds

ROWS = 2133
LIMIT = 10.0
FILE = "shared/data/inventory/us-2024_consolidated_ai_inventory_raw_v2.csv"


def main() -> None:
    """Measure in a data folder of its own, which is removed afterwards."""
    path = Path(__file__).resolve().parent.parent.parent / FILE
    if not path.exists():
        sys.stderr.write(f"bench import: needs the federal inventory beside the repository (../{FILE})\n")
        raise SystemExit(2)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TONETOP_DATA"] = str(Path(folder) / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tonetop.site.settings"
        raise SystemExit(0 if measured(path) else 1)


def measured(path: Path) -> bool:
    """Take the file, take it again, and read it plainly; whether every figure holds."""
    import django  # noqa: PLC0415 - once the data folder is named

    django.setup()
    from tonetop.records.write import By  # noqa: PLC0415
    from tonetop.work import import_records  # noqa: PLC0415
    from tonetop.work.import_records import Report, Way  # noqa: PLC0415
    from tonetop.work.open_folder import open_folder  # noqa: PLC0415

    open_folder(create=True)
    reports: list[Report] = []

    def take() -> None:
        reports.append(import_records.run([path], By(), Way("us-federal-2024")))

    plain = min(seconds(lambda: _read(path)) for _ in range(5))
    first, again = seconds(take), seconds(take)
    whole = (reports[0].taken, reports[1].unchanged) == (ROWS, ROWS)
    return all(
        [
            figure("import_rows_accounted_for", float(reports[0].taken), "rows", f"= {ROWS}", whole),
            at_most("import_2133_rows", first, "s", LIMIT),
            at_most("import_2133_rows_again_no_change", again, "s", LIMIT),
            at_most("import_vs_reading_the_csv", first / plain, "x", 100),
        ]
    )


def _read(path: Path) -> int:
    with path.open(encoding="cp1252", newline="") as stream:
        return sum(1 for _ in csv.reader(stream))


if __name__ == "__main__":
    main()
