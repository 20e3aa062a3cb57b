"""The verifier's page agrees with the stand-alone verifier on every bundle, sound, altered or hostile."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making_logs import LEAD, NOON, act, make
from tests.verifier.alterations import BROKEN, UNSEEN_BY_OTHERS
from tests.verifier.bundles import Case, Members, exported, lines, zipped
from tests.verifier.conftest import PAGE
from tests.verifier.test_hostile import MANIFEST, packed
from tests.verifier.test_signatures import BAD, GOOD
from tests.verifier.test_verify import JSON, OTHERS, replaced, with_fitting_hashes
from tonetop.core import canonical
from tonetop.core.ledger import Event
from tonetop.records.ledger import signers
from tonetop.records.ledger.writing import writing
from tonetop.work.verify import NoBundleError, verify_bundle

pytestmark = pytest.mark.slow
Told = Callable[..., dict[str, Any]]
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FACTS = ("valid_to", "anchors", "unanchored", "frozen")


def by_the_other(path: Path, **outside: Any) -> dict[str, Any]:
    """What verify.py finds, or why it refused."""
    try:
        return verify_bundle(path, **outside)
    except NoBundleError as refusal:
        return {"refused": str(refusal)}


def agree(told: Told, path: Path, key: str | None = None, held: tuple[Path, ...] = ()) -> dict[str, Any]:
    """What the page finds, once both verifiers say the same of the bundle."""
    found, other = told(path, key or "", held), by_the_other(path, key=key, held=held)
    assert ("refused" in found) == ("refused" in other), (found, other)
    if "refused" not in found:
        assert bool(found["problems"]) == bool(other["problems"]), (found, other)
        facts = FACTS if found["problems"] else (*FACTS, "erased")
        assert {name: found[name] for name in facts} == {name: other[name] for name in facts}, (found, other)
    return found


def test_a_sound_bundle_after_an_erasure_and_a_rotation_holds_to_its_end(
    case: Case, told: Told, tmp_path: Path
):
    found = agree(told, zipped(case.members, tmp_path / "bundle.zip"))
    assert (found["valid_to"], found["problems"], found["unanchored"], found["erased"]) == (14, [], 7, 2)
    said = "\n".join(found["not_checked"])
    for part in (
        "event 7 bears an earlier time",
        "auditor@example.org holds",
        "cosigned 7 events",
        "the key is",
    ):
        assert part in said
    for part in ("made again with its own key", "the clock was right", "never entered"):
        assert part in said


def test_a_bundle_encloses_the_page_to_the_byte(case: Case):
    assert case.members["verify.html"] == PAGE.read_bytes()
    assert [*case.members][:3] == ["README.txt", "verify.py", "verify.html"]


def test_a_bundle_packed_anew_by_another_tool_is_the_same_bundle(case: Case, told: Told, tmp_path: Path):
    deflated = agree(told, zipped(case.members, tmp_path / "deflated.zip", zipfile.ZIP_DEFLATED))
    assert deflated == told(zipped(case.members, tmp_path / "stored.zip"))


def test_a_bundle_without_personal_values_holds_and_says_so(case: Case, told: Told, tmp_path: Path):
    found = agree(told, zipped(exported(case.log, with_personal=False), tmp_path / "bundle.zip"))
    assert "11 personal values: this bundle was made without them." in found["not_checked"]


def test_a_log_that_went_on_after_a_restore_holds_and_says_what_was_lost(told: Told, tmp_path: Path):
    log = make(tmp_path, acts=3)
    lost = log.sign().note
    with writing(log.connection):
        log.keys = signers.go_on(log.connection, log.keys, NOON, LEAD, lost.replace("\n4\n", "\n9\n"))
    log.append(act(4))
    log.sign()
    found = agree(told, zipped(exported(log), tmp_path / "restored.zip"))
    assert (found["valid_to"], found["problems"]) == (6, [])
    assert any(
        "Events 5 to 9 of before the restore that event 5 tells of" in line for line in found["not_checked"]
    )
    log.connection.close()


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_both_find_an_alteration_with_the_manifest_as_it_was_fitted_or_signed_anew(
    case: Case, told: Told, tmp_path: Path, change: Callable[[Members], Members]
):
    altered = change(dict(case.members))
    for number, forged in enumerate((altered, with_fitting_hashes(case, altered), case.resigned(altered))):
        assert agree(told, zipped(forged, tmp_path / f"{number}.zip"))["problems"]


@pytest.mark.parametrize("change", UNSEEN_BY_OTHERS.values(), ids=UNSEEN_BY_OTHERS.keys())
def test_both_find_what_the_manifest_alone_knows_unless_the_logs_own_key_signs_it_anew(
    case: Case, told: Told, tmp_path: Path, change: Callable[[Members], Members]
):
    altered = change(dict(case.members))
    assert agree(told, zipped(altered, tmp_path / "altered.zip"))["problems"]
    assert agree(told, zipped(with_fitting_hashes(case, altered), tmp_path / "fitted.zip"))["problems"]
    assert agree(told, zipped(case.resigned(altered), tmp_path / "signed.zip"))["problems"] == []


@pytest.mark.parametrize(
    "name", ["events.jsonl", "checkpoints.jsonl", "keys.json", "manifest.json", "manifest.note"]
)
def test_both_miss_a_member(case: Case, told: Told, tmp_path: Path, name: str):
    members = {other: data for other, data in case.members.items() if other != name}
    assert agree(told, zipped(members, tmp_path / "part.zip"))["problems"]


@MANY
@given(st.data())
def test_no_byte_of_any_member_changes_unseen_by_either(case: Case, told: Told, tmp_path: Path, data: Any):
    name = data.draw(st.sampled_from(sorted(case.members)))
    changed = bytearray(case.members[name])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    members = case.members | {name: bytes(changed)}
    assert agree(told, zipped(members, tmp_path / "flipped.zip"))["problems"]
    if not name.startswith("manifest."):
        agree(told, zipped(case.resigned(members), tmp_path / "signed.zip"))


@MANY
@given(st.data())
def test_both_tell_a_value_of_another_kind_and_neither_stumbles(
    case: Case, told: Told, tmp_path: Path, data: Any
):
    name = data.draw(st.sampled_from(JSON))
    parts = case.members[name].splitlines()
    at = data.draw(st.integers(0, len(parts) - 1))
    steps, other = data.draw(st.lists(st.integers(0, 99), min_size=1)), data.draw(st.sampled_from(OTHERS))
    parts[at] = canonical.dumps(replaced(json.loads(parts[at]), steps, other))
    ending = b"\n" if name.endswith("l") else b""
    altered = case.members | {name: b"".join(part + ending for part in parts)}
    if altered != case.members:
        assert agree(told, zipped(altered, tmp_path / "altered.zip"))["problems"]
        if not name.startswith("manifest."):
            agree(told, zipped(case.resigned(altered), tmp_path / "signed.zip"))


@MANY
@given(st.data())
def test_no_byte_of_the_file_changes_what_the_page_accepts(case: Case, told: Told, tmp_path: Path, data: Any):
    path = zipped(case.members, tmp_path / "flipped.zip")
    raw = bytearray(path.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    found = told(path)
    if "refused" not in found and not found["problems"]:
        with zipfile.ZipFile(path) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == case.members


def linked(folder: Path, kind: int) -> Path:
    about = zipfile.ZipInfo("events.jsonl")
    about.external_attr = kind << 16
    return packed(folder, MANIFEST, (about, b"manifest.json"))


def patched(path: Path, where: bytes, offset: int, form: str, value: int) -> Path:
    """The zip with one number of its last such record changed."""
    raw = bytearray(path.read_bytes())
    struct.pack_into(form, raw, raw.rindex(where) + offset, value)
    path.write_bytes(raw)
    return path


def bomb(folder: Path) -> Path:
    return packed(folder, MANIFEST, ("events.jsonl", bytes(40 << 20)), compression=zipfile.ZIP_DEFLATED)


LIST, END = b"PK\x01\x02", b"PK\x05\x06"
NAMES = ("../up.txt", "/etc/passwd", "a/../../b", "..\\up", "C:/x", "a\nb", "a\x1bb", "more\u202etxt")
HOSTILE: dict[str, Callable[[Path], Path]] = {
    **{f"the name {name!r}": lambda at, name=name: packed(at, MANIFEST, (name, b"x")) for name in NAMES},
    "a link": lambda at: linked(at, 0o120777),
    "a device": lambda at: linked(at, 0o060644),
    "bzip2": lambda at: packed(at, MANIFEST, compression=zipfile.ZIP_BZIP2),
    "encryption": lambda at: patched(packed(at, MANIFEST), LIST, 8, "<H", 1),
    "a bomb": bomb,
    "members that overlap": lambda at: patched(
        packed(at, MANIFEST, ("events.jsonl", b"x")), LIST, 42, "<I", 0
    ),
    "a directory without end": lambda at: patched(packed(at, MANIFEST), END, 12, "<I", 0x7FFFFFFF),
    "a larger directory elsewhere": lambda at: patched(packed(at, MANIFEST), END, 12, "<I", 0xFFFFFFFF),
    "another zip": lambda at: packed(at, ("word/document.xml", b"<w/>")),
}


@pytest.mark.parametrize("make_file", HOSTILE.values(), ids=HOSTILE.keys())
def test_both_refuse_a_file_that_means_harm(told: Told, tmp_path: Path, make_file: Callable[[Path], Path]):
    assert agree(told, make_file(tmp_path))["refused"]


@pytest.mark.parametrize(
    "data", [b"", b"no zip at all", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), bytes(100_000)]
)
def test_both_refuse_what_is_no_zip(told: Told, tmp_path: Path, data: bytes):
    path = tmp_path / "none.zip"
    path.write_bytes(data)
    assert agree(told, path)["refused"]


def test_a_bomb_that_claims_little_is_inflated_no_further_than_it_claims(told: Told, tmp_path: Path):
    found = agree(told, patched(bomb(tmp_path), LIST, 24, "<I", 1000))
    assert "events.jsonl is damaged: it holds more than it declares." in found["problems"]


def test_a_zip_of_zip64_form_with_folders_and_a_note_is_read_like_any_other(
    case: Case, told: Told, tmp_path: Path
):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("proofs")
        for name, data in case.members.items():
            archive.writestr(name, data)
        for number in range(70_000):
            archive.writestr(f"more/{number}", b"")
        archive.comment = b"Sent on Monday"
    found = agree(told, path)
    assert (found["valid_to"], len(found["problems"])) == (14, 101)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"9" * 100_000, b"\xff\xfe", b'"\\ud800"', b"NaN", b'{"a":1,"a":1}']
)
def test_json_that_means_harm_is_a_problem_to_both_wherever_it_stands(
    case: Case, told: Told, tmp_path: Path, data: bytes
):
    for name in (
        "manifest.json",
        "keys.json",
        "anchors.json",
        "events.jsonl",
        "checkpoints.jsonl",
        "personal.jsonl",
    ):
        ending = b"\n" if name.endswith("l") else b""
        assert agree(told, zipped(case.members | {name: data + ending}, tmp_path / "harm.zip"))["problems"]


def test_keys_and_checkpoints_held_outside_say_the_same_to_both(case: Case, told: Told, tmp_path: Path):
    bundle, held, other = (tmp_path / name for name in ("bundle.zip", "held.txt", "other.txt"))
    zipped(case.members, bundle)
    held.write_text(case.held, "utf-8")
    other.write_text(case.held.replace("tonetop/0", "tonetop/1"), "utf-8")
    own, foreign = signers.history(case.log.connection)[0].vkey, "w+ea6a7d9c+x"
    assert agree(told, bundle, own, (held,))["problems"] == []
    assert not any("Whether the key is" in line for line in told(bundle, own)["not_checked"])
    assert "speaks of another log" in agree(told, bundle, None, (other,))["problems"][0]
    assert "is no verifier key" in agree(told, bundle, foreign)["refused"]
    cut = zipped(lines(dict(case.members), "events.jsonl", lambda events: events[:3]), tmp_path / "cut.zip")
    assert any("its end is cut off" in problem for problem in agree(told, cut, own, (held,))["problems"])
    held.write_text("none", "utf-8")
    assert "is no checkpoint" in agree(told, bundle, None, (held,))["refused"]


@pytest.mark.parametrize("events", [*GOOD.values(), *BAD.values()], ids=[*GOOD.keys(), *BAD.keys()])
def test_both_judge_signatures_of_passkeys_alike(told: Told, tmp_path: Path, events: list[Event]):
    log = make(tmp_path)
    log.append(*events)
    log.sign()
    found = agree(told, zipped(exported(log), tmp_path / "signed.zip"))
    assert (found["problems"] == []) is (events in GOOD.values())
    log.connection.close()
