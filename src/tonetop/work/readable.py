"""Whether texts of evidence are read now, whatever day is looked at: as classified last, and while they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from tonetop.records import blobs
from tonetop.records.models import Account
from tonetop.records.write import latest
from tonetop.registers.evidence import Evidence
from tonetop.work.evidence_files import digests
from tonetop.work.permission import GUEST, may_read


def may_read_piece(account: Account, ref: str, classification: str | None) -> bool:
    """Whether an account may read the files of a piece: by its classification of a day and by the last one."""
    last: Any = latest("Evidence", ref)
    return may_read(account, classification) and may_read(account, getattr(last, "classification", ""))


def disposed_on(ref: str) -> str:
    """The day on which a piece was disposed of; empty while it is kept."""
    last: Any = latest("Evidence", ref)
    return str(last.disposed_on or "") if last is not None else ""


def shut(account: Account | None) -> set[str]:
    """The pieces whose texts are given to this account no more: disposed of, or classified otherwise since."""
    gone = set(Evidence.objects.exclude(disposed_on=None).values_list("ref", flat=True))
    if account is None or account.role != GUEST:
        return gone
    last = dict(Evidence.objects.order_by("revision").values_list("ref", "classification"))
    return gone | {ref for ref, classification in last.items() if not may_read(account, classification)}


def open_for(account: Account) -> Callable[[str], BinaryIO | None]:
    """What opens kept files by their hash for an account: none that a piece names which is closed to it."""
    if account.role != GUEST:
        return blobs.open_blob
    closed = {digest.lower() for ref in shut(account) for digest in digests(ref)}
    return lambda digest: None if digest.lower() in closed else blobs.open_blob(digest)
