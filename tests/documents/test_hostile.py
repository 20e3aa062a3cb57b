"""Some of the hostile files of each kind: refused in one sentence, or read; and the reader reads on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.documents.hostile import FAMILIES, archives, markup, office, pdfs
from tests.documents.hostile.packing import archive, bomb
from tonetop.core.passage import Text
from tonetop.documents.passages import passages
from tonetop.documents.read_all import Readers, Refusal

SMALL = 100_000
EACH = 7
"""Every which small file is tried here; the bench tries all."""


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    """One reader for all files of this module."""
    with Readers(1) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.rpartition(".")[2])
def test_hostile_files_are_refused_in_one_sentence_or_read_and_the_next_file_is_read(readers, family):
    small = [(name, data) for name, data in family.files() if len(data) < SMALL]
    for name, data in small[::EACH]:
        found = readers.read(data, name)
        if isinstance(found, Refusal):
            assert found.why.startswith(f"{name} is not read: ") and found.why.endswith(".")
        else:
            last = 0
            for passage in passages(found):
                assert last <= passage.start and found.text[passage.start : passage.end] == passage.text
                last = passage.end
        assert isinstance(readers.read(b"Sound words.", "a.txt"), Text)


def named(family, *names: str) -> list[tuple[str, bytes]]:
    """The files of a family with these names."""
    found = {name: data for name, data in family.files() if name in names}
    assert len(found) == len(names)
    return list(found.items())


def test_what_leaves_the_archive_or_lies_of_its_size_is_refused(readers):
    names = ("path-0.zip", "path-2.zip", "path-4.zip", "link.zip", "locked.zip", "overlapping.zip")
    bombs = [(f"{says}.zip", archive([bomb("a.txt", b"\0", 1_000, says)])) for says in (None, 0, 100)]
    for name, data in [*named(archives, *names), *bombs]:
        assert isinstance(readers.read(data, name), Refusal), name


def test_entities_are_neither_fetched_nor_unfolded(readers):
    names = [f"{kind}.{suffix}" for kind in markup.TYPES for suffix in ("docx", "pptx", "odt")]
    for name, data in named(markup, *names, "laughs-wide.docx"):
        assert isinstance(readers.read(data, name), Refusal), name
    for name, data in named(markup, "file.html", "laughs.html"):
        found = readers.read(data, name)
        assert isinstance(found, Refusal) or "root:" not in found.text and len(found.text) < 100_000


def test_loops_in_a_pdf_end(readers):
    for name, data in named(
        pdfs, "kids-self.pdf", "form-self.pdf", "forms-double.pdf", "references-round.pdf"
    ):
        found = readers.read(data, name)
        assert isinstance(found, Refusal) or len(found.text) < 1_000, name


def test_macros_and_what_is_embedded_are_said_and_left_alone(readers):
    for name, data in named(office, "macros.docm", "embedded.docx"):
        found = readers.read(data, name)
        assert isinstance(found, Text) and found.noticed[0].what in ("macros", "embedded files")
