"""Retire a document from today on: what replaces it is said, and nobody is asked about it any more."""

from __future__ import annotations

from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.work.assess import assess
from tonetop.work.permission import writer
from tonetop.work.revised import revised, standing
from tonetop.work.warrant import open_asks
from tonetop.work.write_document import demand_kept, found


def retire_document(account: Account, ref: str, replaced_by: str, after: int) -> Record | None:
    """Retire it, and close what was asked about its versions. Raises Forbidden, Refused, Overtaken."""
    by = writer(account, "Document")
    facts = assess().facts
    held = found(facts, ref)
    demand_kept(held)
    if replaced_by == ref:
        raise Refused("a document is not replaced by itself; name another one, or none")
    asked = facts.prepared(open_asks)
    asks = {ask.id for version in held.versions for ask in asked.get(version.row.id, ())}
    said = {"retired_on": clock.today(), "retired_by": by.person, "replaced_by": replaced_by or None}
    closed = [revised(standing("Ask", id), closed_on=clock.today()) for id in sorted(asks)]
    return write.save_all([revised(standing("Document", ref), after, **said), *closed], by)[0]
