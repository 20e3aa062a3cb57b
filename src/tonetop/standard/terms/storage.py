"""Where personal data lies: assets found by scans, fields reviewed for need, data deleted in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups, entries
from tonetop.core.together import Together
from tonetop.core.window import EVER, Window, lacks
from tonetop.standard.terms.evidence import of_kind
from tonetop.standard.terms.processing import personal_assets


def unhosted(facts: Facts) -> list[Row]:
    """Assets of which it is not said where they run."""
    return sorted((row for row in facts.rows("Asset") if not row.hosting), key=lambda row: str(row.id))


def undescribed(facts: Facts) -> list[Row]:
    """Assets with personal data that lack an owner or the categories of the data."""
    return [row for row in facts.prepared(personal_assets) if not (row.owner and row.data_categories)]


def _sightings(facts: Facts) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """When assets were found, as hosting kind, day and proof: an own discovery, or a scan linked to it."""
    assets = facts.index("Asset")
    for row in assets.values():
        if row.hosting and row.discovered_on:
            yield row.hosting, row.discovered_on, (row,)
    for scan in of_kind(facts, "discovery-scan"):
        if scan.occurred_on:
            for asset in (assets[ident] for ident in scan.links or () if ident in assets):
                if asset.hosting:
                    yield asset.hosting, scan.occurred_on, (scan, asset)


def last_seen(facts: Facts) -> dict[str, tuple[str, tuple[Row, ...]]]:
    """By hosting kind that occurs, the day on which an asset was last found, and the proof.

    Of a kind that was never found the day is empty and the proof is its first asset by id.
    """
    first: dict[str, Row] = {}
    for row in facts.rows("Asset"):
        if row.hosting and (row.hosting not in first or row.id < first[row.hosting].id):
            first[row.hosting] = row
    found: dict[str, tuple[str, tuple[Row, ...]]] = {kind: ("", (first[kind],)) for kind in sorted(first)}
    for kind, day, proof in _sightings(facts):
        if (day, *map(_by_id, proof)) > (found[kind][0], *map(_by_id, found[kind][1])):
            found[kind] = (day, proof)
    return found


def _by_id(row: Row) -> str:
    return str(row.id)


def leaving(now: Moment) -> Window:
    """Fields of which the removal lies after the day."""
    return now.after("FieldInventory", "removed_on", 0)


def doubtful(facts: Facts, field: Row) -> bool:
    """Whether it is not known that a field is needed or not; a predicate."""
    return _doubtful(field)


def _doubtful(field: Row) -> bool:
    return field.needed not in ("yes", "no")


def unneeded(facts: Facts, field: Row) -> bool:
    """Whether a field is not needed and nothing justifies it; a predicate."""
    return field.needed == "no" and not field.justification


def _states(field: Row) -> list[str]:
    """What is said of a field of which no removal is planned or done."""
    if field.removed_on:
        return []
    return [
        "stays",
        *(["doubtful"] if _doubtful(field) else []),
        *(["found"] if _doubtful(field) and field.found_on else []),
        *([] if field.reviewed_on else ["unreviewed"]),
    ]


_staying = Groups("FieldInventory", _states)
"""Fields of which no removal is planned or done: all of them, those of doubtful need, those never reviewed."""


def staying(facts: Facts, state: str = "stays") -> list[Row]:
    """Fields of which no removal is planned or done, in order of key."""
    return facts.part(_staying, state) or []


def fields(now: Moment) -> Together[Row]:
    """The fields that are there on the day."""
    return Together(staying(now.facts), leaving(now))


def doubtful_fields(now: Moment) -> Together[Row]:
    """Fields on the day of which the need is not known."""
    return Together(staying(now.facts, "doubtful"), leaving(now).where(doubtful))


def found_fields(facts: Facts) -> list[Row]:
    """Staying fields that scans found and of which nobody said yet whether they are needed."""
    return staying(facts, "found")


def _reviewed_before(now: Moment, days: int) -> Window:
    """Staying fields whose review is so many days old or more."""
    return now.window("FieldInventory", EVER, "reviewed_on", until=days).where(lacks("removed_on"))


def stale_fields(now: Moment, days: int) -> Together[Row]:
    """Fields on the day whose review is so many days old or more, or missing."""
    going = [row for row in leaving(now) if not now.within(row.reviewed_on, days)]
    return Together(staying(now.facts, "unreviewed"), _reviewed_before(now, days), going)


def overdue_fields(now: Moment, days: int) -> Together[Row]:
    """Unneeded fields on the day, reviewed more than so many days ago."""
    going = [row for row in leaving(now).where(unneeded) if now.older(row.reviewed_on, days)]
    return Together(_reviewed_before(now, days + 1).where(unneeded), going)


_fields_by_system = Groups("FieldInventory", "system")


@entries("Asset")
def _fields_end(facts: Facts, asset: Row) -> str | None:
    """The day on which the last field of an asset with personal data goes ("-": none was); None while one stays."""
    if asset.holds_personal_data is not True:
        return None
    rows = facts.part(_fields_by_system, asset.id) or ()
    ends = [row.removed_on for row in rows]
    return max(ends, default="-") if all(ends) else None


def assets_without_fields(now: Moment) -> list[Row]:
    """Assets with personal data of which no field is listed on the day."""
    ended = now.facts.prepared(_fields_end)
    gone = (ident for ident in sorted(ended) if ended[ident] == "-" or now.reached(ended[ident]))
    return [row for ident in gone if (row := now.get("Asset", ident)) is not None]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a category of data in an asset is kept: the rule approved last and its latest run.

    ran: the day of that run, empty when there is none. counts: what kept scans counted under the rule, since that run.
    fault: what fails about it, to be said of it (PV-7).
    """

    asset: Row
    category: str
    rule: Row | None
    run: Row | None
    ran: str
    counts: tuple[Row, ...] = ()
    fault: str | None = None

    def judged(self, grace: int) -> Keeping:
        """The same with its fault, when it has one at this grace."""
        return replace(self, fault=self._counted(grace) or self._unruled() or self._beyond(grace))

    def _counted(self, grace: int) -> str | None:
        """What scans counted beyond the period, in a place where a deletion run should have left nothing."""
        late = self.beyond(grace)
        if not late:
            return None
        rows, last = sum(int(row.rows_overdue) for row in late), max(late, key=lambda row: row.counted_on)
        oldest = min(row.oldest_on for row in late)
        scan = f"the scan of {last.source} on {last.counted_on}"
        return f"is kept beyond its period: {scan} counted {rows}, the oldest of {oldest}"

    def beyond(self, grace: int) -> list[Row]:
        """The counts of rows that are older than the period with this grace; none while the rule is on hold."""
        rule = self.rule
        if rule is None or rule.period_days is None or rule.hold_since:
            return []
        longest = rule.period_days + grace
        return [row for row in self.counts if cadence.between(row.counted_on, row.oldest_on) > longest]

    def _unruled(self) -> str | None:
        if self.rule is None:
            return "has no retention rule"
        if self.rule.enforcement not in ("automatic", "manual"):
            return "has a rule that nothing enforces"
        if self.run is None:
            return "has a rule that was never run"
        proven = self.rule.enforcement == "automatic" or self.run.evidence_ref
        return None if proven else "is deleted by hand without proof"

    def _beyond(self, grace: int) -> str | None:
        rule, oldest = self.rule, self.run.oldest_remaining_on if self.run is not None else None
        if rule is None or rule.period_days is None or not oldest:
            return None
        late = cadence.between(self.ran, oldest) > rule.period_days + grace
        return f"is kept beyond its period: the oldest is of {oldest}" if late else None


def records_of(facts: Facts, keepings: Iterable[Keeping]) -> Iterator[Row]:
    """The records that keepings rest on: asset, rule, latest run and the proof of it, what scans counted."""
    for keeping in keepings:
        proof = facts.get("Evidence", keeping.run.evidence_ref) if keeping.run is not None else None
        rows = (keeping.asset, keeping.rule, keeping.run, proof, *keeping.counts)
        yield from (row for row in rows if row is not None)


def keepings(facts: Facts) -> list[Keeping]:
    """How each category of each asset with personal data is kept, in order of asset, then as listed there."""
    rules: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts.rows("RetentionRule"):
        rules[row.system, row.data_category].append(row)
    runs: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("DeletionRun"):
        if row.rule and row.run_on:
            runs[row.rule].append(row)
    counts: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("RetentionCount"):
        if row.rule and row.counted_on and row.rows_overdue and row.oldest_on:
            counts[row.rule].append(row)
    found = []
    for asset in facts.prepared(personal_assets):
        for category in dict.fromkeys(asset.data_categories or ()):
            own = rules.get((asset.id, category), ())
            rule = max(own, key=lambda row: (row.approved_on or "", row.id), default=None)
            past = runs.get(rule.id, ()) if rule is not None else ()
            run = max(past, key=lambda row: (row.run_on, row.id), default=None)
            ran = run.run_on if run is not None else ""
            counted = counts.get(rule.id, ()) if rule is not None else ()
            since = tuple(row for row in counted if row.counted_on >= ran)
            found.append(Keeping(asset, category, rule, run, ran, since))
    return found


@dataclass(frozen=True, slots=True)
class Faults:
    """Keepings with a fault at this grace; a preparation of facts."""

    grace: int

    def __call__(self, facts: Facts) -> list[Keeping]:
        found = (keeping.judged(self.grace) for keeping in facts.prepared(keepings))
        return [keeping for keeping in found if keeping.fault]


def by_hand(facts: Facts) -> list[Keeping]:
    """Keepings that are enforced by hand."""
    rows = facts.prepared(keepings)
    return [row for row in rows if row.rule is not None and row.rule.enforcement == "manual"]


def by_last_run(facts: Facts) -> list[Keeping]:
    """Keepings with a run, the one that ran longest ago first."""
    rows = (row for row in facts.prepared(keepings) if row.ran)
    return sorted(rows, key=lambda row: (row.ran, row.asset.id, row.category))
