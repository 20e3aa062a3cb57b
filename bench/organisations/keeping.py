"""Assets, processing, retention, fields, notices and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.organisations.maker import AS_OF, Maker
from tonetop.core import cadence
from tonetop.records.registry import registers


class Keeping(Maker):
    """Assets, processing, retention, fields, notices and evidence."""

    def _asset(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Asset"]):
            yield {
                "id": f"as{n}",
                "name": f"Asset {n}",
                "hosting": ("saas", "cloud", "on-prem")[n % 3],
                "vendor": f"Vendor {n % 50}",
                "owner": self._person_id(),
                "holds_personal_data": n % 2 == 0,
                "ai_features": n % 9 == 0,
                "discovered_on": self._day(80),
                "ai_system": f"s{n % self.counts['AISystem']}",
                "data_categories": ["contact"],
            }

    def _processingactivity(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["ProcessingActivity"]):
            yield {
                "id": f"pa{n}",
                "name": f"Activity {n}",
                "controller": "We",
                "purposes": ["service"],
                "subject_categories": ["customers"],
                "data_categories": ["contact"],
                "recipients": [],
                "erasure_limits": {"contact": 365},
                "security_summary": "kept safe",
                "systems": [f"as{2 * n % self.counts['Asset']}"],
                "vendors": ["Vendor 1"],
                "evidence_refs": ["ev3"],
                "owner": self._person_id(),
                "last_reviewed_on": self._day(300),
            }

    def _retentionrule(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["RetentionRule"]):
            yield {
                "id": f"ret{n}",
                "data_category": "contact",
                "system": f"as{2 * n % self.counts['Asset']}",
                "period_days": 365,
                "enforcement": "automatic",
                "approved_by": "p0",
                "approved_on": self._day(700, 400),
            }

    def _deletionrun(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["DeletionRun"]):
            day = self._day(1000)
            yield {
                "id": f"dr{n}",
                "rule": f"ret{n % self.counts['RetentionRule']}",
                "run_on": day,
                "records_due": 10,
                "records_deleted": 10,
                "oldest_remaining_on": cadence.shift(day, -300),
            }

    def _fieldinventory(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["FieldInventory"]):
            yield {
                "system": f"as{2 * (n // 10) % self.counts['Asset']}",
                "field": f"field {n}",
                "data_category": "contact",
                "purpose": "service",
                "needed": "yes",
                "reviewed_on": self._day(300),
            }

    def _privacynotice(self) -> Iterator[dict[str, Any]]:
        yield {
            "id": "pn1",
            "version": "1",
            "published_on": self._day(300),
            "url": "https://example.org/privacy",
            "covers_ai": True,
            "purposes": ["service"],
            "last_checked_reachable_on": cadence.shift(AS_OF, -5),
        }

    def _evidence(self) -> Iterator[dict[str, Any]]:
        kinds = list(registers()["Evidence"].shape().fields["kind"].words)
        for n in range(self.counts["Evidence"]):
            day = self._day(1000)
            yield {
                "id": f"ev{n}",
                "kind": kinds[n % len(kinds)],
                "title": f"Evidence {n}",
                "occurred_on": day,
                "recorded_on": cadence.shift(day, n % 20),
                "recorded_by": self._person_id(),
                "sha256": f"{n:064x}",
            }
