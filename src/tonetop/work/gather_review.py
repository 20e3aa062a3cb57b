"""Build a management review: begin its pack, plan its sittings, note what an input lacks; what the pack holds now."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.standard import catalogue, review_excess
from tonetop.standard.assessment import Assessment
from tonetop.standard.review import NONE, Pack, notes_by_input
from tonetop.standard.review_inputs import last_review
from tonetop.standard.review_practice import gathered
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.over_collected import for_leaders
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised, standing

PACK, MEETING, REVIEW = "ReviewPack", "Meeting", "management-review"


def build(account: Account, title: str = "", planned_on: str = "") -> Record:
    """Begin the pack of the next management review, with a first sitting; gives the pack.

    It covers the time since the last review that was held. Raises Forbidden; Refused while another is being built.
    """
    by = writer(account, PACK)
    writer(account, MEETING)
    facts = assess().facts
    begun = [row for row in facts.rows(PACK) if not row.frozen_on]
    if begun:
        raise Refused(f"{PACK} {begun[0].id}: is being built already; go on with it, or withdraw it first")
    meeting = next_ref(MEETING)
    fields = {
        "id": next_ref(PACK),
        "title": title.strip() or f"Management review {facts.as_of[:4]}",
        "meetings": [meeting],
        "built_by": account.person,
        "built_on": clock.today(),
        "since": last_review(facts),
    }
    sitting = {"id": meeting, "kind": REVIEW, "planned_on": day(planned_on)}
    made = write.save_all(new([(MEETING, sitting), (PACK, fields)]), by)[1]
    if made is None:
        raise Refused("nothing was written; try it once more")
    return made


def plan_sitting(account: Account, pack: str, planned_on: str = "") -> str:
    """Plan a further sitting of a review that is split; gives the meeting's id. Raises Forbidden, Refused."""
    by = writer(account, PACK)
    writer(account, MEETING)
    row, meeting = pack_of(pack), next_ref(MEETING)
    if row.minutes:
        raise Refused("the minutes of this review are written already; build the next review instead")
    with transaction.atomic():  # the pack can name the sitting only once it is there
        write.save_all(new([(MEETING, {"id": meeting, "kind": REVIEW, "planned_on": day(planned_on)})]), by)
        write.save_all([revised(row, meetings=[*(row.meetings or ()), meeting])], by)
    return meeting


def note(  # noqa: PLR0913, PLR0917 - an input of a pack, and the two ways to speak of it
    account: Account, pack: str, key: str, said: str, nothing: bool = False, after: int | None = None
) -> None:
    """Keep what is said about an input; nothing: that one has checked and there is nothing to tell.

    An empty note takes the earlier one away. Raises Forbidden, Overtaken; Refused once the pack is frozen.
    """
    by = writer(account, PACK)
    row = pack_of(pack)
    if row.frozen_on:
        raise Refused(f"the inputs were frozen on {row.frozen_on}; what was seen stays as it was seen")
    if key not in catalogue.review_inputs():
        raise Refused(f"{key!r} is no input of a management review")
    told = " ".join(said.split())
    if nothing:
        if not account.person:
            raise Refused("your account is no person of the register, so nobody would know who checked")
        checked = f"{NONE} {account.person} on {clock.today()}"
        told = f"{checked}: {told}" if told else checked
    elif told.startswith(NONE):
        raise Refused("tick that there is nothing to tell instead of writing it, so that it bears your name")
    notes = notes_by_input(row.notes) | {key: told}
    kept = [f"{key}: {text}" for key, text in notes.items() if text]
    write.save_all([revised(row, after, notes=kept or None)], by)


def pack_of(ref: str) -> Any:
    """The pack as it was written last. Raises Refused when there is none."""
    return standing(PACK, ref)


def contents(pack: Any, found: Assessment) -> Pack:
    """What the pack holds as of the assessment's day, gathered now."""
    pack_now = gathered(found, pack.since or "", notes_by_input(pack.notes))
    return review_excess.told(pack_now, for_leaders(found.facts))


def day(given: str) -> str:
    """A day as it was given, or nothing. Raises Refused for what is no day."""
    if given and not cadence.is_day(given):
        raise Refused(f"{given!r} is no day; write YYYY-MM-DD, such as 2025-10-21")
    return given
