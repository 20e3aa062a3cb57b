"""The index of passages: it follows what is kept, says what it could not read, and forgets what is gone for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnxruntime", reason="needs the extra: pip install 'tonetop[assistant]'")

from tests.work.documenting import account
from tests.work.evidencing import enters, file, judges, kept, piece
from tonetop.work import passage_index
from tonetop.work.permission import GUEST
from tonetop.work.source import Source
from tonetop.work.sources import narrowed, sources

SECRET = "The zirconium committee dismissed the walrus proposal."
PLAIN = "The executive board approved the budget of the management system."


def among(role: str = "governance-lead") -> dict[str, Source]:
    from tonetop.work.assess import assess

    return sources(assess().facts, account(role, None, 7))


def hits(question: str, role: str = "governance-lead") -> list[str]:
    return [hit.text for hit in passage_index.Shelf(among(role)).find(question).hits]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("passages.sqlite3*"))


@pytest.mark.usefixtures("demo")
def test_what_is_brought_is_found_and_what_did_not_change_is_not_read_again():
    kept(file(PLAIN, "minutes.md"), title="Board in May")
    assert passage_index.behind()
    first = passage_index.catch_up()
    assert first.read >= 1 and not passage_index.behind()
    assert hits("Who approved the budget?")[0] == PLAIN
    again = passage_index.catch_up()
    assert (again.read, again.gone) == (0, 0)


@pytest.mark.usefixtures("demo")
def test_what_cannot_be_read_stands_there_with_the_reason():
    ref = kept(file("\0\1\2\3" * 50, "picture.png"), title="A picture")
    assert passage_index.catch_up().refused == 1
    extent = passage_index.Shelf(among()).extent()
    (why,) = extent.refused.values()
    assert "picture.png" in why and piece(ref).sha256 in extent.refused


@pytest.mark.usefixtures("demo")
def test_a_file_that_was_replaced_leaves_and_a_withdrawn_piece_is_not_shown_at_once():
    from tonetop.work.change_record import withdraw_record
    from tonetop.work.evidence_files import files_of
    from tonetop.work.keep_evidence import replace_file

    ref = kept(file(SECRET, "a.md"))
    passage_index.catch_up()
    (held,) = files_of(ref)
    replace_file(enters(), held.now.ref, file(PLAIN, "a.md"))
    assert SECRET not in hits("walrus proposal")
    assert passage_index.catch_up().gone == 1
    assert PLAIN in hits("approved budget")
    withdraw_record(judges(), "Evidence", ref)
    assert PLAIN not in hits("approved budget")
    assert passage_index.catch_up().gone == 1


def test_nothing_of_a_disposed_file_stays_on_disk(demo: Path):
    from tonetop.work.evidence_state import dispose

    ref = kept(file(SECRET, "secret.md"), retain_until="2020-01-01")
    kept(file(PLAIN, "plain.md"))
    passage_index.catch_up()
    assert hits("zirconium walrus") == [SECRET] or SECRET in hits("zirconium walrus")
    assert b"zirconium" in bytes_of(demo) and b"walrus" in bytes_of(demo)
    dispose(judges(), ref, "The rule of retention")
    left = bytes_of(demo)
    assert not [word for word in (b"irconium", b"walrus", b"alru", SECRET.encode()) if word in left]
    assert b"management system" in left
    assert SECRET not in hits("zirconium walrus")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("classification", ["Restricted", "Strictly-confidential", "confidental", "TLP:RED"])
def test_guests_never_get_a_text_that_is_classified_otherwise_than_as_open_to_them(classification: str):
    kept(file(SECRET, "secret.md"), classification=classification)
    passage_index.catch_up()
    assert SECRET in hits("walrus proposal")
    assert SECRET not in hits("walrus proposal", GUEST)
    assert hits("walrus proposal", "staff") == []


@pytest.mark.usefixtures("demo")
def test_what_nobody_sees_in_a_file_is_not_found():
    page = f"<html><body><p>Seen.</p><p style='display:none'>{SECRET}</p></body></html>"
    kept(file(page, "page.html"))
    passage_index.catch_up()
    assert SECRET not in hits("walrus proposal")


@pytest.mark.usefixtures("demo")
def test_texts_are_narrowed_by_kind_day_and_requirement():
    kept(file(PLAIN, "a.md"), kind="budget-approval", occurred_on="2025-05-02", requirements=("LD-3.3",))
    named: Any = [
        one.title for one in narrowed(among(), "budget-approval", "2025-05-01", "2025-05-31", "LD-3").values()
    ]
    assert "Minutes" in named
    assert not [
        one
        for one in narrowed(among(), "", "2025-05-03", "2025-05-31", "LD-3").values()
        if one.title == "Minutes"
    ]


def test_an_index_that_is_lost_is_made_anew_and_no_backup_holds_it(demo: Path, tmp_path: Path):
    from datetime import UTC, datetime
    from zipfile import ZipFile

    from tonetop.work.backup import backup

    kept(file(PLAIN, "a.md"))
    passage_index.catch_up()
    made = backup(demo, tmp_path / "one.backup", datetime(2026, 1, 1, tzinfo=UTC))
    assert not [name for name in ZipFile(made.path).namelist() if "passages" in name]
    (demo / "passages.sqlite3").write_bytes(b"no index at all, but some bytes" * 9)
    assert passage_index.anew().read >= 1
    assert PLAIN in hits("approved budget")
