"""Frozen evidence: the proof bundle lists it as it stood, and both verifiers hold the list against the log."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

AUDIT = "audit-2026-a"
Members = dict[str, bytes]


def freeze(day: str, ref: str = AUDIT) -> None:
    from tests.web.test_centre_monitors import frozen

    frozen("InternalAudit", ref, frozen_from=day)


def export(out: Path, with_files: bool = False) -> Members:
    """The members of the bundle with the evidence of the audit."""
    from django.conf import settings
    from django.db import connection

    from tonetop.records import blobs
    from tonetop.records.ledger import keys
    from tonetop.records.sealing import seal
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.freeze import chosen, frozen_evidence

    frozen = frozen_evidence(AUDIT)
    seal()
    choice = chosen(blobs.open_blob if with_files else None, frozen)
    write_bundle(connection, keys.load(settings.DATA), out, choice)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_bundle_lists_evidence_as_it_stood_on_the_day_and_the_verifier_reports_it(
    demo: Path, tmp_path: Path
):
    from tonetop.registers.evidence import Evidence
    from tonetop.work.verify import verify_bundle

    freeze("2025-06-30")
    listed = json.loads(export(tmp_path / "proof.zip")["frozen.json"])
    then = {row.ref: row.sha256 or None for row in Evidence.objects.on("2025-06-30", "2025-06-30")}
    pieces = {one["id"]: one["sha256"] for one in listed["pieces"] if one["kind"] == "Evidence"}
    assert (listed["as_of"], listed["audit"]["id"], pieces) == ("2025-06-30", AUDIT, then)
    assert 0 < len(then) < Evidence.objects.on("2025-12-31").count()
    found = verify_bundle(tmp_path / "proof.zip")
    assert found["problems"] == []
    assert found["frozen"] == {
        "as_of": "2025-06-30",
        "audit": AUDIT,
        "later": len(listed["pieces"]),  # the demo was entered on the day the test runs
        "pieces": len(listed["pieces"]),
    }
    assert any("evidence frozen on 2025-06-30 is whole" in one for one in found["not_checked"])


@pytest.mark.parametrize(
    ("ref", "day", "said"),
    [
        ("nobody", "", "there is no audit nobody"),
        (AUDIT, "", "has no day from which its evidence is frozen"),
        (AUDIT, "2026-02-01", "is frozen on 2026-02-01, not before"),
    ],
)
def test_an_audit_without_a_freeze_that_has_come_lists_nothing(demo: Path, ref: str, day: str, said: str):
    from tonetop.records.intake import Refused
    from tonetop.work.freeze import frozen_evidence

    if day:
        freeze(day)
    with pytest.raises(Refused, match=said):
        frozen_evidence(ref)


def test_files_of_later_evidence_stay_out_of_the_bundle():
    from tonetop.work.freeze import Frozen

    asked: list[str] = []
    way = Frozen({}, frozenset(("b",))).opening(asked.append)
    assert (way("a"), way("b"), asked) == (None, None, ["a"])
