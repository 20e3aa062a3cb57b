"""A folder into which others lay what is to be taken in: each file is moved once it is stored, or into quarantine."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tonetop.documents.unread import Unread, written
from tonetop.records.intake import Refused
from tonetop.records.screening import HeldBack
from tonetop.work.keep_evidence import Taken

TAKEN, QUARANTINE, REASON = "taken", "quarantine", ".why.txt"


class NotYet(Refused):
    """A file that is left where it lies and looked at again next time."""


@dataclass(slots=True)
class TakenIn:
    """What came of one look: pieces made, files held already, files in quarantine, and those held back by name."""

    made: int = 0
    known: int = 0
    quarantined: int = 0
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file in quarantine: its name, and why it lies there."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Tray:
    """The folder that a variable of the environment names."""

    variable: str

    def folder(self) -> Path | None:
        """The folder that is named; None for none."""
        told = os.environ.get(self.variable, "").strip()
        return Path(told) if told else None

    def opened(self) -> Path | None:
        """The folder, once it is there; None for none named. Raises Refused."""
        place = self.folder()
        if place and not place.is_dir():
            raise Refused(f"{place}: is no folder; {self.variable} has to name one")
        return place

    def quarantined(self) -> list[Quarantined]:
        """The files in quarantine, by name."""
        place = self.folder()
        kept = place / QUARANTINE if place else None
        if kept is None or not kept.is_dir():
            return []
        found = []
        for path in sorted(kept.iterdir()):
            why = kept / f"{path.name}{REASON}"
            if not path.name.endswith(REASON) and why.is_file():
                found.append(Quarantined(written(path.name), why.read_text(encoding="utf-8")))
        return found

    def take(self, path: Path, store: Callable[[], Taken], told: TakenIn) -> None:
        """One of its files: stored and moved, or put in quarantine, or left until it can be looked through.

        What cannot be read or moved is left and named, and keeps no other from being taken.
        """
        try:
            self._take(path, store, told)
        except OSError as why:
            told.held_back += (f"{written(path.name)}: {why.strerror or why}",)

    def _take(self, path: Path, store: Callable[[], Taken], told: TakenIn) -> None:
        """Raises OSError."""
        try:
            taken = store()
        except (HeldBack, NotYet) as why:
            told.held_back += (f"{written(path.name)}: {why}",)
            return
        except (Refused, Unread) as why:
            self._put_away(path, QUARANTINE, str(why))
            told.quarantined += 1
            return
        self._put_away(path, TAKEN)
        told.made += taken.is_new
        told.known += not taken.is_new

    def _put_away(self, path: Path, into: str, why: str = "") -> None:
        """Move a file under a name that is free there, with the reason beside it where there is one."""
        folder = (self.folder() or path.parent) / into
        folder.mkdir(mode=0o700, exist_ok=True)
        place, number = folder / path.name, 1
        while place.exists():
            number += 1
            place = folder / f"{path.stem}-{number}{path.suffix}"
        if why:
            place.with_name(f"{place.name}{REASON}").write_text(f"{why}\n", encoding="utf-8")
        path.rename(place)
