"""Say of candidates that they are parts of an AI system, or are not; and take what code shows as candidates."""

from __future__ import annotations

from collections.abc import Sequence

from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.standard.bom.parts import CANDIDATE, IN_USE, REJECTED
from tonetop.work.assess import assess
from tonetop.work.export_bom import in_code, parts_of
from tonetop.work.permission import writer
from tonetop.work.revised import new, next_refs, revised, standing

CHOICES = {"accept": IN_USE, "reject": REJECTED}


def settle_parts(account: Account, system: str, refs: Sequence[str], choice: str) -> int:
    """Accept or reject candidates of a system, all or none; gives how many. Raises Forbidden, Refused."""
    by = writer(account, "SystemPart")
    if choice not in CHOICES:
        raise Refused("choose whether they are parts of the system, or not")
    if not refs:
        raise Refused("choose at least one candidate")
    rows = [standing("SystemPart", ref) for ref in dict.fromkeys(refs)]
    for row in rows:
        if row.state != CANDIDATE or system not in (row.systems or ()):  # type: ignore[attr-defined]
            raise Refused(f"{row.ref} is no candidate of this system any more; look at the page again")
    state, person, today = CHOICES[choice], account.person or None, clock.today()
    write.save_all([revised(row, state=state, decided_by=person, decided_on=today) for row in rows], by)
    return len(rows)


def take_from_code(account: Account, system: str) -> int:
    """Record what scans found in a system's code as candidates; gives how many are new. Raises Forbidden, Refused."""
    by = writer(account, "SystemPart")
    if assess().facts.get("AISystem", system) is None:
        raise Refused(f"there is no AI system {system!r}")
    fresh = not_yet(system, clock.today())
    made = []
    for ref, one in zip(next_refs("SystemPart", len(fresh)), fresh, strict=True):
        plain = {name: value for name, value in one.items() if name != "ident"}
        made.append(("SystemPart", plain | {"id": ref, "systems": [system], "state": CANDIDATE}))
    write.save_all(new(made), by)
    return len(made)


def not_yet(system: str, as_of: str) -> list[dict[str, object]]:
    """What code shows and no part of the system stands for."""
    known = {row.name.casefold() for row in parts_of(as_of, system)}
    return [one for one in in_code(system, as_of) if one["name"].casefold() not in known]
