"""The freeze of an audit: from its day on, what is audited is shown as it stood and was known on that day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from tonetop.core.facts import Facts, Row
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.work.anchor_settings import roots_in_pem
from tonetop.work.assess import assess
from tonetop.work.export_bundle import Choice, by_hash_alone

AUDITS = ("InternalAudit", "ExternalAudit")
PIECES = ("Evidence", "EvidenceFile")
"""The registers that hold evidence."""


def frozen(audit: Row, day: str) -> str | None:
    """The day on which the evidence of an audit was frozen, when that day has come."""
    return audit.frozen_from if audit.frozen_from and audit.frozen_from <= day else None


def under_way(facts: Facts) -> Row | None:
    """The audit that is under way with frozen evidence: frozen, and not over yet; the one frozen last of several."""
    day = facts.as_of
    rows = (row for type in AUDITS for row in facts.rows(type) if frozen(row, day) and not _is_over(row, day))
    return max(rows, key=lambda row: (row.frozen_from, row.id), default=None)


def _is_over(audit: Row, day: str) -> bool:
    if audit.type == "ExternalAudit":
        end = audit.ended_on or audit.held_on
        return bool(end) and end < day
    return bool(audit.reported_on) and audit.reported_on < day


def day_for_guests() -> str | None:
    """The day at which guests look while an audit is under way with frozen evidence; None for today."""
    audit = under_way(assess().facts)
    return None if audit is None else str(audit.frozen_from)


def all_frozen(facts: Facts) -> list[Row]:
    """The audits whose evidence is frozen on the facts' day, the latest freeze first."""
    rows = (row for type in AUDITS for row in facts.rows(type) if frozen(row, facts.as_of))
    return sorted(rows, key=lambda row: (row.frozen_from, row.id), reverse=True)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The evidence of an audit as it stood and was known on the day of its freeze, as the proof bundle tells it.

    told: what `frozen.json` holds (docs/reference/bundle.md). later: hex SHA-256 of files that are evidence, yet not
    on that day.
    """

    told: dict[str, Any]
    later: frozenset[str]

    def opening(self, open_blob: Callable[[str], BinaryIO | None]) -> Callable[[str], BinaryIO | None]:
        """The same way to open files, but for evidence that came after the freeze."""
        return lambda digest: None if digest in self.later else open_blob(digest)


def frozen_evidence(ref: str) -> Frozen:
    """What evidence an audit is about, by the id of the audit. Raises Refused when it has no freeze, or not yet."""
    facts = assess().facts
    audit = next((row for type in AUDITS if (row := facts.get(type, ref)) is not None), None)
    if audit is None:
        raise Refused(f"there is no audit {ref}")
    if not audit.frozen_from:
        raise Refused(f"the audit {ref} has no day from which its evidence is frozen; set one in its plan")
    if audit.frozen_from > clock.today():
        raise Refused(f"the evidence of the audit {ref} is frozen on {audit.frozen_from}, not before")
    day = str(audit.frozen_from)
    last = _all(audit.type).filter(ref=ref).order_by("-revision").first()
    pieces = [_piece(type, row) for type in PIECES for row in _on(type, day)]
    told = {"as_of": day, "audit": _named(audit.type, last), "pieces": pieces}
    held = {piece["sha256"] for piece in pieces}
    ever = {row.sha256 for type in PIECES for row in _all(type).exclude(sha256=None)}
    return Frozen(told, frozenset(ever - held))


def _all(type: str) -> Any:
    return registers()[type].objects


def _on(type: str, day: str) -> Any:
    return _all(type).on(day, day).order_by("ref")


def _named(type: str, row: Any) -> dict[str, Any]:
    return {"event": row.seq, "id": row.ref, "kind": type, "version": row.revision}


def _piece(type: str, row: Any) -> dict[str, Any]:
    return _named(type, row) | {"sha256": row.sha256 or None}


def chosen(open_blob: Callable[[str], BinaryIO | None] | None, frozen: Frozen | None = None) -> Choice:
    """What goes in: files by this way (None: by their hash alone), evidence as of a freeze or as it is."""
    way, roots = open_blob or by_hash_alone, roots_in_pem()
    if frozen is None:
        return Choice(way, roots=roots)
    return Choice(frozen.opening(way), frozen=frozen.told, roots=roots)
