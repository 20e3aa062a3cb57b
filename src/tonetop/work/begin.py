"""Begin: the organisation's name, its top managers with the day of their rank, and who runs the AIMS, in one act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.standard.terms.people import top_managers
from tonetop.work import sample
from tonetop.work.assess import assess
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

    Top managers may be left out where some are recorded; whoever is named and recorded already stays one person. Raises
    Forbidden for those who do not manage, Refused for what does not fit: nothing is written then. Who has no person yet
    becomes the one they name in an empty house; later on only those who keep accounts do.
    """
    by = manager(account)
    if sample.is_there():
        raise Refused("take the sample organisation away first, and begin in an empty house")
    known = {str(row.name): str(row.id) for row in recorded()}
    leaders = [leader for leader in with_.leaders if leader.name.strip()]
    if not with_.name.strip():
        raise Refused("Say what the organisation is called")
    if not leaders and not known:
        raise Refused("Name at least one top manager, with the day from which the rank is held")
    for leader in leaders:
        if leader.name.strip() in known:
            ref = known[leader.name.strip()]
            raise Refused(
                f"{leader.name} is recorded as a top manager already, as {ref}; leave the row empty"
            )
        if not cadence.is_day(leader.since):
            raise Refused(f"{leader.name}: say from which day the rank is held, as YYYY-MM-DD")
    with transaction.atomic():
        sample.discard()
        names_itself = sample.is_empty() or may(account, KEEP_ACCOUNTS)
        settle({"name": with_.name.strip(), "time_zone": with_.time_zone, "business": with_.business}, by)
        new = _refs(leaders, "" if with_.lead.strip() in known else with_.lead.strip())
        refs = known | new
        records = [(type, plain, None) for type, plain in (*_people(leaders, new), *_role(with_, refs))]
        made = write.save_all([Change(entry) for entry in intake.take_all(records)], by)
        if with_.me in refs and not account.person and names_itself:
            name_person(account, refs[with_.me], by)
    return len([row for row in made if row is not None])


def recorded() -> list[Row]:
    """The top managers of today as they are recorded, by id; those of the sample are none."""
    return [] if sample.is_there() else top_managers(Moment(assess().facts))


def _refs(leaders: Sequence[Leader], lead: str) -> dict[str, str]:
    """The ids that the people get, by name, from the first free one on."""
    prefix, _, number = next_ref("Person").rpartition("-")
    names = dict.fromkeys([*(leader.name.strip() for leader in leaders), *([lead] if lead else [])])
    return {name: f"{prefix}-{int(number) + place}" for place, name in enumerate(names)}


def _people(leaders: Sequence[Leader], refs: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record for each new person: the leaders, and who runs the AIMS where that is somebody else."""
    for leader in leaders:
        plain = {"id": refs[leader.name.strip()], "name": leader.name.strip(), "is_top_management": True}
        titled = {"title": leader.title.strip()} if leader.title.strip() else {}
        yield "Person", plain | titled | {"valid_from": leader.since}
    for name in refs.keys() - {leader.name.strip() for leader in leaders}:
        yield "Person", {"id": refs[name], "name": name, "valid_from": clock.today()}


def _role(with_: Beginning, refs: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The role of who runs the AIMS, where that was said."""
    lead, authority = with_.lead.strip(), with_.authority.strip()
    if lead:
        role = {"id": next_ref("RoleAssignment"), "role": "aims-lead", "person": refs[lead]}
        said = {"authority": authority} if authority else {}
        yield "RoleAssignment", role | {"valid_from": clock.today()} | said
