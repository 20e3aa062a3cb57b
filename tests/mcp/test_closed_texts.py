"""Texts that were closed, disposed of or asked for again come back to no program, on whatever day it looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.mcp.conftest import answers, token_of

pytestmark = pytest.mark.slow
pytest.importorskip("onnxruntime", reason="needs the extra: pip install 'tonetop[assistant]'")


def seen(server: Any, word: str, ref: str, day: str) -> list[bool]:
    """Whether asking, both searches and reading give the sentence of a file, on a day."""
    calls = (
        ("ask", {"question": f"Who approved the {word} programme?", "as_of": day}),
        ("search_documents", {"words": f"{word} programme"}),
        ("search_all", {"words": f"{word} programme", "as_of": day}),
        ("read_evidence", {"id": ref, "as_of": day}),
    )
    return [f"board approved the {word}" in str(one) for one in answers(server, *calls)]


def brought(**subjects: dict[str, str]) -> dict[str, str]:
    """A piece for each subject, indexed; its id."""
    from tests.work.evidencing import file, kept
    from tonetop.work import passage_index

    refs = {
        word: kept(file(f"The board approved the {word} programme.", f"{word}.md"), **about)
        for word, about in subjects.items()
    }
    passage_index.catch_up()
    return refs


def classified(ref: str, classification: str) -> None:
    from tests.work.evidencing import piece
    from tonetop.records import write
    from tonetop.work.revised import revised

    change = revised(piece(ref), None, classification=classification)
    write.save_all([write.Change(change.entry, change.after, act=True)], write.By())


def test_what_holds_now_decides_about_texts_also_of_one_that_was_read_before(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed to guests alone, disposed of to everybody; what was asked for again is read, and answers nothing."""
    from tests.work.evidencing import judges
    from tonetop.mcp.server import serving
    from tonetop.records import clock
    from tonetop.work.evidence_state import dispose, judge

    day = clock.today()
    refs = brought(zeppelin={}, walrus={"retain_until": "2020-01-01"}, quetzal={})
    guest, lead = serving(token_of("guest-auditor")), serving(token_of("governance-lead"))
    for word, ref in refs.items():
        assert seen(guest, word, ref, day) == seen(lead, word, ref, day) == [True] * 4
    monkeypatch.setattr(clock, "today", lambda of=None: "2026-02-03")
    classified(refs["zeppelin"], "restricted")
    dispose(judges(), refs["walrus"], "The rule of retention")
    judge(judges(), refs["quetzal"], "flagged", "The signature is missing", "2026-12-01")
    assert seen(guest, "zeppelin", refs["zeppelin"], day) == [False] * 4
    assert seen(lead, "zeppelin", refs["zeppelin"], day) == [True] * 4
    for server in (guest, lead):
        assert seen(server, "walrus", refs["walrus"], day) == [False] * 4
    assert seen(lead, "quetzal", refs["quetzal"], clock.today()) == [False, False, False, True]
    assert answers(lead, ("read_evidence", {"id": refs["quetzal"]}))[0]["state"] == "flagged"
