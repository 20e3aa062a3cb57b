"""The commands by which a log is proved: bundles, checkpoints for others to keep, and verifying against them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.standard.facts_file import Refused

Command = Callable[..., Done]


def test_a_checkpoint_given_to_somebody_is_noted_and_holds_against_folder_and_bundle(
    demo: Path, tmp_path: Path, command: Command
):
    note, bundle = tmp_path / "held.txt", tmp_path / "proof.zip"
    made = json.loads(
        command("export", "checkpoint", str(note), "--holder", "the auditor", "--format", "json").out
    )
    assert note.read_text("utf-8").splitlines()[1] == str(made["events"])
    plain = json.loads(command("export", "bundle", str(bundle), "--format", "json").out)
    assert (plain["file"], plain["events"], plain["proofs"]) == (str(bundle), made["events"], made["events"])
    for source in ((), (str(bundle),)):
        done = command("verify", *source, "--held", str(note), "--key", made["key"], "--format", "json")
        found = json.loads(done.out)
        assert (done.status, found["problems"], found["unanchored"]) == (0, [], 0)
        kinds = [(anchor["kind"], anchor["verified"]) for anchor in found["anchors"]]
        assert kinds == [("email", False), ("held", True)]
    told = command("verify", "--held", str(note)).out
    assert "was given to the auditor (email)" in told
    assert f"agrees with {note} (held)" in told


def test_a_checkpoint_is_for_people_too_and_names_the_key(demo: Path, tmp_path: Path, command: Command):
    done = command("export", "checkpoint", str(tmp_path / "held.txt"))
    assert "a signed checkpoint over" in done.out
    assert "The log's verifier key: tonetop/" in done.out


@pytest.mark.parametrize("what", ["bundle", "checkpoint"])
def test_what_cannot_be_written_is_said_in_one_sentence(
    what: str, demo: Path, tmp_path: Path, command: Command
):
    place = tmp_path / "nowhere" / "out"
    with pytest.raises(Misuse, match=f"^{place}: cannot be written: No such file or directory$"):
        command("export", what, str(place))
    for folder in (str(tmp_path), ""):
        with pytest.raises(Misuse, match=r": is (a folder; name a file|there already; .*)$"):
            command("export", what, folder)


def test_a_checkpoint_is_never_overwritten_nor_noted_in_a_way_there_is_not(
    demo: Path, tmp_path: Path, command: Command
):
    note = tmp_path / "held.txt"
    note.write_text("kept")
    with pytest.raises(Misuse, match="is there already"):
        command("export", "checkpoint", str(note))
    with pytest.raises(Refused, match="'pigeon' is no way to hand it out"):
        command("export", "checkpoint", str(tmp_path / "b"), "--holder", "x", "--kind", "pigeon")
    assert not (tmp_path / "b").exists()


def test_the_ending_says_a_registers_format_and_json_tells_programs_what_was_done(
    demo: Path, tmp_path: Path, command: Command
):
    out = tmp_path / "people.csv"
    plain = json.loads(command("export", "register", "Person", str(out), "--format", "json").out)
    assert plain == {"file": str(out), "records": 101}
    assert out.read_text("utf-8-sig").startswith("id,name,")
    bare = tmp_path / "people"
    assert (
        command("export", "register", "Person", str(bare), "--format", "csv").out == f"{bare}: 101 records\n"
    )
    assert bare.read_bytes() == out.read_bytes()
    with pytest.raises(Refused, match=r"ends with \.csv, but --format says yaml"):
        command("export", "register", "Person", str(out), "--format", "yaml")
    with pytest.raises(Refused, match="--format does not know 'pdf'"):
        command("export", "register", "Person", str(out), "--format", "pdf")


def test_a_bundle_lists_the_evidence_of_an_audits_freeze(demo: Path, tmp_path: Path, command: Command):
    from tests.web.test_centre_monitors import frozen

    frozen("InternalAudit", "audit-2026-a", frozen_from="2025-06-30")
    bundle = tmp_path / "proof.zip"
    made = command("export", "bundle", str(bundle), "--frozen", "audit-2026-a")
    assert "; evidence as of 2025-06-30: " in made.out
    found = json.loads(command("verify", str(bundle), "--format", "json").out)
    assert (found["problems"], found["frozen"]["audit"]) == ([], "audit-2026-a")
    with pytest.raises(Exception, match="there is no audit nobody"):
        command("export", "bundle", str(bundle), "--frozen", "nobody")
