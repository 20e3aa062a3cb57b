"""Say "I know it" of a document's valid text: one act of whoever is in its audience, for oneself alone."""

from __future__ import annotations

from tonetop.records import clock, write
from tonetop.records.doers import holder
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.work.assess import assess
from tonetop.work.document_state import in_audience
from tonetop.work.permission import ACKNOWLEDGE, Forbidden
from tonetop.work.revised import new, revised, standing
from tonetop.work.warrant import answering, open_asks
from tonetop.work.write_document import demand_kept, found


def acknowledge(account: Account, document: str, version: str) -> Record | None:
    """Record that the account's person knows the valid version; None when it is on record already.

    version: the one that the person saw. Raises Forbidden, Refused.
    """
    facts = assess().facts
    person = answering(account, facts, ACKNOWLEDGE)
    held = found(facts, document)
    demand_kept(held)
    if held.valid is None or held.valid.row.id != version:
        raise Refused("this text is not the valid one any more; look at the document again")
    if not in_audience(facts, held.row, person):
        raise Forbidden("you are not among those who were asked to know it; ask the document's owner")
    plain = {"version": version, "person": person, "acknowledged_on": clock.today()}
    asks = [
        ask
        for ask in facts.prepared(open_asks).get(version, ())
        if ask.asked_of == person and ask.kind == "acknowledge"
    ]
    closed = [revised(standing("Ask", ask.id), closed_on=clock.today()) for ask in asks]
    if write.latest("Acknowledgement", f"{version}/{person}") is not None:
        return None
    by = holder(account)
    return write.save_all([*new([("Acknowledgement", plain)]), *closed], by)[0]
