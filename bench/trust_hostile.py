"""S1: files that mean harm, each brought as evidence by the page, looked at, fetched back and read for its text."""

from __future__ import annotations

import time
from typing import Any

from bench.figures import at_least, at_most, figure
from bench.reading import SOUND, _watched
from bench.trust_house import house

FILES, SECONDS, MEMORY = 300, 10, 256


def measured(share: float) -> bool:
    """The row, and what it counts."""
    from tests.documents.hostile import hostile
    from tonetop.documents.read_all import Readers

    made = house(staff=False)
    every = max(1, round(1 / share))
    count, refused, faults, dead, slowest, stored = 0, 0, 0, 0, 0.0, 0.0
    with Readers(1) as readers, _watched(readers) as peak:
        _brought(made, readers, "sound.md", SOUND)  # so that all parts are loaded
        for number, (name, data) in enumerate(hostile()):
            if number % every:
                continue
            begun = time.perf_counter()
            took = [0.0]
            told, fault = _brought(made, _timed(readers, took), f"{number}-{name}", data)
            whole = time.perf_counter() - begun
            slowest, stored = max(slowest, took[0]), max(stored, whole - took[0])
            count, refused, faults = count + 1, refused + told, faults + bool(fault)
            if fault:
                figure(f"S1 fault of {name!r}: {fault}", 1, "files", "none", False)
            dead += made.anybody.get("/healthz").status_code != 200
            dead += not hasattr(readers.read(SOUND, "sound.md"), "parts")
    return all(
        [
            at_least("S1 hostile files brought as evidence", count, "files", FILES * min(share, 1)),
            figure("S1 of them not read, with a sentence", refused, "files", "<= all", True),
            at_most(
                "S1 of them lost, altered, shown within a page, or answered by a fault", faults, "files", 0
            ),
            at_most("S1 workers that died", dead, "workers", 0),
            at_most("S1 slowest to be stored, shown and given back", stored, "s", SECONDS),
            at_most("S1 slowest to be read or refused", slowest, "s", SECONDS),
            at_most("S1 memory of the reader", peak[0] / 1e6, "MB", MEMORY),
        ]
    )


def _timed(readers: Any, took: list[float]) -> Any:
    """The readers, noting how long the last file took: it is read by a job, after its upload was answered."""

    class Timed:
        """Reads as they do."""

        def read(self, data: bytes, name: str) -> Any:
            """The text or refusal of a file."""
            begun = time.perf_counter()
            try:
                return readers.read(data, name)
            finally:
                took[0] = time.perf_counter() - begun

    return Timed()


def _brought(made: Any, readers: Any, name: str, data: bytes) -> tuple[bool, str]:
    """Whether a file was refused for its text, and what went wrong; an empty file is no evidence."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tonetop.documents.read_all import Refusal
    from tonetop.records import blobs

    lead = made["process-owner"]
    sent = SimpleUploadedFile(name, data)
    answer = lead.post("/evidence/add/", {"title": "Evidence", "files": sent})
    if answer.status_code == 400 and not data:
        return True, ""
    if answer.status_code != 302:
        return False, f"the upload was answered {answer.status_code}"
    page = answer["Location"]
    if lead.get(page).status_code != 200:
        return False, "its page does not open"
    digest, fault = _fetched(lead, page, data)
    if fault:
        return False, fault
    found = readers.read(blobs.read(digest), name)
    if isinstance(found, Refusal) and not found.why.endswith("."):
        return True, "it was refused without a sentence"
    return isinstance(found, Refusal), ""


def _fetched(lead: Any, page: str, data: bytes) -> tuple[str, str]:
    """The hash under which a piece's newest file is kept, and what is wrong with how it is given back."""
    import re
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    link = re.findall(r'href="(/evidence/files/[^"]+)"', lead.get(page).content.decode())
    if not link:
        return digest, "its page names no file"
    answers = [lead.get(one) for one in link]
    for answer in answers:
        given = b"".join(answer) if answer.streaming else answer.content
        answer.close()
        if sha256(given).hexdigest() == digest:
            safe = answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer.get(
                "Content-Security-Policy", ""
            )
            nosniff = answer["X-Content-Type-Options"] == "nosniff"
            return digest, "" if safe and nosniff else "it is given as more than an attachment"
    return digest, "what is given back is another file"
