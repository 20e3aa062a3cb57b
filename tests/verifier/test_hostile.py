"""Files that mean harm to whoever opens them are refused in one sentence, before anything is inflated."""

import io
import struct
import zipfile

import pytest

from tests.verifier.bundles import full, report, verifier, zipped
from tonetop.work.verify import NoBundleError, verify_bundle


@pytest.fixture(scope="module")
def members(tmp_path_factory):
    case = full(tmp_path_factory.mktemp("log"))
    case.log.connection.close()
    return case.members


def refusal(path):
    with pytest.raises(NoBundleError) as refused:
        verify_bundle(path)
    assert "\n" not in str(refused.value)
    assert str(path) in str(refused.value)
    return str(refused.value)


def packed(folder, *entries, compression=zipfile.ZIP_STORED):
    """A zip of entries: a name or ZipInfo, and its bytes."""
    path = folder / "hostile.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


MANIFEST = ("manifest.json", b"{}")


@pytest.mark.parametrize(
    "data", [b"", b"no zip at all", b"PK\x05\x06", b"PK\x05\x06" + bytes(18), b"\0" * 100_000]
)
def test_what_is_no_zip_is_refused(tmp_path, data):
    path = tmp_path / "none.zip"
    path.write_bytes(data)
    assert refusal(path)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    assert "No such file" in refusal(tmp_path / "none.zip")
    assert "cannot be read" in refusal(tmp_path)


def test_a_file_whose_end_is_missing_is_refused(members, tmp_path):
    whole = zipped(members, tmp_path / "whole.zip").read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 1, len(whole) - 22):
        path = tmp_path / "part.zip"
        path.write_bytes(whole[:length])
        assert refusal(path)


def test_another_zip_is_refused(tmp_path):
    assert "is no proof bundle" in refusal(packed(tmp_path, ("word/document.xml", b"<w/>")))


@pytest.mark.parametrize(
    "name", ["../up.txt", "/etc/passwd", "a/../../b", "..\\up", "C:/x", "a\nb", "a\x1bb"]
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    assert "leads out of the bundle" in refusal(packed(tmp_path, MANIFEST, (name, b"x")))


def test_a_name_that_stands_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(tmp_path, MANIFEST, MANIFEST)
    assert "two members named 'manifest.json'" in refusal(path)


@pytest.mark.parametrize("kind", [0o120777, 0o060644, 0o010644])
def test_links_and_devices_are_refused(tmp_path, kind):
    about = zipfile.ZipInfo("events.jsonl")
    about.external_attr = kind << 16
    assert "is a link or device" in refusal(packed(tmp_path, MANIFEST, (about, b"manifest.json")))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(tmp_path, method):
    assert "encrypted or packed" in refusal(packed(tmp_path, MANIFEST, compression=method))


def test_encryption_is_refused(tmp_path):
    raw = bytearray(packed(tmp_path, MANIFEST).read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(raw)
    assert "encrypted" in refusal(path)


def test_a_bomb_is_refused_by_what_it_claims(tmp_path):
    path = packed(tmp_path, MANIFEST, ("events.jsonl", bytes(40 << 20)), compression=zipfile.ZIP_DEFLATED)
    assert "far more than the file can hold" in refusal(path)


def test_a_bomb_that_claims_little_is_read_no_further_than_it_claims(tmp_path):
    path = packed(tmp_path, MANIFEST, ("events.jsonl", bytes(40 << 20)), compression=zipfile.ZIP_DEFLATED)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, at + 24, 1000)
    path.write_bytes(raw)
    found = verify_bundle(path)
    assert any("events.jsonl is damaged" in problem for problem in found["problems"])
    assert found["valid_to"] == 0


def test_members_that_overlap_are_refused(tmp_path):
    raw = bytearray(packed(tmp_path, MANIFEST, ("events.jsonl", b"x" * 100)).read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, at + 42, 0)
    path = tmp_path / "overlap.zip"
    path.write_bytes(raw)
    assert "overlaps another member" in refusal(path)


def test_a_directory_larger_than_any_bundles_is_refused_before_it_is_read(tmp_path):
    raw = bytearray(packed(tmp_path, MANIFEST).read_bytes())
    struct.pack_into("<I", raw, raw.rindex(b"PK\x05\x06") + 12, 0x7FFFFFFF)
    path = tmp_path / "directory.zip"
    path.write_bytes(raw)
    assert "is larger than that of any bundle" in refusal(path)
    end = raw.rindex(b"PK\x05\x06")
    large = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 9, 9, 1 << 40, 0)
    struct.pack_into("<I", raw, end + 12, 0xFFFFFFFF)
    path.write_bytes(raw[:end] + large + raw[end:])
    assert "directory of 1099511627776 bytes" in refusal(path)
    path.write_bytes(raw)
    assert "its end is missing" in refusal(path)


@pytest.mark.slow
def test_a_zip_of_zip64_form_is_read_like_any_other(members, tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for number in range(70_000):
            archive.writestr(f"more/{number}", b"")
    found = verify_bundle(path)
    assert (found["valid_to"], len(found["problems"])) == (14, 101)


def test_folders_and_a_note_at_the_end_of_the_zip_do_no_harm(members, tmp_path):
    path = tmp_path / "noted.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("proofs")
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = b"Sent on Monday"
    assert verify_bundle(path) == report(members, tmp_path)


def test_a_damaged_member_is_a_problem_and_the_rest_is_still_looked_at(members, tmp_path):
    path = zipped(members, tmp_path / "damaged.zip")
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"type":"record.changed"', b'"type":"record.chanted"', 1))
    found = verify_bundle(path)
    assert any("events.jsonl is damaged" in problem for problem in found["problems"])


@pytest.mark.parametrize("name", ["events.jsonl", "checkpoints.jsonl", "personal.jsonl"])
def test_a_line_without_end_is_a_problem(members, tmp_path, name, monkeypatch):
    monkeypatch.setattr(verifier, "MOST_LINE", 2000)
    found = report(members | {name: members[name] + b"x" * 5000 + b"\n"}, tmp_path)
    assert any(f"{name} has a line of more than 2000 bytes" in problem for problem in found["problems"])


def test_a_member_too_large_for_its_kind_is_a_problem(members, tmp_path, monkeypatch):
    monkeypatch.setattr(verifier, "MOST_SMALL", 300)
    found = report(members, tmp_path)
    assert "manifest.json is larger than 300 bytes" in found["problems"]


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{" * 100_000, b"9" * 100_000, b"\xff\xfe", b'"\\ud800"', b"NaN"]
)
def test_json_that_means_harm_is_a_problem_wherever_it_stands(members, tmp_path, data):
    for name in ("manifest.json", "keys.json", "anchors.json"):
        assert report(members | {name: data}, tmp_path)["problems"]
    for name in ("events.jsonl", "checkpoints.jsonl", "personal.jsonl"):
        assert report(members | {name: data + b"\n"}, tmp_path)["problems"]


def test_what_is_held_outside_is_looked_at_too(members, tmp_path):
    path = zipped(members, tmp_path / "bundle.zip")
    for data in (b"", b"\xff", b"no checkpoint", b"\n" * 1000):
        held = tmp_path / "held.txt"
        held.write_bytes(data)
        with pytest.raises(NoBundleError, match=r"held\.txt"):
            verify_bundle(path, held=[held])
    with pytest.raises(NoBundleError, match="is no verifier key"):
        verify_bundle(path, key="x")


def test_the_names_of_members_are_never_printed_raw(tmp_path):
    path = packed(tmp_path, MANIFEST, ("more\u202etxt", b"x"))
    assert "\u202e" not in refusal(path)
    assert io.StringIO(refusal(path)).read().isprintable()
