"""Evidence as people keep and judge it: files once, versions, states by named people, holds, disposal."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.work.documenting import account
from tests.work.evidencing import ENTERS, JUDGES, OTHER, clamd, enters, file, judges, kept, piece, ready

pytestmark = pytest.mark.usefixtures("demo")


def refused():
    from tonetop.records.intake import Refused

    return Refused


def forbidden():
    from tonetop.work.permission import Forbidden

    return Forbidden


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_piece_holds_its_files_what_it_is_for_and_the_period_it_proves():
    from tonetop.work.evidence_files import files_of

    ref = kept(
        file("one", "a.pdf"), file("two", "b.txt"),
        period_from="2025-01-01", period_to="2025-12-31", requirements=("LD-1", "9.3.2", "LD-1.1"), links=(ENTERS,),
    )  # fmt: skip
    row = piece(ref)
    assert (row.state, row.state_by, row.recorded_by) == ("not-ready", ENTERS, ENTERS)
    assert (row.period_from, row.period_to, row.requirements) == (
        "2025-01-01",
        "2025-12-31",
        ("LD-1", "9.3.2", "LD-1.1"),
    )
    assert row.sha256 == digest("one") and row.occurred_on == "2025-11-03" != row.recorded_on
    first, second = files_of(ref)
    assert (first.now.name, first.now.media_type, first.now.size) == ("a.pdf", "application/pdf", 3)
    assert (second.now.name, second.now.came_by, second.now.received_by) == ("b.txt", "page", ENTERS)


def test_the_same_bytes_are_named_where_they_are_held_and_kept_once(demo: Path):
    from tonetop.work.keep_evidence import Piece, keep_evidence

    ref = kept(file("same"))
    before = len(list((demo / "blobs").rglob("*")))
    again = keep_evidence(enters(), Piece(title="Again"), [file("same", "copy.txt")])
    assert (again.ref, again.is_new, again.known) == (ref, False, {"copy.txt": ref})
    part = keep_evidence(
        enters(), Piece(title="More"), [file("same"), file("new", "n.txt"), file("new", "m.txt")]
    )
    assert part.is_new and part.files == 1 and part.known == {"minutes.txt": ref}
    assert len(list((demo / "blobs").rglob("*"))) <= before + 2
    from tonetop.work.keep_evidence import add_files

    with pytest.raises(refused(), match=f"held in {ref} already"):
        add_files(enters(), part.ref, [file("same")])


def test_another_file_is_a_new_version_and_the_old_one_stays():
    from tonetop.records import blobs
    from tonetop.work.evidence_files import files_of
    from tonetop.work.evidence_state import judge
    from tonetop.work.keep_evidence import add_files, replace_file

    ref = ready(file("first"))
    judge(judges(), ref, "approved")
    assert piece(ref).state == "approved"
    (held,) = files_of(ref)
    replace_file(enters(), held.now.ref, file("second", "better.txt"))
    (held,) = files_of(ref)
    assert [version.sha256 for version in held.versions] == [digest("second"), digest("first")]
    assert blobs.read(digest("first")) == b"first"
    assert (piece(ref).state, piece(ref).sha256) == ("not-ready", digest("second"))
    with pytest.raises(refused(), match="the same bytes"):
        replace_file(enters(), held.now.ref, file("first"))
    add_files(enters(), ref, [file("third", "c.txt")])
    assert [one.now.name for one in files_of(ref)] == ["better.txt", "c.txt"]
    assert piece(ref).sha256 == digest("second")


def test_nobody_judges_their_own_evidence_and_only_those_who_may_judge_at_all():
    from tonetop.work.evidence_state import declare_ready, judge

    ref = kept(owner=OTHER)
    with pytest.raises(refused(), match="once somebody said that it is ready"):
        judge(judges(), ref, "approved")
    declare_ready(enters(), ref)
    for own in (ENTERS, OTHER):
        with pytest.raises(forbidden(), match="their own"):
            judge(judges(own), ref, "approved")
    with pytest.raises(forbidden(), match="judged by the governance lead"):
        judge(account("process-owner", JUDGES), ref, "approved")
    with pytest.raises(forbidden(), match="no person"):
        judge(account("dpo", ""), ref, "approved")
    made = judge(judges(), ref, "approved")
    assert (made.state, made.state_by, made.entered_by) == ("approved", JUDGES, JUDGES)


def test_who_said_that_it_is_ready_does_not_approve_it():
    from tonetop.work.evidence_state import declare_ready, judge

    ref = kept()
    declare_ready(judges(), ref)
    with pytest.raises(forbidden(), match="their own"):
        judge(judges(), ref, "approved")


def test_what_is_asked_for_again_says_what_and_by_when_and_is_due_until_it_is_ready():
    from tonetop.records.due import due
    from tonetop.work.assess import assess
    from tonetop.work.evidence_state import declare_ready, history, judge
    from tonetop.work.keep_evidence import add_files

    ref = ready(owner=ENTERS)
    for reason, day, why in (("", "2026-02-01", "what is asked"), ("Sign it", "2025-01-01", "by which day")):
        with pytest.raises(refused(), match=why):
            judge(judges(), ref, "flagged", reason, day)
    judge(judges(), ref, "flagged", "The page with the vote is missing", "2026-02-01")
    row = piece(ref)
    assert (row.state, row.state_reason, row.resubmit_by) == (
        "flagged", "The page with the vote is missing", "2026-02-01"
    )  # fmt: skip
    (found,) = [each for each in due(assess().facts) if each.ref == ref]
    assert (found.on, found.whose) == ("2026-02-01", (ENTERS,))
    add_files(enters(), ref, [file("the page", "p2.txt")])
    assert piece(ref).state == "flagged"
    declare_ready(enters(), ref)
    assert (piece(ref).state, piece(ref).resubmit_by) == ("ready", None)
    assert not [each for each in due(assess().facts) if each.ref == ref]
    assert [row.state for row, _ in history(ref)] == ["ready", "flagged", "ready", "not-ready"]


def test_not_applicable_wants_a_reason_and_readiness_what_the_piece_lacks():
    from tonetop.work.evidence_state import declare_ready, judge

    ref = kept(kind="", occurred_on="")
    with pytest.raises(refused(), match="which kind"):
        declare_ready(enters(), ref)
    with pytest.raises(refused(), match="why it is not applicable"):
        judge(judges(), ref, "not-applicable")
    with pytest.raises(refused(), match="say whether"):
        judge(judges(), ref, "good")
    assert judge(judges(), ref, "not-applicable", "There is no such system").state == "not-applicable"


def test_no_form_and_no_file_sets_a_state_or_other_bytes():
    from tonetop.work.change_record import change_record

    ref = ready()
    plain = {
        name: value for name, value in piece(ref).plain().items() if name not in ("recorded_on", "entered_by")
    }
    for name, value in (("state", "approved"), ("hold_reason", "x"), ("sha256", digest("other"))):
        with pytest.raises(refused(), match=f"{name} is set by an act"):
            change_record(enters(), "Evidence", plain | {name: value})
    assert change_record(enters(), "Evidence", plain | {"title": "Better"}).title == "Better"
    with pytest.raises(refused(), match="set by an act"):
        change_record(enters(), "EvidenceFile", {"id": "EF-900", "evidence": ref, "sha256": digest("other")})


def test_under_hold_nothing_is_withdrawn_erased_or_disposed_of():
    from tonetop.records.erasing import erase
    from tonetop.records.write import By, withdraw
    from tonetop.work.evidence_files import files_of
    from tonetop.work.evidence_state import dispose, hold, lift_hold

    ref = kept(retain_until="2025-01-31")
    with pytest.raises(refused(), match="say why it is held"):
        hold(judges(), ref, " ")
    with pytest.raises(refused(), match="not under legal hold"):
        lift_hold(judges(), ref, "over")
    hold(judges(), ref, "Case 7")
    with pytest.raises(refused(), match="already"):
        hold(judges(), ref, "Case 8")
    assert (piece(ref).hold_by, piece(ref).hold_reason) == (JUDGES, "Case 7")
    for act in (
        lambda: withdraw("Evidence", ref, By()),
        lambda: withdraw("EvidenceFile", files_of(ref)[0].now.ref, By()),
        lambda: erase("Evidence", ref, None, By(), ""),
        lambda: dispose(judges(), ref, "Rule 3"),
    ):
        with pytest.raises(refused(), match="under legal hold"):
            act()
    with pytest.raises(refused(), match="say why the hold is lifted"):
        lift_hold(judges(), ref, "")
    lift_hold(judges(), ref, "The case is closed")
    assert piece(ref).hold_since is None
    withdraw("Evidence", ref, By())


def test_what_is_past_its_retention_goes_by_a_persons_act_alone_and_its_lines_stay(demo: Path):
    from tonetop.records import blobs
    from tonetop.work.evidence_state import destroy_left, dispose, is_past_retention
    from tonetop.work.keep_evidence import add_files
    from tonetop.work.verify_folder import verify_folder

    early = kept(file("early"), retain_until="2026-12-31")
    with pytest.raises(refused(), match="not past"):
        dispose(judges(), early, "Rule 3")
    ref = kept(file("gone"), file("gone too", "b.txt"), retain_until="2025-11-30")
    assert is_past_retention(piece(ref), "2025-12-01") and not is_past_retention(piece(ref), "2025-11-30")
    with pytest.raises(forbidden(), match="judged by"):
        dispose(enters(), ref, "Rule 3")
    with pytest.raises(refused(), match="say why"):
        dispose(judges(), ref, "")
    assert dispose(judges(), ref, "Rule 3") == 2
    assert not blobs.holds(digest("gone")) and blobs.holds(digest("early"))
    assert (piece(ref).disposed_by, piece(ref).disposal_reason) == (JUDGES, "Rule 3")
    with pytest.raises(refused(), match="disposed of on"):
        add_files(enters(), ref, [file("more")])
    with pytest.raises(refused(), match="disposed of on"):
        dispose(judges(), ref, "Again")
    report = verify_folder(demo)
    assert report.problems == []
    assert "files that a person's act disposed of, which are gone: 2" in report.not_checked
    assert destroy_left() == 0
    assert kept(file("gone")) != ref


def test_bytes_that_another_record_names_outlive_a_disposal():
    from tonetop.records import blobs, intake, write
    from tonetop.work.evidence_state import dispose

    ref = kept(file("shared"), retain_until="2025-11-30")
    entry = intake.take("Communication", {"id": "C-900", "kind": "email", "sha256": digest("shared")})
    write.save(entry, write.By())
    assert dispose(judges(), ref, "Rule 3") == 0
    assert blobs.holds(digest("shared"))


def test_expiry_and_review_are_due_for_the_owner_and_an_answer_puts_the_review_off():
    from tonetop.records.due import DEADLINE, REVIEW, due
    from tonetop.work.assess import assess

    ref = kept(owner=ENTERS, expires_on="2026-06-30", review_months=6)
    found = {each.what: each.on for each in due(assess().facts) if each.ref == ref}
    assert found == {DEADLINE: "2026-06-30", REVIEW: "2026-06-30"}


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"requirements": ("LD-99",)}, "no clause"),
        ({"occurred_on": "2027-01-01"}, "yet to come"),
        ({"occurred_on": "soon"}, "soon"),
        ({"period_from": "2025-02-01", "period_to": "2025-01-01"}, "before it begins"),
    ],
)
def test_what_a_piece_could_not_say_of_itself_is_refused(about: dict[str, object], why: str):
    with pytest.raises(refused(), match=why):
        kept(**about)


def test_a_role_that_writes_no_evidence_brings_none_and_no_file_is_no_piece():
    from tonetop.work.keep_evidence import MOST, Piece, keep_evidence

    with pytest.raises(forbidden()):
        kept(by=account("guest-auditor", ENTERS))
    wrong = (
        ([], "at least one"),
        ([file()] * (MOST + 1), "more than"),
        ([file("")], "minutes.txt: .* empty"),
    )
    for files, why in wrong:
        with pytest.raises(refused(), match=why):
            keep_evidence(enters(), Piece(), files)


def test_a_file_with_a_virus_is_not_taken_and_one_that_cannot_be_looked_at_is_held_back(
    demo: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.screening import NAME, HeldBack, Infected

    with clamd() as address:
        monkeypatch.setenv(NAME, address)
        kept(file("harmless"))
        with pytest.raises(Infected, match="bad.txt: The virus scan found Test-Sign"):
            kept(file("a VIRUS", "bad.txt"))
    with clamd(answers=False) as address:
        monkeypatch.setenv(NAME, address)
        with pytest.raises(HeldBack, match="held back"):
            kept(file("unseen"))
    for address in ("127.0.0.1:1", str(demo / "none.sock"), "nonsense"):
        monkeypatch.setenv(NAME, address)
        with pytest.raises(HeldBack, match="held back"):
            kept(file("unseen"))
    stored = {path.name for path in (demo / "blobs").rglob("*")}
    assert digest("harmless") in stored and not stored & {digest("unseen"), digest("a VIRUS")}
    assert not list((demo / "uploads").glob("file-*"))
