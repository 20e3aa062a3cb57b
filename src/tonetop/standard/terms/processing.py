"""Processing of personal data: where it happens, and whether its record and the public notice tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups
from tonetop.core.together import Together
from tonetop.standard.terms.systems import lives

TOLD = ("name", "controller", "purposes", "subject_categories", "data_categories", "owner")
"""Fields without which an activity is not described (PV-1); recipients and safeguards come on top."""

POLICIES = ("policy-approval", "privacy-notice")
"""Kinds of evidence that tie an activity to a policy (PV-3)."""


def activities(facts: Facts) -> list[Row]:
    """The processing activities in order of id."""
    return sorted(facts.rows("ProcessingActivity"), key=lambda row: str(row.id))


def personal_assets(facts: Facts) -> list[Row]:
    """Assets that hold personal data, in order of id."""
    rows = (row for row in facts.rows("Asset") if row.holds_personal_data is True)
    return sorted(rows, key=lambda row: str(row.id))


def _personal(system: Row) -> Sequence[str]:
    return (system.org_unit or "",) if system.personal_data is True else ()


personal_systems = Groups("AISystem", _personal)
"""AI systems with personal data, live or not, by their unit."""


def live_personal_systems(now: Moment) -> Together[Row]:
    """AI systems with personal data that are live on the day."""
    return Together(*lives(now, personal_systems).values())


def named_systems(facts: Facts) -> frozenset[str]:
    """Ids under systems of any activity, and of the AI systems of the assets among them."""
    named = {ident for row in facts.rows("ProcessingActivity") for ident in row.systems or ()}
    return frozenset(named).union(row.ai_system for row in facts.prepared(serving))


def serving(facts: Facts) -> list[Row]:
    """Assets under systems of any activity that belong to an AI system, in order of id."""
    named = {ident for row in facts.rows("ProcessingActivity") for ident in row.systems or ()}
    rows = (row for row in facts.rows("Asset") if row.id in named and row.ai_system)
    return sorted(rows, key=lambda row: str(row.id))


def unnamed_systems(facts: Facts) -> list[Row]:
    """AI systems with personal data, live or not, that stand in no activity, in order of id."""
    named, systems = facts.prepared(named_systems), facts.prepared(personal_systems).values()
    rows = [row for group in systems for row in group if row.id not in named]
    return sorted(rows, key=lambda row: str(row.id))


def unnamed_assets(facts: Facts) -> list[Row]:
    """Assets that hold personal data and stand in no activity."""
    named = {ident for row in facts.rows("ProcessingActivity") for ident in row.systems or ()}
    return [row for row in facts.prepared(personal_assets) if row.id not in named]


def untold_fields(activity: Row) -> list[str]:
    """The fields that an activity lacks; an empty list of recipients is an answer (PV-1)."""
    missing = [name for name in TOLD if not getattr(activity, name)]
    if activity.recipients is None:
        missing.append("recipients")
    if activity.third_countries and not activity.safeguards:
        missing.append("safeguards")
    return missing


def untold(facts: Facts) -> list[tuple[Row, list[str]]]:
    """Activities that lack a field, with the fields."""
    found = ((row, untold_fields(row)) for row in facts.prepared(activities))
    return [(row, missing) for row, missing in found if missing]


def unsecured(facts: Facts) -> list[Row]:
    """Activities without erasure limits or without a summary of security."""
    return [r for r in facts.prepared(activities) if not r.erasure_limits or not r.security_summary]


def unreviewed(facts: Facts) -> list[Row]:
    """Activities that were never reviewed."""
    return [row for row in facts.prepared(activities) if not row.last_reviewed_on]


def _place(rule: Row) -> Sequence[tuple[str, str]]:
    return ((rule.system, rule.data_category),) if rule.system and rule.data_category else ()


rules_by_place = Groups("RetentionRule", _place)
"""Retention rules by system and data category."""


def _rules(facts: Facts, activity: Row) -> Iterator[Row]:
    """The retention rules of an activity's systems and data categories."""
    for system in activity.systems or ():
        for data in activity.data_categories or ():
            yield from facts.part(rules_by_place, (system, data)) or ()


def links(facts: Facts, activity: Row) -> Iterator[Row]:
    """An activity with what it is tied to: systems, proofs and retention rules."""
    yield activity
    for type, idents in (
        ("Asset", activity.systems),
        ("AISystem", activity.systems),
        ("Evidence", activity.evidence_refs),
    ):
        yield from (row for ident in idents or () if (row := facts.get(type, ident)) is not None)
    yield from _rules(facts, activity)


def missing_links(facts: Facts, activity: Row) -> list[str]:
    """What an activity is not tied to: system, vendor, policy, rule, and dpia at high risk (PV-3)."""
    systems, vendors = activity.systems or (), activity.vendors or ()
    assets = (facts.get("Asset", ident) for ident in systems)
    owed = {asset.vendor for asset in assets if asset is not None and asset.vendor}
    proofs = (facts.get("Evidence", ident) for ident in activity.evidence_refs or ())
    kinds = {proof.kind for proof in proofs if proof is not None}
    held = {
        "system": bool(systems),
        "vendor": bool(vendors) and owed.issubset(vendors),
        "policy": not kinds.isdisjoint(POLICIES),
        "rule": any(_rules(facts, activity)),
        "dpia": activity.high_risk is not True or "dpia" in kinds,
    }
    return [name for name, there in held.items() if not there]


def unlinked(facts: Facts) -> list[tuple[Row, list[str]]]:
    """Activities that lack a link, those that lack most first."""
    found = ((row, missing_links(facts, row)) for row in facts.prepared(activities))
    return sorted(((row, missing) for row, missing in found if missing), key=lambda pair: -len(pair[1]))


def current_notice(facts: Facts) -> Row | None:
    """The privacy notice with address that was published last."""
    rows = (row for row in facts.rows("PrivacyNotice") if row.published_on and row.url)
    return max(rows, key=lambda row: (row.published_on, row.id), default=None)


def hidden_purposes(facts: Facts) -> dict[str, list[Row]]:
    """Purposes of activities that the current notice does not name, with the activities."""
    notice = facts.prepared(current_notice)
    named = (notice.purposes or ()) if notice is not None else ()
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.prepared(activities):
        for purpose in row.purposes or ():
            if purpose not in named:
                found[purpose].append(row)
    return dict(found)
