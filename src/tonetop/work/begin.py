"""Begin: the organisation's name, its top managers with the day of their rank, and who runs the AIMS, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.work import sample
from tonetop.work.change_record import next_ref
from tonetop.work.keep_accounts import name_person
from tonetop.work.permission import KEEP_ACCOUNTS, manager, may
from tonetop.work.settle import settle


@dataclass(frozen=True, slots=True)
class Leader:
    """A top manager as the form asks for them; since: the day from which the rank is held."""

    name: str
    title: str
    since: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What one begins with. lead: who runs the AIMS, by name; authority: what they may decide or stop; me: my name."""

    name: str
    time_zone: str
    business: str
    leaders: Sequence[Leader]
    lead: str = ""
    authority: str = ""
    me: str = ""


def begin(account: Account, with_: Beginning) -> int:
    """Write all of it in one transaction; gives how many records were made.

    Raises Forbidden for those who do not manage, Refused for what does not fit: nothing is written then. Who has no
    person yet becomes the one they name in an empty house; later on only those who keep accounts do.
    """
    by = manager(account)
    if sample.is_there():
        raise Refused("take the sample organisation away first, and begin in an empty house")
    leaders = [leader for leader in with_.leaders if leader.name.strip()]
    if not with_.name.strip():
        raise Refused("Say what the organisation is called")
    if not leaders:
        raise Refused("Name at least one top manager, with the day from which the rank is held")
    for leader in leaders:
        if not cadence.is_day(leader.since):
            raise Refused(f"{leader.name}: say from which day the rank is held, as YYYY-MM-DD")
    with transaction.atomic():
        sample.discard()
        names_itself = sample.is_empty() or may(account, KEEP_ACCOUNTS)
        settle({"name": with_.name.strip(), "time_zone": with_.time_zone, "business": with_.business}, by)
        refs = _refs(leaders, with_.lead.strip())
        records = [(type, plain, None) for type, plain in _records(leaders, with_, refs)]
        made = write.save_all([Change(entry) for entry in intake.take_all(records)], by)
        if with_.me in refs and not account.person and names_itself:
            name_person(account, refs[with_.me], by)
    return len([row for row in made if row is not None])


def _refs(leaders: Sequence[Leader], lead: str) -> dict[str, str]:
    """The ids that the people get, by name, from the first free one on."""
    prefix, _, number = next_ref("Person").rpartition("-")
    names = dict.fromkeys([*(leader.name.strip() for leader in leaders), *([lead] if lead else [])])
    return {name: f"{prefix}-{int(number) + place}" for place, name in enumerate(names)}


def _records(
    leaders: Sequence[Leader], with_: Beginning, refs: dict[str, str]
) -> list[tuple[str, dict[str, Any]]]:
    today, lead = clock.today(), with_.lead.strip()
    found: list[tuple[str, dict[str, Any]]] = []
    for leader in leaders:
        plain = {"id": refs[leader.name.strip()], "name": leader.name.strip(), "is_top_management": True}
        titled = {"title": leader.title.strip()} if leader.title.strip() else {}
        found.append(("Person", plain | titled | {"valid_from": leader.since}))
    if lead and lead not in {leader.name.strip() for leader in leaders}:
        found.append(("Person", {"id": refs[lead], "name": lead, "valid_from": today}))
    if lead:
        role = {
            "id": next_ref("RoleAssignment"),
            "role": "aims-lead",
            "person": refs[lead],
            "valid_from": today,
        }
        authority = {"authority": with_.authority.strip()} if with_.authority.strip() else {}
        found.append(("RoleAssignment", role | authority))
    return found
