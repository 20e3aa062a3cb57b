"""AI-BOMs out of the registers and into them: candidates for people to decide on, and the same file again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.standard.test_bom import FOREIGN, valid
from tests.work.bringing import plain, run
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Organisation
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.work.export_bom import export_bom
from tonetop.work.invite import make_account
from tonetop.work.settle_parts import settle_parts, take_from_code
from tonetop.work.undo_import import undo_import


def lead() -> Account:
    return make_account("governance-lead", "lead@example.org", person="", name="Lead", by=By())


def held(type: str = "SystemPart") -> list[str]:
    rows = registers()[type].objects.filter(until_on=None, withdrawn_on=None)
    return sorted(rows.values_list("ref", flat=True))


def bill(path: Path, **said: Any) -> Path:
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6"} | said), encoding="utf-8")
    return path


@pytest.mark.usefixtures("demo")
def test_every_system_of_the_demo_has_a_valid_bill(tmp_path: Path) -> None:
    for ref in held("AISystem"):
        out = tmp_path / f"{ref}.cdx.json"
        count = export_bom(out, ref, candidates=True)
        told = json.loads(out.read_bytes())
        assert valid(told) is None
        assert count == len(told.get("components", ())) + len(told.get("services", ()))
        assert run(out).taken == 0
    without = tmp_path / "decided.json"
    assert export_bom(without, "AI-1") == export_bom(tmp_path / "all.json", "AI-1", candidates=True) - 2
    early = export_bom(tmp_path / "early.json", "AI-1", as_of="2025-03-01")
    assert early < export_bom(without, "AI-1")


def test_a_bill_goes_into_another_organisation_and_out_again_as_it_was(
    folder: Path, steady: Path, tmp_path: Path
) -> None:
    from tests.work.conftest import at, copied

    out, back = tmp_path / "AI-1.cdx.json", tmp_path / "back.cdx.json"
    (tmp_path / "there").mkdir()
    with at(copied(steady, tmp_path / "there")):
        export_bom(out, "AI-1")
        name, day = Organisation.objects.get().name, Organisation.objects.get().clock_on
    with at(folder):
        Organisation.objects.update_or_create(pk=1, defaults={"name": name, "clock_on": day})
        report = run(out)
        assert (report.refused, report.created) == ([], 5)
        (system,) = held("AISystem")
        assert plain("AISystem", system)["high_impact"] is True
        states = {plain("SystemPart", ref)["state"] for ref in held()}
        assert states == {"candidate"}
        assert run(out).taken == 0
        assert export_bom(back, system) == 0
        assert settle_parts(lead(), system, held(), "accept") == 4
        export_bom(back, system)
        assert json.loads(back.read_bytes()) == json.loads(out.read_bytes())


@pytest.mark.usefixtures("folder")
def test_what_people_say_stays_and_an_import_can_be_taken_back(tmp_path: Path) -> None:
    file = bill(
        tmp_path / "reader.json", components=FOREIGN["components"], metadata={"component": {"name": "R"}}
    )
    report = run(file)
    assert (report.created, report.refused, report.remarks) == (4, [], [])
    (system,) = held("AISystem")
    model = next(ref for ref in held() if "reader" in ref)
    assert plain("SystemPart", model)["name"] == "acme/Reader"
    assert plain("SystemPart", model)["told_by"] == "reader.json"
    assert [plain("SystemPart", ref)["name"] for ref in plain("SystemPart", model)["training_data"]] == [
        "Letters"
    ]
    settle_parts(lead(), system, [model], "reject")
    again = run(file)
    assert again.taken == 0
    assert "was rejected on" in again.remarks[0].why
    with pytest.raises(Refused, match="is no candidate of this system any more"):
        settle_parts(Account.objects.get(), system, [model], "accept")
    undo_import(report.import_id or 0, By())
    assert held() == [model]
    assert held("AISystem") == []
    assert run(file).taken >= 3


@pytest.mark.usefixtures("demo")
def test_a_part_that_is_held_joins_another_system(tmp_path: Path) -> None:
    told = {"type": "library", "name": "LightGBM", "purl": "pkg:pypi/lightgbm@4.5.0?arch=any"}
    report = run(bill(tmp_path / "b.json", components=[told, told]), system="AI-2")
    assert (report.created, report.changed) == (0, 1)
    assert report.remarks[0].why == "stands in row 1 already"
    now = plain("SystemPart", "PT-3")
    assert (now["systems"], now["state"], now["version"]) == (["AI-1", "AI-2"], "in-use", "4.5.0")


@pytest.mark.parametrize(
    ("said", "way", "sentence"),
    [
        ({"specVersion": "0.1"}, {}, "b.json: specVersion is '0.1'; versions 1.4, 1.5, 1.6, 1.7 are read"),
        ({}, {}, "b.json: names no component and no service, so there is nothing to take"),
        ({"components": [{"name": "x"}]}, {"system": "AI-9"}, "b.json: there is no AI system AI-9 to which"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_bad_bill_is_refused_with_one_sentence(tmp_path: Path, said: Any, way: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        run(bill(tmp_path / "b.json", **said), **way)
    assert str(refused.value).startswith(sentence)
    assert held() == []


@pytest.mark.usefixtures("folder")
def test_with_one_misshapen_part_nothing_is_taken_unless_the_others_are_wished(tmp_path: Path) -> None:
    wrong = {"type": "library", "name": "y", "hashes": [{"alg": "ROT13", "content": "zz"}]}
    parts = [{"type": "library", "name": "x"}, {"type": "library", "version": "1"}, wrong]
    file = bill(tmp_path / "b.json", components=parts)
    report = run(file)
    assert [(one.row, one.why) for one in report.refused][0] == (2, "has no name")
    assert "is not written as in SHA-256:9f86" in report.refused[1].why
    assert "names no AI system" in report.remarks[0].why
    assert held() == []
    assert run(file, take_valid=True).created == 1


@pytest.mark.usefixtures("demo")
def test_what_is_asked_for_and_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no AI system 'AI-99' with a name"):
        export_bom(tmp_path / "x.json", "AI-99")
    with pytest.raises(Refused, match="is written as JSON"):
        export_bom(tmp_path / "x.xml", "AI-1")
    with pytest.raises(Refused, match="cannot be written"):
        export_bom(tmp_path / "no" / "x.json", "AI-1")
    account = lead()
    for refs, act, why in (([], "accept", "choose at least one"), (["PT-4"], "maybe", "choose whether")):
        with pytest.raises(Refused, match=why):
            settle_parts(account, "AI-1", refs, act)
    with pytest.raises(Refused, match="there is no AI system"):
        take_from_code(account, "AI-99")


@pytest.mark.usefixtures("demo")
def test_what_scans_found_in_code_becomes_candidates_once(tmp_path: Path) -> None:
    from tonetop.records.scans import KeptScan

    scan = KeptScan.objects.order_by("pk").last()
    assert scan is not None
    use = {"what": "LightGBM classic", "why": "import"}
    scan.found |= {
        "ai_use": [use | {"where": "a.py:3"}, use | {"where": "b.py:9"}, use | {"where": "a.py:3"}]
    }
    scan.systems = ["AI-1"]
    scan.save()
    out = tmp_path / "all.json"
    export_bom(out, "AI-1", candidates=True)
    found = next(c for c in json.loads(out.read_bytes())["components"] if c["name"] == "LightGBM classic")
    assert found["evidence"]["occurrences"] == [
        {"location": "a.py", "line": 3},
        {"location": "b.py", "line": 9},
    ]
    account = lead()
    assert take_from_code(account, "AI-1") == 1
    assert take_from_code(account, "AI-1") == 0
    made = write.latest("SystemPart", "PT-10")
    assert made is not None
    assert plain("SystemPart", "PT-10")["state"] == "candidate"
    assert plain("SystemPart", "PT-10")["places"] == ["a.py:3", "b.py:9"]
