"""Two houses sign each other's checkpoints, each only what goes on from before; what contradicts is refused aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import RequestFactory

from tests.making_logs import act as acted
from tests.making_logs import make
from tests.work.test_anchor import act, checked, known, rest, state
from tonetop.core.merkle import Tree, leaf_hash
from tonetop.core.notes import Key
from tonetop.core.witnessing import Asked
from tonetop.records.ledger import journal, proving, signers
from tonetop.work import anchor_settings, be_witness
from tonetop.work.anchor import anchor, due
from tonetop.work.witness import NotSignedError, Witness, asked_of

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class _Hand(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        from tonetop.web.witness import add_checkpoint

        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = RequestFactory().post(self.path, body, content_type="text/plain")
        answer = add_checkpoint(asked)
        self.send_response(answer.status_code)
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *told: Any) -> None:
        pass


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    """Another house that is the witness of this one, at an address of this machine; both know each other's key."""
    witness = Witness(tmp_path / "other", "other.example/witness")
    monkeypatch.setattr(be_witness, "house", lambda: witness)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hand)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/witness"
    monkeypatch.setenv(anchor_settings.WITNESSES, f"{witness.key()} {address}")
    yield witness
    server.shutdown()
    server.server_close()


@pytest.fixture
def knows(folder: Path, other: Witness, monkeypatch: pytest.MonkeyPatch) -> Witness:
    """The other house, which was given the key of this one's log."""
    from django.db import connection

    monkeypatch.setenv(anchor_settings.LOGS, signers.current(connection).vkey)
    return other


def test_a_checkpoint_is_signed_and_the_next_one_goes_on_from_it(folder: Path, knows: Witness):
    from tonetop.work.verify_folder import verify_folder

    for number in (1, 2, 3):
        act(number)
        assert anchor().made == 1
    assert known() == [("cosignature", "other.example/witness", size, True) for size in (2, 3, 4)]
    (seen,) = knows.logs()
    assert (seen.head.size, due()) == (4, None)
    report = verify_folder(folder)
    assert (report.problems, report.unanchored) == ([], 0)


def test_a_witness_whose_answer_was_lost_tells_what_it_signed_and_signs_again(folder: Path, knows: Witness):
    from tonetop.records.anchoring import AnchorState

    act(1)
    anchor()
    AnchorState.objects.all().delete()
    assert anchor().made == 1
    act(2)
    AnchorState.objects.update(size=1)
    assert anchor().made == 1
    assert knows.logs()[0].head.size == 3


def test_who_was_not_told_of_a_log_signs_nothing(folder: Path, other: Witness):
    act(1)
    assert anchor().problems == ("other.example/witness: it answered with status 404",)


def test_a_witness_that_signed_more_than_there_is_says_so_aloud(folder: Path, knows: Witness, tmp_path: Path):
    from django.db import connection

    from tonetop.core import notes
    from tonetop.core.tlog import Checkpoint
    from tonetop.records.ledger import keys

    act(1)
    anchor()  # then the same key signs a longer log: what a copy that was put back forgot
    leaves = [leaf_hash(body) for body in journal.bodies(connection)] + [leaf_hash(b"gone")]
    head = Checkpoint(signers.current(connection).origin, len(leaves), Tree(leaves).root())
    note = notes.sign(str(head), keys.load(folder).signer(signers.current(connection).vkey))
    be_witness.answer(str(Asked(2, tuple(Tree(leaves).consistency(2)), note)))
    rest()
    act(2)
    act(3)
    (problem,) = anchor().problems
    assert "contradicts what it signed before" in problem
    assert state().refused
    (refusal,) = knows.refusals()
    assert {refusal["asked"].split("\n")[1], refusal["signed"].split("\n")[1]} == {"4", "3"}


def test_an_older_copy_that_was_put_back_is_refused_aloud(folder: Path, knows: Witness):
    act(1)
    act(2)
    anchor()
    from tonetop.records.anchoring import AnchorState
    from tonetop.records.ledger.checkpoints import Signed
    from tonetop.work.anchor import NotAnchoredError, cosigned
    from tonetop.work.take_cosignature import _signed

    (earlier,) = [one for one in _signed() if one.head.size == 2]
    assert isinstance(earlier, Signed)
    with pytest.raises(NotAnchoredError, match="an older copy was put back") as refused:
        cosigned(anchor_settings.witnesses()[0], earlier, 0)
    assert refused.value.refused
    assert AnchorState.objects.get().size == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff", 400),
        (b"old 1\n\nx", 400),
        (b"a" * 70_000, 400),
        (b"old 0\n\nx\n1\n" + b"A" * 43 + b"=\n\n", 400),
    ],
)
def test_what_is_no_question_is_refused_in_a_sentence(folder: Path, knows: Witness, body: bytes, status: int):
    from tonetop.web.witness import add_checkpoint

    answer = add_checkpoint(RequestFactory().post("/witness/add-checkpoint", body, content_type="text/plain"))
    assert (answer.status_code, answer.content.count(b"\n")) == (status, 1)


def test_proofs_out_of_a_few_rows_are_those_of_the_whole_tree(tmp_path: Path):
    log = make(tmp_path, acts=40)
    leaves = [leaf_hash(body) for body in journal.bodies(log.connection)]
    tree = Tree(leaves)
    for size in range(1, 42):
        for old in range(1, size):
            assert list(proving.goes_on(log.connection, old, size)) == tree.consistency(old, size)
    log.connection.close()


def test_the_auditors_own_command_signs_files_and_whole_bundles(tmp_path: Path):
    from tests.verifier.bundles import exported, zipped
    from tonetop.work.cosign_file import cosign_file

    log = make(tmp_path, acts=3)
    vkey = signers.current(log.connection).vkey
    first = tmp_path / "checkpoint.txt"
    first.write_text(log.sign().note)
    witness = Witness(tmp_path / "auditor", "auditor.example")
    made = cosign_file(first, witness, [vkey], NOW)
    assert (made.size, made.note.count("\n— ")) == (4, 2)
    log.append(acted(4), acted(5))
    log.sign()
    bundle = zipped(exported(log), tmp_path / "bundle.zip")
    assert cosign_file(bundle, witness, [], NOW).size == 6
    assert cosign_file(bundle, witness, [], NOW).size == 6
    log.connection.close()


def test_a_log_that_was_made_anew_with_its_own_key_is_refused_and_both_stories_are_kept(tmp_path: Path):
    from tests.verifier.bundles import exported, zipped
    from tonetop.core import notes
    from tonetop.core.tlog import Checkpoint
    from tonetop.work.cosign_file import cosign_file

    log = make(tmp_path, acts=3)
    signed, vkey = log.sign(), signers.current(log.connection).vkey
    witness, key = Witness(tmp_path / "auditor", "auditor.example"), Key.parse(vkey)
    witness.cosign(asked_of(signed.note), [key], NOW)
    other = notes.sign(str(Checkpoint(key.name, 9, bytes(32))), log.keys.signer(vkey))
    for asked in (Asked(4, (bytes(32),) * 3, other), Asked(4, (), signed.note.replace("\n4\n", "\n4\n"))):
        if asked.checkpoint == signed.note:
            assert witness.cosign(asked, [key], NOW)
            continue
        with pytest.raises(NotSignedError, match="does not go on from") as refused:
            witness.cosign(asked, [key], NOW)
        assert refused.value.contradicts
    same = notes.sign(str(Checkpoint(key.name, 4, bytes(32))), log.keys.signer(vkey))
    with pytest.raises(NotSignedError) as refused:
        witness.cosign(Asked(4, (), same), [key], NOW)
    assert (refused.value.status, refused.value.size) == (409, 4)
    assert [json.dumps(one)[:4] for one in witness.refusals()] == ['{"at'] * 2
    log.append(acted(4))
    log.sign()
    forged = {**exported(log)}
    forged["events.jsonl"] = forged["events.jsonl"].replace(b"Policy 2", b"Policy 9")
    with pytest.raises(NotSignedError):
        cosign_file(zipped(forged, tmp_path / "forged.zip"), witness, [vkey], NOW)
    log.connection.close()


def test_a_signature_that_came_as_a_file_is_kept_and_another_is_not(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.db import connection

    from tonetop.records.intake import Refused
    from tonetop.work.cosign_file import cosign_file
    from tonetop.work.take_cosignature import ask, take

    auditor = Witness(tmp_path / "auditor", "auditor.example")
    monkeypatch.setenv(anchor_settings.WITNESSES, str(auditor.key()))
    act(1)
    assert due() is None  # it has no address
    asked = tmp_path / "asked.txt"
    for number, size in ((2, 3), (3, 4)):
        act(number)
        asked.write_text(ask("auditor.example"))
        signed = cosign_file(asked, auditor, [signers.current(connection).vkey], NOW).note
        assert [one.size for one in take(signed)] == [size]
    assert (known()[-1], checked(folder)) == (("cosignature", "auditor.example", 4, True), [])
    for text, why in (
        ("x", "no signed checkpoint"),
        (signed.replace("\n4\n", "\n5\n"), "none of this log"),
        (signed.rpartition("— ")[0], "no witness who is named"),
        (signed[:-9] + "AAAAAAA=\n", "no signature|no signed checkpoint"),
    ):
        with pytest.raises(Refused, match=why):
            take(text)
    with pytest.raises(Refused, match="there is no witness"):
        ask("nobody")
