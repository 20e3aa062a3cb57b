"""A stored assessment is computed again from the events and with the catalogue of then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tonetop.standard.facts_file import Refused
from tonetop.work.verify_folder import verify_folder


def test_what_is_recorded_later_does_not_change_a_stored_assessment(demo: Path):
    from tonetop.records import intake, write
    from tonetop.records.write import By
    from tonetop.work.assess import assess
    from tonetop.work.recompute import recompute, store

    stored, before = store("2025-10-31", None, By())
    correction = {"id": "solvang", "is_top_management": False, "effective_on": "2019-06-01"}
    write.save(intake.take("Person", correction), By())
    assert recompute(stored.pk).differs == ()
    assert assess("2025-10-31").checks["LD-1.1"].result != before.checks["LD-1.1"].result


def test_a_result_altered_by_hand_is_named(demo: Path):
    from tonetop.records.models import StoredAssessment
    from tonetop.records.write import By
    from tonetop.work.recompute import recompute, store

    stored, _ = store("2025-12-31", None, By())
    stored.results["assessment"]["checks"]["LD-1.1"]["result"] = "fail"
    StoredAssessment.objects.filter(pk=stored.pk).update(results=stored.results)
    assert recompute(stored.pk).differs == ("check LD-1.1 was fail and is pass",)
    assert verify_folder(demo).problems == [
        f"Assessment {stored.pk}: its results are not those that event {stored.seq + 1} tells of"
    ]


def test_an_assessment_removed_or_brought_in_by_hand_is_told(folder: Path):
    from tonetop.records.models import StoredAssessment
    from tonetop.records.write import By
    from tonetop.work.recompute import store

    stored, _ = store("2025-12-31", None, By())
    StoredAssessment.objects.filter(pk=stored.pk).update(id=77)
    assert verify_folder(folder).problems == [
        f"Assessment {stored.pk}: event {stored.seq + 1} tells of it, but the table does not hold it",
        "Assessment 77: stands in the table, but no event tells of it",
    ]


def test_settings_of_then_are_used_again(folder: Path):
    from tonetop.records import intake, write
    from tonetop.records.write import By
    from tonetop.work.recompute import recompute, store
    from tonetop.work.settle import settle

    settle({"name": "Then", "business": "software"}, By())
    stored, _ = store("2025-12-31", None, By())
    settle({"name": "Now", "business": "other"}, By())
    write.save(intake.take("ParameterSetting", {"parameter": "reach_pass", "value": 0.1}), By())
    assert recompute(stored.pk).differs == ()


def test_rules_that_changed_since_are_said(folder: Path):
    from tonetop.records.models import StoredAssessment
    from tonetop.records.write import By
    from tonetop.work.recompute import recompute, store

    stored, _ = store("2025-12-31", None, By())
    assert recompute(stored.pk).notes == ()
    StoredAssessment.objects.filter(pk=stored.pk).update(rules="0" * 64)
    assert "rules that judge have changed" in recompute(stored.pk).notes[0]


def test_an_assessment_that_is_none_and_a_catalogue_that_is_not_shipped_are_refused(folder: Path):
    from tonetop.records.models import StoredAssessment
    from tonetop.records.write import By
    from tonetop.work.recompute import recompute, store

    with pytest.raises(Refused, match="There is no stored assessment 5"):
        recompute(5)
    stored, _ = store("2025-12-31", None, By())
    StoredAssessment.objects.filter(pk=stored.pk).update(catalogue="iso42001-own-words 0.1.0")
    with pytest.raises(Refused, match=r"catalogue iso42001-own-words 0\.1\.0 is not shipped"):
        recompute(stored.pk)


@pytest.mark.slow
def test_an_earlier_catalogue_that_is_shipped_is_computed_with_in_a_process_of_its_own(
    demo: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connection

    from tonetop.records.models import StoredAssessment
    from tonetop.records.write import By
    from tonetop.standard import catalogue
    from tonetop.work.recompute import recompute, store

    stored, _ = store("2025-12-31", None, By())
    here = Path(catalogue.__file__).parent
    shipped = here / "catalogues" / "test-words-0.9.0.yaml"
    text = (here / catalogue.NAME).read_text(encoding="utf-8").replace("version: 1.1.0", "version: 0.9.0", 1)
    StoredAssessment.objects.filter(pk=stored.pk).update(catalogue="test-words 0.9.0")
    connection.close()
    try:
        shipped.parent.mkdir(exist_ok=True)
        shipped.write_text(text, encoding="utf-8")
        assert recompute(stored.pk).differs == ()
        shipped.write_text(text.replace("policy_review_days: 365", "policy_review_days: 1"), encoding="utf-8")
        assert "check LD-1.2 was pass and is fail" in recompute(stored.pk).differs
    finally:
        shipped.unlink()
