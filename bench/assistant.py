"""`./dev bench assistant`: a folder of real documents assessed for the first time, and again when nothing changed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import at_least, at_most
from tonetop.core.quote import held
from tonetop.work.assess_file import Look
from tonetop.work.assess_folder import FolderAssessment, assess_folder

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
FOLDERS = ("policies", "minutes", "communications", "budget")
DAY = "2026-11-22"


def main() -> None:
    """Measure over the real documents beside the project; without them there is nothing to measure."""
    if not DATA.is_dir():
        raise SystemExit("bench assistant needs the documents in ../shared/data, which are not here")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "documents"
        for name in FOLDERS:
            shutil.copytree(DATA / name, folder / name)
        os.environ["TONETOP_CACHE"] = str(Path(place) / "cache")
        cold, first = timed(folder)
        warm, again = timed(folder)
        if first.plain() != again.plain():
            raise SystemExit("the second assessment should be the first")
        passages = sum(len(one.told) for one in first.examined)
        holds = [
            at_most(f"assistant_assess_{len(first.documents)}_files_cold", cold, "s", 90),
            at_most("assistant_assess_again_unchanged", warm, "s", 5),
            at_least("assistant_passages_end_to_end", passages / cold, "passages/s", 110),
            at_least("assistant_quotations_letter_for_letter", standing(first), "share", 1),
        ]
    sys.exit(0 if all(holds) else 1)


def timed(folder: Path) -> tuple[float, FolderAssessment]:
    """Seconds that an assessment takes with its report's plain form, and the assessment."""
    begun = time.perf_counter()
    found = assess_folder(folder, lambda _: DAY, Look(DAY))
    found.plain()
    return time.perf_counter() - begun, found


def standing(found: FolderAssessment) -> float:
    """The share of quotations, judged passages and proposals alike, that stand at their place."""
    texts = {one.document: one.text.text for one in found.examined}
    quotes = [(one.document, told.quote) for one in found.examined for told in one.told]
    quotes += [(cite.document, cite.quote) for one in found.proposals for cite in one.quotations()]
    return sum(held(texts[document], quote) is quote for document, quote in quotes) / len(quotes)


if __name__ == "__main__":
    main()
