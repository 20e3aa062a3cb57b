"""Give documents to be read: files or pieces of evidence; read in the background, told how far, stopped at a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from tonetop.records import blobs, clock, holds
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.readings import FAILED, READ, READING, WAITING, Reading
from tonetop.records.write import By
from tonetop.work.beat import Stopped, Told
from tonetop.work.evidence_files import files_of
from tonetop.work.examine import examine
from tonetop.work.examined import Examined, Refusal
from tonetop.work.examined_before import made_by
from tonetop.work.keep_evidence import Brought
from tonetop.work.own_data.periods import days_now, periods
from tonetop.work.permission import HAVE_READ, doer, may
from tonetop.work.reading import put_aside
from tonetop.work.reading.found import forget, keep
from tonetop.work.reading.propose_records import propose_records
from tonetop.work.revised import standing

SILENT = timedelta(minutes=15)
"""After how long without a sign a job counts as broken off."""
LONGEST = 120
BROKEN = "the reading was broken off, such as by a restart; give the documents once more"
KILLED = "the process that read them was killed each time, such as for want of memory; give fewer documents at once"
FAULT = "the program failed while it read; the background jobs say where, and nothing was kept"


def begin(account: Account, files: Sequence[Brought], pieces: Sequence[str] = (), name: str = "") -> Reading:
    """Put documents aside and have them read. pieces: ids of evidence. Raises Forbidden, Refused."""
    by = doer(account, HAVE_READ)
    now = clock.now()
    until = (date.fromisoformat(clock.calendar_day()) + timedelta(periods()["readings"].days)).isoformat()
    brought = [*files, *_kept(pieces)]
    if not brought:
        raise Refused("choose at least one file, or a piece of evidence")
    called = name.strip() or ", ".join(one.name for one in brought[:3])
    made = Reading.objects.create(name=called[:LONGEST], by=by.account, begun=now, beat=now, kept_until=until)
    try:
        made.files = put_aside.put(made.pk, brought)
    except (Refused, OSError):
        discard(made)
        raise
    made.save()
    transaction.on_commit(lambda: read_documents.enqueue(made.pk))
    return made


def _kept(pieces: Sequence[str]) -> Iterator[Brought]:
    """The files of pieces of evidence, each under its piece's id. Raises Refused."""
    for ref in dict.fromkeys(pieces):
        row: Any = standing("Evidence", ref)
        if row.disposed_on:
            raise Refused(f"{ref} was disposed of on {row.disposed_on}; there is nothing to read")
        named = [(file.now.name or file.now.ref, file.now.sha256) for file in files_of(ref)]
        known = {digest for _, digest in named}
        if row.sha256 and row.sha256 not in known:
            named.append((row.uri or row.title or ref, row.sha256))
        found = [(name, digest) for name, digest in named if digest and blobs.holds(digest)]
        if not found:
            raise Refused(f"{ref} has no file that is kept here; there is nothing to read")
        for name, digest in found:
            yield Brought(f"{ref}/{name.replace('/', '_')}", _parts(digest))


def _parts(digest: str) -> Iterator[bytes]:
    file = blobs.open_blob(digest)
    if file is not None:
        with file:
            while part := file.read(1 << 20):
                yield part


@task()
def read_documents(number: int) -> dict[str, int]:
    """Read what was put aside under a number; a reading that is not there any more is none.

    One that is being read already was begun by a worker that was killed: it is read from its beginning.
    """
    stages = (WAITING, READING)
    begun = Reading.objects.filter(pk=number, stage__in=stages).update(stage=READING, beat=clock.now())
    if not begun:
        return {}
    why = FAULT
    try:
        return _read(number)
    except Stopped:
        put_aside.drop(number)
        return {}
    except FileNotFoundError:
        if Reading.objects.filter(pk=number).exists():
            raise
        return {}  # it was dropped in the very moment in which what was found was written
    except Refused as refused:
        why = str(refused)
        return {}
    finally:
        if Reading.objects.filter(pk=number, stage=READING).update(stage=FAILED, why=why[:2000]):
            put_aside.drop(number)


def _read(number: int) -> dict[str, int]:
    """Raises Stopped, Refused."""
    put_aside.open_archives(number)
    told = Told(Reading.objects.filter(pk=number, stage=READING))
    documents: list[Examined | Refusal] = list(
        examine(put_aside.files_folder(number), told, cached=False)  # what people give is kept nowhere else
    )
    told.demand_wanted()
    keep(number, documents)
    with transaction.atomic():
        if not Reading.objects.filter(pk=number, stage=READING).update(stage=READ, beat=clock.now()):
            raise Stopped
        reading = Reading.objects.get(pk=number)
        count = propose_records(reading, documents)
        read = sum(isinstance(one, Examined) for one in documents)
        data = {"files": len(documents), "read": read, "proposed": count, "judged_by": made_by()}
        tell("Reading", str(number), "documents.read", data, By(reading.by))
    return {"files": len(documents), "read": read, "proposed": count}


def readings_of(account: Account) -> list[Reading]:
    """What an account may see: what it gave itself; those who lead see all, since they accept. The newest first."""
    settle_lost()
    sees_all = may(account, "manage")
    return [one for one in Reading.objects.all() if sees_all or one.by == f"account-{account.pk}"]


def discard(reading: Reading) -> None:
    """Drop a reading with its documents and all that was found in them; a job that reads them stops.

    What was accepted of it stands in the registers, and its documents among the evidence.
    """
    number = reading.pk
    Reading.objects.filter(pk=number).delete()
    put_aside.drop(number)
    forget()


def drop(reading: Reading) -> None:
    """Discard a reading because a person says so. Raises Refused when a hold keeps what was given to be read."""
    holds.demand_kind_free("readings")
    discard(reading)


def settle_lost() -> int:
    """Drop what is past its day, and say of what was broken off that it was; gives how many were dropped."""
    gone = Reading.objects.filter(kept_until__lt=clock.calendar_day())
    old = list(gone) if days_now("readings") is not None else []
    for reading in old:
        discard(reading)
    lost = Reading.objects.filter(stage=READING, beat__lt=clock.now() - SILENT)
    for number in list(lost.values_list("pk", flat=True)):
        give_up(number, BROKEN)
    return len(old)


def give_up(number: int, why: str = KILLED) -> None:
    """Say of a reading under way that it failed, and drop what was put aside for it."""
    if Reading.objects.filter(pk=number, stage=READING).update(stage=FAILED, why=why):
        put_aside.drop(number)
