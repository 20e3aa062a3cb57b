"""The stand-alone verifier: a sound bundle is accepted, an altered one is not, whoever altered it."""

import json
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making_logs import LEAD, NOON, act, make
from tests.verifier.alterations import BROKEN, UNSEEN_BY_OTHERS
from tests.verifier.bundles import event, exported, full, lines, report, verifier, zipped
from tonetop.core import canonical
from tonetop.core.notes import Key
from tonetop.records.ledger import signers
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.writing import writing
from tonetop.work.export_bundle import write_bundle
from tonetop.work.verify import NoBundleError, verifier_file, verify_bundle


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    made = full(tmp_path_factory.mktemp("log"))
    yield made
    made.log.connection.close()


def test_a_sound_bundle_holds_to_its_end_and_says_what_is_open(case, tmp_path):
    found = report(case.members, tmp_path)
    assert (found["valid_to"], found["problems"]) == (14, [])
    assert (found["unanchored"], found["erased"]) == (7, 2)
    assert [(one["holder"], one["size"], one["verified"]) for one in found["anchors"]] == [
        ("auditor@example.org", 7, False),
        ("witness", 7, True),
    ]
    said = "\n".join(found["not_checked"])
    for part in (
        "clock: event 7",
        "auditor@example.org holds the checkpoint over 7",
        "is that of witness",
        "whether the key is the organisation's",
        "made anew with its own key",
        "what was never entered",
    ):
        assert part in said


def test_a_bundle_packed_anew_by_another_tool_is_the_same_bundle(case, tmp_path):
    packed = zipped(case.members, tmp_path / "packed.zip", zipfile.ZIP_DEFLATED)
    assert verify_bundle(packed) == report(case.members, tmp_path)


def test_the_same_log_gives_the_same_bytes(case, tmp_path):
    assert write_bundle(case.log.connection, case.log.keys, tmp_path / "one.zip").proofs == 14
    write_bundle(case.log.connection, case.log.keys, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_bundle_without_personal_values_holds_and_says_so(case, tmp_path):
    found = report(exported(case.log, with_personal=False), tmp_path)
    assert (found["valid_to"], found["problems"], found["erased"]) == (14, [], 2)
    assert "11 personal values: this bundle was made without them" in found["not_checked"]


def test_a_log_that_is_not_signed_to_its_end_is_not_exported(tmp_path):
    log = make(tmp_path, acts=1)
    with pytest.raises(LedgerError, match="sign one, then export"):
        write_bundle(log.connection, log.keys, tmp_path / "bundle.zip")
    assert not list(tmp_path.glob("*.zip*"))
    log.connection.close()


def test_only_the_acts_of_leaders_are_proved_one_by_one_in_a_long_log(case, tmp_path, monkeypatch):
    monkeypatch.setattr("tonetop.work.export_bundle.LONGEST_FULLY_PROVED", 5)
    done = write_bundle(case.log.connection, case.log.keys, tmp_path / "long.zip")
    assert (done.proofs, done.by_hash_alone) == (11, 1)
    assert verify_bundle(tmp_path / "long.zip")["problems"] == []


def with_fitting_hashes(case, members):
    """The members with a manifest whose hashes fit, under the old signature: an outsider's work."""
    return members | {"manifest.json": case.resigned(members)["manifest.json"]}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_an_alteration_is_found_with_the_manifest_as_it_was_fitted_or_signed_anew(case, tmp_path, change):
    altered = change(dict(case.members))
    assert altered != case.members
    for forged in (altered, with_fitting_hashes(case, altered), case.resigned(altered)):
        found = report(forged, tmp_path)
        assert found["problems"]
        assert found["valid_to"] <= 14


@pytest.mark.parametrize("change", UNSEEN_BY_OTHERS.values(), ids=UNSEEN_BY_OTHERS.keys())
def test_what_the_manifest_alone_knows_is_found_unless_the_logs_own_key_signs_it_anew(case, tmp_path, change):
    altered = change(dict(case.members))
    for forged in (altered, with_fitting_hashes(case, altered)):
        assert report(forged, tmp_path)["problems"]
    assert report(case.resigned(altered), tmp_path)["problems"] == []


@pytest.mark.parametrize(
    "name", ["events.jsonl", "checkpoints.jsonl", "keys.json", "manifest.json", "manifest.note"]
)
def test_a_bundle_that_lacks_a_member_has_problems(case, tmp_path, name):
    assert report({n: d for n, d in case.members.items() if n != name}, tmp_path)["problems"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_byte_of_any_member_changes_unseen(case, tmp_path, data):
    name = data.draw(st.sampled_from(sorted(case.members)))
    at = data.draw(st.integers(0, len(case.members[name]) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(case.members[name])
    changed[at] ^= other
    members = case.members | {name: bytes(changed)}
    assert report(members, tmp_path)["problems"]
    if not name.startswith("manifest."):
        assert report(with_fitting_hashes(case, members), tmp_path)["problems"]


JSON = ("events.jsonl", "checkpoints.jsonl", "personal.jsonl", "keys.json", "anchors.json", "manifest.json")
OTHERS = [None, True, -1, 2**52, "", "x", "é" * 99, [], [[]], {}, {"a": {}}, [None], "0" * 64]


def replaced(value, steps, other):
    """``value`` with the part that the steps lead to (as far as they do) replaced."""
    if not steps or not value or not isinstance(value, dict | list):
        return other
    part = sorted(value)[steps[0] % len(value)] if isinstance(value, dict) else steps[0] % len(value)
    copy = value.copy()
    copy[part] = replaced(value[part], steps[1:], other)
    return copy


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_of_another_kind_is_a_problem_and_never_a_crash(case, tmp_path, data):
    name = data.draw(st.sampled_from(JSON))
    parts = case.members[name].splitlines()
    at = data.draw(st.integers(0, len(parts) - 1))
    steps, other = data.draw(st.lists(st.integers(0, 99), min_size=1)), data.draw(st.sampled_from(OTHERS))
    parts[at] = canonical.dumps(replaced(json.loads(parts[at]), steps, other))
    ending = b"\n" if name.endswith("l") else b""
    altered = case.members | {name: b"".join(part + ending for part in parts)}
    if altered != case.members:
        assert report(altered, tmp_path)["problems"]
        if not name.startswith("manifest"):
            report(case.resigned(altered), tmp_path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_byte_of_the_file_changes_what_is_accepted(case, tmp_path, data):
    raw = bytearray(zipped(case.members, tmp_path / "whole.zip").read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "flipped.zip"
    path.write_bytes(raw)
    try:
        found = verify_bundle(path)
    except NoBundleError:
        return
    if not found["problems"]:
        with zipfile.ZipFile(path) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == case.members


def test_up_to_the_last_sound_checkpoint_before_the_break_all_holds(case, tmp_path):
    found = report(event(dict(case.members), 12, effective=None), tmp_path)
    assert found["valid_to"] == 7
    assert "event 13: it does not follow the event before it" in found["problems"]


def test_many_problems_are_not_told_one_by_one(case, tmp_path):
    found = report(lines(dict(case.members), "events.jsonl", lambda e: e + [b"x"] * 500), tmp_path)
    assert len(found["problems"]) == 101
    assert found["problems"][-1] == "and more of the kind"


def test_a_log_that_went_on_after_a_restore_holds_and_says_what_was_lost(tmp_path):
    log = make(tmp_path, acts=3)
    lost = log.sign().note
    with writing(log.connection):
        log.keys = signers.go_on(log.connection, log.keys, NOON, LEAD, lost.replace("\n4\n", "\n9\n"))
    log.append(act(4))
    log.sign()
    found = report(exported(log), tmp_path)
    assert (found["valid_to"], found["problems"]) == (6, [])
    assert any(
        "events 5 to 9 of before the restore that event 5 tells of" in line for line in found["not_checked"]
    )
    log.connection.close()


def test_the_file_runs_alone_and_answers_people_and_programs(case, tmp_path):
    path = zipped(case.members, tmp_path / "bundle.zip")
    (tmp_path / "verify.py").write_bytes(case.members["verify.py"])

    def run(*arguments):
        command = [sys.executable, "-I", str(tmp_path / "verify.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    told = run(path)
    assert (told.returncode, told.stderr) == (0, "")
    assert "all holds up to event 14" in told.stdout
    assert "7 events after the last verified anchor, 2 erased values" in told.stdout
    assert "not checked: " in told.stdout
    assert json.loads(run(path, "--json").stdout) == verify_bundle(path)
    broken = run(zipped(event(dict(case.members), 3, effective=None), tmp_path / "broken.zip"))
    assert (broken.returncode, "PROBLEMS; only up to event 0 all holds" in broken.stdout) == (1, True)
    for wrong in (["none.zip"], [], [path, "--nothing"], [path, "--key", "x"], [path, "--held", "none"]):
        refused = run(*wrong)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def test_the_file_imports_nothing_but_the_standard_library(tmp_path):
    code = """
import runpy, sys
runpy.run_path(sys.argv[1], run_name="verify")
print(sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)))
"""
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, verifier_file()], capture_output=True, check=True
    )
    assert told.stdout.strip() in (b"[]", b"['__mp_main__']", b"['__main__', '__mp_main__']")


def test_a_key_of_the_log_reads_back_as_the_verifiers_own(case):
    key = Key.parse(signers.current(case.log.connection).vkey)
    assert verifier.Key.parse(str(key)) == verifier.Key(key.name, key.id, 1, key.public)
