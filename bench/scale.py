"""`./dev bench scale [DOCUMENTS [PASSAGES]]`: a large folder assessed on two cores, with the memory that it takes.

Its documents are made anew of the paragraphs of the real ones beside the project: each has its own order, heading and
date, and equal passages recur, far more often than in any real folder. Their meaning is read once while it is
remembered, so the passages a second that it prints are no figure for new words; `bench/assistant.py` has that.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from bench.assistant import DATA, DAY, FOLDERS
from bench.figures import at_least, at_most
from tonetop.work.assess_file import Look
from tonetop.work.assess_folder import assess_folder

DOCUMENTS, PASSAGES = 10_000, 1_000_000
MOST_MEGABYTES = 2000
PAGE = os.sysconf("SC_PAGE_SIZE")


def main(documents: int = DOCUMENTS, passages: int = PASSAGES) -> None:
    """Measure; without the real documents there is nothing to make the others of."""
    if not DATA.is_dir():
        raise SystemExit("bench scale needs the documents in ../shared/data, which are not here")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "documents"
        write(folder, documents, passages)
        os.environ["TONETOP_CACHE"] = str(Path(place) / "cache")
        with Memory() as memory:
            begun = time.perf_counter()
            found = assess_folder(folder, lambda _: DAY, Look(DAY))
            examined = time.perf_counter() - begun
            found.plain()
            whole = time.perf_counter() - begun
        read = len(found.examined)
        judged = sum(len(one.told) for one in found.examined)
        holds = [
            at_least("scale_documents_read", read, "documents", documents),
            at_least("scale_passages_judged", judged, "passages", passages),
            at_most("scale_peak_memory_of_all_processes", memory.peak, "MB", MOST_MEGABYTES),
            at_least("scale_recurring_passages_end_to_end", judged / whole, "passages/s", 110),
            at_most("scale_report_after_judging", whole - examined, "s", 120),
        ]
    sys.exit(0 if all(holds) else 1)


def write(folder: Path, documents: int, passages: int) -> None:
    """So many documents with at least so many passages together, fifty to a subfolder."""
    known = list(paragraphs())
    draw = random.Random(42)
    each = passages * 101 // 100 // documents + 1  # some lines are read as part of the one before
    for number in range(documents):
        into = folder / f"{number // 50:03d}"
        into.mkdir(parents=True, exist_ok=True)
        title = f"# Record {number}\n\nDate: 2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}\n"
        text = "\n\n".join((title, *draw.choices(known, k=each)))
        (into / f"{number:05d}.md").write_text(text + "\n", encoding="utf-8")


def paragraphs() -> Iterator[str]:
    """The paragraphs of the real documents, of forty to six hundred characters."""
    for path in sorted(path for name in FOLDERS for path in (DATA / name).rglob("*.md")):
        for part in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
            told = " ".join(part.split())
            if 40 <= len(told) <= 600 and told[0].isalnum():
                yield told


class Memory:
    """The largest resident size of this process and all below it, looked at every half second, in MB."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._stop = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            self.peak = max(self.peak, sum(map(resident, family(os.getpid()))))


def family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            below = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in below:
            yield from family(int(child))


def resident(process: int) -> float:
    """The resident size of a process in MB; nothing where it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * PAGE / 1e6
    except OSError:
        return 0.0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
