"""`./dev bench load`: people at work on a fresh base installation, with the load that they are put under beside it.

The wheel is built and installed into an environment of its own, without extras, and served by `tonetop up` as its
users would. What asks shares the machine's cores with what answers: on a machine of their own both are faster. A
number as argument is the share of the time that people work, so that a look takes a minute; only the whole counts.

The targets of lists and saving answer the strongest open-source program of the field, measured on such a machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.figures import at_most, figure, seconds
from bench.saving import saved

ROOT = Path(__file__).resolve().parent.parent
CALL = "from bench.{module} import measured; raise SystemExit(0 if measured(*{told!r}) else 1)"
ON_DISK = Path("/var/tmp")  # what lies in memory alone has nothing to sync
LISTS = (10_000, 100_000)


def main() -> None:
    """Print every figure; exit 1 when one falls short."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    holds = []
    with tempfile.TemporaryDirectory(dir=ON_DISK if ON_DISK.is_dir() else None) as made:
        place = Path(made)
        tonetop = str(place / "base/bin/tonetop")
        holds.append(at_most("install_base", seconds(lambda: installed(place / "base")), "s", 60))
        holds.append(apart("load_start", place / "empty", {}, tonetop))
        holds += [apart("load_lists", place / f"list-{rows}", {}, tonetop, rows) for rows in LISTS]
        holds.append(saved(place / "saving"))
        holds.append(apart("load_users", place / "sqlite", {}, tonetop, share))
        with served() as address:
            if address:
                install(place / "base", "psycopg[binary]")
                told = {"TONETOP_DATABASE": address}
                holds.append(apart("load_users", place / "postgresql", told, tonetop, share))
            else:
                figure("load_postgresql", 0, "runs", "skipped: apt-get install postgresql", True)
    raise SystemExit(0 if all(holds) else 1)


def apart(module: str, folder: Path, more: dict[str, str], *told: object) -> bool:
    """One module's figures over a data folder of its own, in a process of its own; whether they hold."""
    folder.mkdir(mode=0o700, exist_ok=True)
    names = {"TONETOP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
    call = [sys.executable, "-c", CALL.format(module=module, told=told)]
    return subprocess.run(call, env=os.environ | names | more, cwd=ROOT, check=False).returncode == 0  # noqa: S603


def installed(venv: Path) -> None:
    """The wheel of this tree with what it needs and no extra, as `pip install tonetop` would bring it."""
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    with tempfile.TemporaryDirectory() as wheels:
        subprocess.run([*build, "--wheel-dir", wheels, str(ROOT)], check=True)  # noqa: S603
        (wheel,) = Path(wheels).glob("tonetop-*.whl")
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)  # noqa: S603
        install(venv, str(wheel))


def install(venv: Path, what: str) -> None:
    """Bring a package into the environment."""
    call = [str(venv / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", what]
    subprocess.run(call, check=True)  # noqa: S603


@contextmanager
def served() -> Iterator[str]:
    """The address of a PostgreSQL server's empty database; empty where none is installed."""
    import pytest

    from tests.discovery import servers

    with ExitStack() as until:
        try:
            address = until.enter_context(servers.postgresql(durable=True))
        except pytest.skip.Exception:
            address = ""
        yield address


if __name__ == "__main__":
    main()
