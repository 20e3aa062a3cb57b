"""Files of strangers are read in a process with bounds; whatever a file does to it, the next one is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import making
from tonetop.core.passage import Text
from tonetop.documents.cell import TOO_HARD, Cell, Limits, NotStartedError
from tonetop.documents.confined import TOO_DEEP, TOO_MUCH
from tonetop.documents.read_all import Readers, Refusal, read_all
from tonetop.documents.reading import read
from tonetop.documents.reading_task import as_text
from tonetop.documents.unread import LARGEST, Unread

ROOT = str(Path(__file__).parents[2])
BEGIN = f"import sys; sys.path.insert(0, {ROOT!r}); from tonetop.documents.confined import main; main()"


class Tried(Cell):
    """A cell that also finds the tests, which are not installed."""

    def command(self) -> list[str]:
        """Python without its own main module."""
        return [sys.executable, "-c", BEGIN, *super().command()[-2:]]


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    """A cell with little time, in which deeds are done."""
    with Tried("tests.documents.deeds", Limits(memory=120 * 1024**2, seconds=2)) as made:
        yield made


def pid(cell: Cell) -> int:
    """Which process answers; it answers rightly."""
    told, data = cell.ask({"do": "echo"}, b"\0\xff" * 100_000)
    assert data == b"\0\xff" * 100_000
    return int(told["pid"])


def test_a_process_answers_many_questions_and_what_libraries_print_does_not_disturb_it(cell):
    assert len({pid(cell) for _ in range(5)}) == 1


def test_a_refusal_leaves_the_process_as_it_is(cell):
    first = pid(cell)
    with pytest.raises(Unread, match=r"^it is odd$"):
        cell.ask({"do": "refuse"}, b"")
    assert pid(cell) == first


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("spin", "2 seconds"),
        ("sleep", "2 seconds"),
        ("fill", TOO_MUCH),
        ("recurse", TOO_DEEP),
        ("die", TOO_HARD),
        ("leave", TOO_HARD),
        ("lie", TOO_HARD),
        ("unknown", "KeyError"),
    ],
)
def test_whatever_happens_to_the_process_is_one_sentence_and_the_next_file_is_read(cell, deed, why):
    first = pid(cell)
    with pytest.raises(Unread, match=why):
        cell.ask({"do": deed}, b"x" * 1_000_000)
    assert pid(cell) != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")
@pytest.mark.parametrize("deed", ["read", "write", "connect", "start"])
def test_nothing_is_opened_written_reached_or_started(cell, deed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unread, match=r"Error\)"):
        cell.ask({"do": deed}, b"")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much a process holds")
def test_a_process_that_still_holds_much_is_renewed(cell):
    first = pid(cell)
    assert cell.ask({"do": "keep"}, b"")[0]["kept"] == 1
    assert pid(cell) != first


def test_a_process_that_does_not_start_is_no_fault_of_the_file():
    with pytest.raises(NotStartedError), Cell("tonetop.no_such_module") as cell:
        cell.ask({}, b"")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """Two readers."""
    with Readers(2) as made:
        yield made


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (making.word, "a.docx"),
        (making.slides, "a.pptx"),
        (making.sheets, "a.xlsx"),
        (making.pdf, "a.pdf"),
        (making.mail, "a.eml"),
        (making.open_text, "a.odt"),
        (lambda: "Für – alle".encode("cp1252"), "a.txt"),
        (
            lambda: b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=shift_jis\n\n\x83\x65",
            "a.eml",
        ),
        (lambda: making.packed({"a.md": b"# Words\n", "b.pdf": making.pdf()}), "a.zip"),
    ],
)
def test_a_text_read_in_a_cell_is_the_text_read_outside(readers, make, name):
    data = make()
    assert readers.read(data, name) == read(data, name)


def test_files_come_back_in_their_order_each_with_its_text_or_one_sentence(tmp_path):
    for number in range(12):
        (tmp_path / f"{number:02}.md").write_text(f"# Number {number}\n")
    (tmp_path / "03.md").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "05.md").mkdir() if not (tmp_path / "05.md").unlink() else None
    paths = [*sorted(tmp_path.iterdir()), tmp_path / "gone.md"]
    found = list(read_all(paths))
    assert [path for path, _ in found] == paths
    refused = {path.name: text.why for path, text in found if isinstance(text, Refusal)}
    assert refused == {
        "03.md": f"{tmp_path / '03.md'} is not read: it is damaged, or no PDF at all.",
        "05.md": f"{tmp_path / '05.md'} is not read: it is no file.",
        "gone.md": f"{tmp_path / 'gone.md'} is not read: there is no such file.",
    }
    assert all(
        isinstance(text, Text) and path.stem.lstrip("0") in text.text
        for path, text in found
        if path.name not in refused
    )


def test_who_stops_in_between_ends_the_processes(tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.md").write_text("Words.")
    begun = read_all(sorted(tmp_path.iterdir()))
    next(begun)
    begun.close()


def test_a_file_too_large_is_not_taken_up(readers, tmp_path):
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(LARGEST + 1)
    found = readers.read_file(tmp_path / "a.md", "evidence 7")
    assert found == Refusal(
        "evidence 7", "evidence 7 is not read: it is larger than the 64 MB that are read."
    )


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"format": "pdf", "parts": [["page", 1, 0, 9, ""]], "about": {}, "noticed": []},
        {"format": "pdf", "parts": [], "about": {}, "noticed": [["x", "y", -1, 2]]},
        {"format": "pdf", "parts": [["page"]], "about": {}, "noticed": []},
        {"format": "pdf", "parts": [], "about": [], "noticed": []},
    ],
)
def test_an_answer_that_no_reader_gives_is_refused(told):
    with pytest.raises(Unread, match="otherwise than readers do"):
        as_text(told, b"Words", "")
