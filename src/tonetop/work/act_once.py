"""Do what a program asks for once under the key of its request: the ledger holds the key, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from tonetop.records import repeated
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.write import By, latest
from tonetop.work.assess import forget
from tonetop.work.permission import Forbidden

Ref = tuple[str, str]
"""A record's type and id."""


def act_once(by: By, name: str, do: Callable[[], Sequence[Ref]]) -> list[Record]:
    """The versions of the records that an act made or changed, the first leading; under a key it is done once.

    by: who asks, with the request. do: does the act, and gives its records. Raises what `do` raises, Overtaken for
    the key of another request.
    """
    if by.once is None:
        return _standing(do())
    try:
        rows, stopped = _once(by, name, do)
    except Exception:
        forget()  # acts judge by what they just wrote, which is undone now
        raise
    if stopped is not None:
        raise stopped
    return rows


def _once(
    by: By, name: str, do: Callable[[], Sequence[Ref]]
) -> tuple[list[Record], Refused | Forbidden | None]:
    """The versions, or why there are none; then what was asked of gates stays in the ledger all the same."""
    with transaction.atomic():
        before = repeated.told(by)
        if before is not None:
            return [_version(*one) for one in before.data["records"]], None
        try:
            rows = _standing(do())
        except (Refused, Forbidden) as wrong:
            return [], wrong
        written = [[type(row).__name__, row.ref, row.revision] for row in rows]
        about = written[0][:2] if written else ["organisation", "organisation"]
        data = {"act": name, "records": written}
        tell(str(about[0]), str(about[1]), repeated.ANSWERED, data, by)
        return rows, None


def _standing(refs: Sequence[Ref]) -> list[Record]:
    rows = [latest(*ref) for ref in dict.fromkeys(refs)]
    return [row for row in rows if row is not None]


def _version(type: str, ref: str, revision: int) -> Record:
    found: Record = registers()[type].objects.get(ref=ref, revision=revision)
    return found
