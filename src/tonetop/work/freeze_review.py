"""Open a sitting of a management review: its inputs are put before it, and the first one freezes the whole pack."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from tonetop.core import canonical
from tonetop.records import blobs, clock, log, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.write import ALWAYS, Change
from tonetop.standard import catalogue
from tonetop.standard.review import notes_by_input
from tonetop.work.assess import assess
from tonetop.work.gather_review import MEETING, PACK, contents, day, pack_of
from tonetop.work.permission import writer
from tonetop.work.revised import revised, standing

FORMAT = 1
MEDIA = "application/json"
HEADS = {"Raised": "Raised on", "Held": "Held on"}
"""Heads of columns as packs that were frozen earlier have them, and as they are worded since."""
TRENDS = {"Raised": "Newly raised"}
"""The same of names of trends."""


def open_sitting(  # noqa: PLR0913, PLR0917 - a sitting of a pack, its day and what it takes up
    account: Account,
    pack: str,
    meeting: str,
    keys: Collection[str],
    held_on: str = "",
    after: int | None = None,
) -> None:
    """Record that a sitting is held and which inputs it takes up; the first sitting freezes the pack.

    A further sitting has before it, beside its own inputs, what the earlier ones of the pack took up; so the last one
    has them all. Raises Forbidden, Overtaken, Refused.
    """
    by = writer(account, PACK)
    writer(account, MEETING)
    row, sitting, today = pack_of(pack), sitting_of(pack, meeting), clock.today()
    on = day(held_on) or today
    if sitting.held_on:
        raise Refused(f"this sitting was held on {sitting.held_on} already")
    if on > today:
        raise Refused("a sitting is opened on its day or after it, not before")
    shown = snapshot(row) if row.frozen_on else _made(row)
    given = {key: ids for key, ids in put_before(row, shown).items() if key in keys}
    missing = [key for key in keys if key not in given]
    if missing:
        named = ", ".join(key.replace("_", " ") for key in missing)
        raise Refused(
            f"nothing is gathered or noted for {named}; note that there is nothing, or leave it out"
        )
    if not given:
        raise Refused("choose at least one input that this sitting takes up")
    earlier = taken_up(sittings(row))
    changes: list[Change] = []
    if not row.frozen_on:
        digest = blobs.store([canonical.dumps(shown)], MEDIA, ours=True).sha256
        frozen = {"frozen_on": today, "frozen_by": account.person or None, "sha256": digest}
        changes.append(revised(row, after, **frozen))
    held = revised(sitting, held_on=on, inputs=earlier | given)
    held.entry.values["effective_on"] = sitting.from_on or ALWAYS  # it was held when it was held
    write.save_all([*changes, held], by)


def sitting_of(pack: str, meeting: str) -> Any:
    """A sitting of a pack. Raises Refused for another meeting."""
    if meeting not in (pack_of(pack).meetings or ()):
        raise Refused(f"{MEETING} {meeting}: is no sitting of this review")
    return standing(MEETING, meeting)


def sittings(pack: Any) -> list[Any]:
    """The sittings of a pack as they were written last, in order of their days, those to come last."""
    model = registers()[MEETING]
    rows = model.objects.filter(ref__in=list(pack.meetings or ())).order_by("revision")
    latest = {row.ref: row for row in rows if not row.withdrawn_on}
    return sorted(latest.values(), key=lambda row: (row.held_on or row.planned_on or "9999", row.ref))


def taken_up(rows: Iterable[Any]) -> dict[str, list[str]]:
    """What those of these sittings that were held had before them, by input."""
    found: dict[str, list[str]] = {}
    for sitting in rows:
        if sitting.held_on:
            found |= {key: list(ids) for key, ids in (sitting.inputs or {}).items()}
    return found


def put_before(pack: Any, shown: dict[str, Any]) -> dict[str, list[str]]:
    """By input, the records that a meeting can have before it; the pack itself where it says that there are none."""
    return {
        told["key"]: told["records"] or [pack.ref]
        for told in shown["inputs"]
        if told["records"] or told["complete"] or told["complete"] is None and told["tables"]
    }


def _made(pack: Any) -> dict[str, Any]:
    """Everything that the pack shows now, as it will be shown for good; people stand in it by their ids."""
    plain = contents(pack, assess()).plain()
    about = {"format": FORMAT, "catalogue": catalogue.label(), "pack": pack.ref, "version": pack.revision}
    return plain | about | {"ledger": log.size()}


def snapshot(pack: Any) -> dict[str, Any]:
    """What was frozen, read from the file that the pack names by its hash. Raises Refused when it is not kept.

    Heads of columns and names of trends stand as they are worded today; the file keeps its own.
    """
    found: dict[str, Any] = json.loads(blobs.read(pack.sha256 or ""))
    for told in found["inputs"]:
        for table in told["tables"]:
            table["columns"] = [[kind, HEADS.get(head, head)] for kind, head in table["columns"]]
        for trend in told["trends"]:
            trend["name"] = TRENDS.get(trend["name"], trend["name"])
    return found


def notes_seen(pack: str, shown: dict[str, Any]) -> dict[str, str]:
    """The notes by input of the version of a pack that was frozen; they stand in its record, where erasure reaches."""
    seen = registers()[PACK].objects.filter(ref=pack, revision=shown["version"]).first()
    return notes_by_input(getattr(seen, "notes", None))
