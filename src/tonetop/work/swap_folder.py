"""Put staged files in the place of a data folder's present ones, all or none, even when cut short on the way.

What is to come lies in a folder of its own within the data folder. A marker there says that it is complete;
a second one that the present files have been moved aside. Whoever opens the folder next carries on from there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tonetop.records import server
from tonetop.records.ledger.keys import sync_folder

STAGED, READY, CLEARED = "restoring", "ready", "cleared"
ASIDE = "replaced-"
SIGN_IN = "sign-in.yaml"
"""How people sign in elsewhere: it belongs to the place, holds a secret, and no backup holds it."""
LANGUAGE_MODEL = "language-model.yaml"
"""Which language model may be used: it belongs to the place too."""
WITNESS = "witness"
"""The key of this house as a witness of others, and what it signed: an older copy of it could sign a second story."""
STAYS = frozenset(("folder.lock", SIGN_IN, LANGUAGE_MODEL, WITNESS, STAGED, server.FILE))


def stage(folder: Path) -> Path:
    """An empty place for what is to come."""
    staged = folder / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700)
    return staged


def swap(folder: Path, moment: str) -> Path | None:
    """Put what is staged in place; gives where the files that were there lie now, or None when there were none."""
    (folder / STAGED / READY).write_text(free(folder, moment), encoding="ascii")
    sync_folder(folder / STAGED)
    return finish(folder)


def free(folder: Path, moment: str) -> str:
    """The name of a moment under which nothing was set aside yet: with a number where something was."""
    taken, name, count = {path.name for path in folder.glob(f"{ASIDE}*")}, moment, 1
    while f"{ASIDE}{name}" in taken:
        count += 1
        name = f"{moment}-{count}"
    return name


def is_begun(folder: Path) -> bool:
    """Whether a swap was begun, which nobody may take back any more."""
    return (folder / STAGED / READY).is_file()


def finish(folder: Path) -> Path | None:
    """Carry on a swap that was begun; does nothing where none was."""
    staged = folder / STAGED
    if not is_begun(folder):
        return None
    aside = folder / f"{ASIDE}{(staged / READY).read_text(encoding='ascii')}"
    if not (staged / CLEARED).exists():
        for path in [path for path in folder.iterdir() if not _stays(path.name)]:
            aside.mkdir(mode=0o700, exist_ok=True)
            path.rename(aside / path.name)
        (staged / CLEARED).touch()
        sync_folder(staged)
    for path in [path for path in staged.iterdir() if path.name not in (READY, CLEARED)]:
        path.rename(folder / path.name)
    sync_folder(folder)
    shutil.rmtree(staged)
    return aside if aside.is_dir() else None


def _stays(name: str) -> bool:
    return name in STAYS or name.startswith(ASIDE)
