"""Reading: pages a second, folders of real documents, and what hostile files take of time and memory."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typst

from bench.figures import at_most, figure
from tests.documents.hostile import hostile
from tonetop.core.passage import Text
from tonetop.documents.passages import passages
from tonetop.documents.read_all import Readers, Refusal, read_all

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
FOLDERS = ("policies", "minutes", "communications", "budget")
WORKERS = 2
PDFS, PAGES = 12, 60
SENTENCES = (
    "The board of Varnholm reviewed the use of artificial intelligence and approved the policy as amended.",
    "It gave forty thousand euros for training, named an owner of each system, and asked for a report by the autumn.",
    "Risks above the line are accepted by the chief executive alone, and every acceptance is dated and signed.",
    "Whoever finds that a system behaves otherwise than intended tells the governance lead on the same day.",
)
SOUND = b"# Sound\n\nA file that can be read.\n"


def main() -> int:
    """Print the figures; 1 when one falls short."""
    with tempfile.TemporaryDirectory() as folder:
        held = pages_read(Path(folder))
    held &= folders_read()
    held &= hostile_read()
    return 0 if held else 1


def pages_read(folder: Path) -> bool:
    """Pages of text PDFs read in a second by both workers, started before; the processes' own start is told apart."""
    paths = list(_pdfs(folder))
    with Readers(WORKERS) as readers:
        begun = time.perf_counter()
        for _ in readers.read_all([folder / "none.pdf", *paths[:WORKERS]]):
            continue
        at_most("reading_start", time.perf_counter() - begun, "s", 5)
        begun = time.perf_counter()
        found = [text for _, text in readers.read_all(paths)]
        took = time.perf_counter() - begun
    pages = sum(len(text.parts) for text in found if isinstance(text, Text))
    letters = sum(len(text.text) for text in found if isinstance(text, Text))
    figure("reading_pdf_letters_a_page", letters / pages, "characters", ">= 1500", letters >= 1500 * pages)
    return figure("reading_pdf_pages", pages / took, "pages/s", ">= 200", pages >= 200 * took)


def _pdfs(folder: Path) -> Iterator[Path]:
    """Made-up PDFs of many pages, and the real one where it lies beside the project."""
    for number in range(PDFS):
        paragraphs = [" ".join(SENTENCES[(number + at) % 4 :] + SENTENCES[: at % 4]) for at in range(5)]
        page = f"= Minutes {number}\n\n" + "\n\n".join(paragraphs) + "\n- one entry\n- another entry\n"
        path = folder / f"{number}.pdf"
        path.write_bytes(typst.compile("#pagebreak()\n".join([page] * PAGES).encode()))
        yield path
    yield from [
        real for real in (DATA / "policies" / "us-omb-2025-ai-reporting-guidance.pdf",) if real.is_file()
    ]


def folders_read() -> bool:
    """The real documents read and cut into passages, processes started within the time."""
    paths = sorted(path for folder in FOLDERS for path in (DATA / folder).rglob("*") if path.is_file())
    if not paths:
        print("reading_folders: the real documents do not lie beside the project")
        return True
    begun = time.perf_counter()
    found = [text for _, text in read_all(paths, WORKERS)]
    read = time.perf_counter() - begun
    count = sum(len(passages(text)) for text in found if isinstance(text, Text))
    took = time.perf_counter() - begun
    refused = sum(isinstance(text, Refusal) for text in found)
    figure("reading_folders_files", len(found), "files", ">= 1", True)
    figure("reading_folders_passages", count, "passages", ">= 1", count > 0)
    held = at_most("reading_folders_refused", refused, "files", 0)
    held &= at_most("reading_folders", read, "s", 15)
    return held & at_most("reading_folders_with_passages", took, "s", 20)


def hostile_read() -> bool:
    """Each hostile file is refused in one sentence or read, in bounds, and the next sound file is read."""
    count = refused = dead = odd = 0
    slowest = 0.0
    with Readers(1) as readers, _watched(readers) as peak:
        readers.read(SOUND, "sound.md")
        for name, data in hostile():
            begun = time.perf_counter()
            found = readers.read(data, name)
            slowest = max(slowest, time.perf_counter() - begun)
            count += 1
            if isinstance(found, Refusal):
                refused += 1
                odd += not found.why.startswith(f"{name} is not read: ") or "\n" in found.why.removeprefix(
                    name
                )
            dead += not isinstance(readers.read(SOUND, "sound.md"), Text)
    held = figure("hostile_files", count, "files", ">= 300", count >= 300)
    figure("hostile_refused", refused, "files", "<= all", True)
    held &= at_most("hostile_without_sentence", odd, "files", 0)
    held &= at_most("hostile_dead_workers", dead, "workers", 0)
    held &= at_most("hostile_slowest", slowest, "s", 10)
    return held & at_most("hostile_memory", peak[0] / 1e6, "MB", 256)


@contextmanager
def _watched(readers: Readers) -> Iterator[list[int]]:
    """The largest resident size, in bytes, that any process of the readers was seen to have (Linux: VmHWM)."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            for number in readers.processes():
                peak[0] = max(peak[0], _resident(number))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _resident(number: int) -> int:
    try:
        told = Path(f"/proc/{number}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    raise SystemExit(main())
