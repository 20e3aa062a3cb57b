"""Documents given to be read: in the background, with a word that stops it, and dropped when their time is over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.work.documenting import account
from tests.work.making_documents import POLICY, minutes, policy
from tests.work.reading_documents import FILES, brought, judged_by_hand, lead, proposal, read, states

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and judging give what is made by hand."""
    judged_by_hand(monkeypatch)


@pytest.mark.usefixtures("examined")
def test_documents_are_read_in_the_background_and_what_they_propose_is_put_before_people():
    from tonetop.work.reading.found import gap_of

    reading = read()
    assert (reading.stage, reading.files, reading.done, reading.total) == ("read", 3, 3, 3)
    assert states(reading) == {"open": reading.proposals.count()}
    first = reading.proposals.first()
    assert (first.number, first.type, first.cites[0][1]) == (1, "Evidence", minutes().document)
    found = gap_of(reading.pk, "papers", "2025-12-31")
    assert found.duty("LD-1")["shown"] == "backed"
    assert [one.document for one in found.documents][0] == "broken.pdf"


@pytest.mark.usefixtures("examined")
def test_an_auditor_reads_but_accepts_no_meeting_and_a_process_owner_gives_nothing():
    from tonetop.work.permission import Forbidden
    from tonetop.work.reading.begin import readings_of
    from tonetop.work.reading.settle_proposals import accept, reject

    auditor = account("internal-auditor", "rehn", 4)
    reading = read(by=auditor)
    row = proposal(reading, "Meeting")
    with pytest.raises(Forbidden):
        accept(auditor, row, row.version)
    with pytest.raises(Forbidden):
        reject(auditor, row, row.version)
    with pytest.raises(Forbidden):
        read(by=account("process-owner", "haddad", 5))
    assert [one.pk for one in readings_of(auditor)] == [reading.pk] == [one.pk for one in readings_of(lead())]
    assert readings_of(account("executive", "solvang", 6)) == []


@pytest.mark.usefixtures("examined")
def test_an_archive_is_opened_and_one_that_cannot_be_is_refused_as_a_file():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("board/policy.md", POLICY)
        out.writestr("__MACOSX/._policy.md", "x")
        out.writestr("../outside.md", "x")
    good = io.BytesIO()
    with zipfile.ZipFile(good, "w") as out:
        out.writestr("board/policy.md", POLICY)
        out.writestr("__MACOSX/._policy.md", "x")
    reading = read((("good.zip", good.getvalue()), ("bad.zip", archive.getvalue())))
    assert reading.total == 2
    assert reading.proposals.filter(type="PolicyVersion").exists()


def test_a_word_stops_the_reading_and_nothing_half_is_kept(monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.readings import Reading
    from tonetop.work import beat
    from tonetop.work.reading import begin, put_aside

    made = begin.begin(lead(), brought(*FILES))

    def stopping(folder: Path, told: Callable[[int, int, str], None], **_: Any) -> Iterator[Any]:
        told(1, 3, "policy.md")
        yield policy()
        begin.discard(made)
        told(3, 3, "minutes.md")
        raise AssertionError("it went on")

    monkeypatch.setattr(begin, "examine", stopping)
    monkeypatch.setattr(beat, "BEAT", timedelta(0))
    number = made.pk
    assert begin.read_documents.func(number) == {}
    assert not Reading.objects.exists() and not put_aside.folder(number).exists()


@pytest.mark.usefixtures("examined")
def test_what_a_killed_worker_began_to_read_is_read_from_its_beginning():
    from tonetop.records.readings import READING, Reading
    from tonetop.work.reading import begin

    made = begin.begin(lead(), brought(*FILES))
    Reading.objects.filter(pk=made.pk).update(stage=READING, done=1)
    assert begin.read_documents.func(made.pk)["files"] == 3
    made.refresh_from_db()
    assert made.stage == "read"


def test_a_reading_that_killed_its_workers_is_told_at_once_as_failed():
    from django_tasks_db.models import DBTaskResult

    from tonetop.records.readings import ProposedRecord, Reading
    from tonetop.work import jobs, workers
    from tonetop.work.reading import begin, put_aside

    made = begin.begin(lead(), brought(*FILES))
    job = begin.read_documents.enqueue(made.pk)
    for begun in range(workers.TRIES):
        made.refresh_from_db()
        assert made.stage == ("reading" if begun else "waiting")
        Reading.objects.update(stage="reading")
        DBTaskResult.objects.get(pk=job.id).claim("killed")
        jobs.take_up_killed()
    made.refresh_from_db()
    assert made.stage == "failed" and "killed each time" in made.why
    assert not put_aside.folder(made.pk).exists() and not ProposedRecord.objects.exists()
    assert DBTaskResult.objects.get(pk=job.id).status == "FAILED"


def test_what_goes_wrong_is_told_in_one_sentence_and_leaves_no_document_behind(
    monkeypatch: pytest.MonkeyPatch,
):
    from tonetop.records.intake import Refused
    from tonetop.records.readings import Reading
    from tonetop.work.reading import begin, put_aside

    def refusing(*_: Any, **__: Any) -> Any:
        raise Refused("judging documents needs numpy: install it")

    monkeypatch.setattr(begin, "examine", refusing)
    made = begin.begin(lead(), brought(*FILES))
    begin.read_documents.func(made.pk)
    made.refresh_from_db()
    assert (made.stage, made.why) == ("failed", "judging documents needs numpy: install it")
    assert not put_aside.folder(made.pk).exists()
    lost = begin.begin(lead(), brought(*FILES))
    Reading.objects.filter(pk=lost.pk).update(stage="reading", beat=lost.beat - timedelta(hours=1))
    begin.settle_lost()
    lost.refresh_from_db()
    assert lost.stage == "failed" and "broken off" in lost.why


@pytest.mark.usefixtures("examined")
def test_what_nobody_accepted_is_dropped_when_its_day_is_past():
    from tonetop.records.readings import ProposedRecord, Reading
    from tonetop.work.reading import begin, put_aside

    reading = read()
    Reading.objects.update(kept_until="2020-01-01")
    assert begin.settle_lost() == 1
    assert not ProposedRecord.objects.exists() and not put_aside.folder(reading.pk).exists()


def test_nothing_is_given_too_much_is_given_and_names_lead_nowhere_else(monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.intake import Refused
    from tonetop.records.readings import Reading
    from tonetop.work.reading import begin, put_aside

    with pytest.raises(Refused, match="choose at least one file"):
        begin.begin(lead(), [])
    made = begin.begin(
        lead(), brought(("../../a.md", b"a"), ("a.md", b"b"), ("x/..\\c:d.md", b"c"), ("", b"d"))
    )
    root = put_aside.files_folder(made.pk)
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert found == ["a (2).md", "a.md", "file", "x/c_d.md"]
    monkeypatch.setattr(put_aside, "MOST", 1)
    before = Reading.objects.count()
    with pytest.raises(Refused, match="too many"):
        begin.begin(lead(), brought(*FILES))
    monkeypatch.setattr(put_aside, "MOST_BYTES", 3)
    with pytest.raises(Refused, match="more than"):
        begin.begin(lead(), brought(("a.md", b"four")))
    assert Reading.objects.count() == before
