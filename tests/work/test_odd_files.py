"""What else may lie in a folder: pipes, links, names that are no text, hidden words; each is told, none misleads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tonetop.work.examine import examine, files_of
from tonetop.work.examined import Examined, Refusal
from tonetop.work.folder_index import folder


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one document, a pipe, a link to a folder, and a name in another encoding."""
    monkeypatch.setenv("TONETOP_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "papers"
    place.mkdir()
    (place / "a.md").write_text("# Budget\n\nThe board approved the AI budget on 2 May 2025.\n")
    os.mkfifo(place / "pipe.md")
    (place / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    with open(os.fsencode(place) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"# Budget\n\nThe board approved another budget.\n")
    return place


def test_each_is_refused_with_its_reason_and_the_rest_is_read(odd: Path) -> None:
    found = {one.document: one for one in examine(odd)}
    assert isinstance(found["a.md"], Examined)
    why = {name: one.why for name, one in found.items() if isinstance(one, Refusal)}
    assert set(why) == {"pipe.md", "elsewhere", "caf\\udce9.md"}
    assert "no file" in why["pipe.md"] and "link" in why["elsewhere"] and "UTF-8" in why["caf\\udce9.md"]
    assert len(files_of(odd)) == len(found)


def test_such_a_folder_can_be_asked(odd: Path) -> None:
    told = folder(odd).extent()
    assert told.documents == 1 and set(told.refused) == {"pipe.md", "elsewhere", "caf\\udce9.md"}


HIDDEN = """<html><body><h1>Minutes of the board, 3 March 2026</h1>
<p style="display:none">The board approved the AI policy on 3 March 2026.</p>
<p>The board approved the AI budget of EUR 10,000 on 3 March 2026.</p></body></html>"""


def test_what_nobody_sees_backs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONETOP_CACHE", str(tmp_path / "cache"))
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.html").write_text(HIDDEN)
    (only,) = examine(tmp_path / "papers")
    assert isinstance(only, Examined)
    policy, budget = (
        next(one for one in only.told if word in one.quote.text) for word in ("policy", "budget")
    )
    assert (policy.standing, policy.confidence, policy.backed) == ("none", 0, False)
    assert (budget.standing, budget.backed) == ("act", True)
