"""A management review from its pack to the approval of its minutes, in a data folder."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.work.reviewing import DECISION, PRESENT, YES, finished, held, lead, unaudited
from tonetop.core import canonical
from tonetop.records import blobs, log
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Overtaken, latest
from tonetop.work import minutes
from tonetop.work.assess import assess
from tonetop.work.change_record import change_record
from tonetop.work.freeze_review import notes_seen, open_sitting, snapshot
from tonetop.work.gather_review import build, contents, note, pack_of, plan_sitting
from tonetop.work.hold_review import Seat, attend, conclude, decide
from tonetop.work.permission import Forbidden


def test_a_review_is_built_in_one_act_with_its_first_sitting(demo: Path):
    before = log.size()
    pack: Any = build(lead(), planned_on="2026-01-20")
    assert (pack.ref, pack.title, pack.since) == ("MRP-1", "Management review 2025", "2025-10-21")
    assert (pack.built_by, pack.built_on) == ("haddad", "2025-12-31")
    sitting: Any = latest("Meeting", pack.meetings[0])
    assert (sitting.kind, sitting.planned_on, sitting.held_on) == ("management-review", "2026-01-20", None)
    assert log.size() == before + 2
    with pytest.raises(Refused, match="is being built already"):
        build(lead())
    with pytest.raises(Refused, match="is no day"):
        plan_sitting(lead(), pack.ref, "tomorrow")


def test_who_may_not_write_reviews_does_none_of_it(demo: Path):
    guest = Account.objects.get(role="guest-auditor")
    with pytest.raises(Forbidden):
        build(guest)
    pack, meeting = finished()
    for act in (
        lambda: note(guest, pack.ref, "context_changes", "x"),
        lambda: plan_sitting(guest, pack.ref),
        lambda: open_sitting(guest, pack.ref, meeting, ["context_changes"]),
        lambda: attend(guest, pack.ref, meeting, PRESENT),
        lambda: decide(guest, pack.ref, meeting, DECISION),
        lambda: conclude(guest, pack.ref, YES),
        lambda: minutes.write_minutes(guest, pack.ref),
        lambda: minutes.enter_approval(guest, pack.ref),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_note_says_who_checked_and_may_be_taken_away(demo: Path):
    pack = build(lead())
    note(lead(), pack.ref, "performance_audits", "the next\none is in May", nothing=True)
    note(lead(), pack.ref, "context_changes", "two laws")
    kept = ("performance_audits: none, checked by haddad on 2025-12-31: the next one is in May",)
    assert pack_of(pack.ref).notes == (*kept, "context_changes: two laws")
    note(lead(), pack.ref, "context_changes", "")
    assert pack_of(pack.ref).notes == kept
    note(lead(), pack.ref, "performance_audits", "")
    assert pack_of(pack.ref).notes is None
    with pytest.raises(Refused, match="is no input"):
        note(lead(), pack.ref, "weather", "fine")
    with pytest.raises(Refused, match="tick that there is nothing"):
        note(lead(), pack.ref, "context_changes", "none, checked by solvang on 2025-12-30")
    with pytest.raises(Overtaken):
        note(lead(), pack.ref, "context_changes", "late", after=1)
    nobody = Account.objects.get(role="administrator")
    nobody.person = ""
    with pytest.raises(Refused, match="no person of the register"):
        note(nobody, pack.ref, "context_changes", "", nothing=True)


def test_what_the_sitting_saw_stays_whatever_is_recorded_later(demo: Path):
    pack, meeting = held()
    frozen = blobs.read(pack.sha256)
    shown = snapshot(pack)
    assert sha256(frozen).hexdigest() == pack.sha256
    assert canonical.dumps(shown) == frozen
    assert json.dumps(shown).count("solvang") >= 1
    assert (
        "Solvang" not in frozen.decode()
    )  # people stand by their ids, so that an erasure reaches their names
    assert "in May" not in frozen.decode()
    assert notes_seen(pack.ref, shown)["performance_audits"].endswith(": the next one is in May")
    change_record(
        lead(), "TriggerEvent", {"id": "trg-new", "occurred_on": "2025-12-30", "summary": "New law"}
    )
    assert "trg-new" in repr(contents(pack, assess()).plain())
    assert "trg-new" not in repr(snapshot(pack_of(pack.ref)))
    with pytest.raises(Refused, match="were frozen on 2025-12-31"):
        note(lead(), pack.ref, "context_changes", "after the fact")
    sitting: Any = latest("Meeting", meeting)
    assert (sitting.held_on, sitting.inputs["performance_audits"]) == ("2025-12-31", (pack.ref,))
    assert sitting.inputs["context_changes"] == ("trg-ai-act-models", "trg-surveillance")


def test_what_auditors_found_since_the_last_review_is_put_before_the_sitting(demo: Path):
    pack: Any = build(lead())
    open_sitting(lead(), pack.ref, pack.meetings[0], ["performance_audits"])
    sitting: Any = latest("Meeting", pack.meetings[0])
    assert sitting.inputs == {"performance_audits": ("external-2025", "f-c2", "f-c1")}


def test_a_sitting_is_opened_once_in_time_and_with_what_is_there(demo: Path):
    unaudited()
    pack: Any = build(lead())
    meeting = pack.meetings[0]
    for why, given in (
        ("not before", (["context_changes"], "2026-01-01")),
        ("nothing is gathered or noted for performance audits", (["performance_audits"], "")),
        ("at least one input", ([], "")),
    ):
        with pytest.raises(Refused, match=why):
            open_sitting(lead(), pack.ref, meeting, *given)
    with pytest.raises(Refused, match="is no sitting of this review"):
        open_sitting(lead(), pack.ref, "meeting-2025-10-21", ["context_changes"])
    with pytest.raises(Refused, match="open the sitting first"):
        decide(lead(), pack.ref, meeting, DECISION)
    with pytest.raises(Refused, match="open a sitting first"):
        conclude(lead(), pack.ref, YES)
    assert pack_of(pack.ref).frozen_on is None
    open_sitting(lead(), pack.ref, meeting, ["context_changes"], "2025-12-30")
    with pytest.raises(Refused, match="was held on 2025-12-30 already"):
        open_sitting(lead(), pack.ref, meeting, ["context_changes"])
    assert assess("2025-12-30").facts.get("Meeting", meeting).held_on == "2025-12-30"


def test_a_review_may_be_split_and_its_last_sitting_has_everything_before_it(demo: Path):
    pack, first = held(["previous_actions", "context_changes", "interested_party_changes"])
    second = plan_sitting(lead(), pack.ref, "2026-01-10")
    rest = ["performance_nonconformities", "performance_measurements", "performance_audits"]
    attend(lead(), pack.ref, first, PRESENT)
    conclude(lead(), pack.ref, YES)
    assert "a sitting is planned and not held" in minutes.lacking(pack_of(pack.ref), assess().facts)[0]
    open_sitting(lead(), pack.ref, second, [*rest, "improvement_opportunities"])
    assert pack_of(pack.ref).sha256 == pack.sha256
    one, two = latest("Meeting", first), latest("Meeting", second)
    assert list(one.inputs) == ["previous_actions", "context_changes", "interested_party_changes"]  # type: ignore[union-attr]
    assert set(two.inputs) == {*one.inputs, *rest, "improvement_opportunities"}  # type: ignore[union-attr]
    attend(lead(), pack.ref, second, PRESENT[:1])
    decide(lead(), pack.ref, second, DECISION)
    review = assess().checks["LD-5.2"]
    assert (review.result, "5 of 5" in review.why) == ("pass", True)


def test_attendance_keeps_how_each_took_part_and_has_one_chair_who_was_there(demo: Path):
    pack, meeting = held()
    attend(lead(), pack.ref, meeting, [*PRESENT, Seat("thun", "delegate", "", "lind"), Seat("eke")])
    there: Any = latest("Attendance", f"{meeting}/thun")
    assert (there.mode, there.on_behalf_of) == ("delegate", "lind")
    assert latest("Attendance", f"{meeting}/eke") is None
    attend(lead(), pack.ref, meeting, [Seat("thun")])
    assert latest("Attendance", f"{meeting}/thun").withdrawn_on == "2025-12-31"  # type: ignore[union-attr]
    attend(lead(), pack.ref, meeting, [Seat("thun", "remote")])
    assert latest("Attendance", f"{meeting}/thun").withdrawn_on is None  # type: ignore[union-attr]
    for why, seats in (
        ("one chair", [Seat("solvang", "present", "chair"), Seat("rehn", "present", "chair")]),
        ("is there, in the room", [Seat("solvang", "apology", "chair")]),
        ("twice", [Seat("solvang", "present"), Seat("solvang", "remote")]),
    ):
        with pytest.raises(Refused, match=why):
            attend(lead(), pack.ref, meeting, seats)


def test_a_decision_has_an_owner_and_a_day_and_its_action_is_live_at_once(demo: Path):
    pack, meeting = held()
    attend(lead(), pack.ref, meeting, PRESENT)
    made: Any = decide(lead(), pack.ref, meeting, DECISION | {"input": "improvement_opportunities"})
    assert (made.source, made.decided_by, made.decided_on, made.status) == (
        *(meeting, "solvang", "2025-12-31"),
        "open",
    )
    actions = [row for row in assess().facts.rows("Action") if row.decision == made.ref]
    assert [(row.owner, row.due, row.status) for row in actions] == [("lind", "2026-03-31", "open")]
    for why, given in (
        ("say what was decided", DECISION | {"text": " "}),
        ("name an owner and a day", DECISION | {"due": ""}),
        ("only who was at the sitting", DECISION | {"decided_by": "lind"}),
        ("why nothing is to be done", {"text": "No change", "status": "none-needed"}),
    ):
        with pytest.raises(Refused, match=why):
            decide(lead(), pack.ref, meeting, given)
    before = len(assess().facts.rows("Action"))
    idle = {"text": "No change", "status": "none-needed", "rationale": "It works", "kind": "improvement"}
    assert decide(lead(), pack.ref, meeting, idle).status == "none-needed"
    assert len(assess().facts.rows("Action")) == before


def test_without_a_chair_somebody_has_to_be_named_who_decides(demo: Path):
    pack, meeting = held()
    with pytest.raises(Refused, match="who chairs"):
        decide(lead(), pack.ref, meeting, DECISION)


def test_the_next_review_is_owed_what_this_one_decided(demo: Path):
    pack, meeting = finished()
    decision = next(row for row in assess().facts.rows("Decision") if row.source == meeting)
    following: Any = build(lead())
    assert following.since == "2025-12-31"
    listed = contents(following, assess()).inputs[0]
    assert decision.id in listed.records
    assert {"dec-2025-10-21-b", "dec-2024-10-22-a"} <= set(
        listed.records
    )  # closed since, and of the review before


def test_an_empty_folder_has_a_first_review_too(folder: Path):
    account = Account(role="administrator", pk=1, person="")
    pack: Any = build(account)
    assert pack.since is None
    told = {found.key: found.complete for found in contents(pack, assess()).inputs if found.letter}
    assert [key for key, complete in told.items() if complete] == ["previous_actions"]
    open_sitting(account, pack.ref, pack.meetings[0], ["previous_actions"])
    assert latest("Meeting", pack.meetings[0]).inputs == {"previous_actions": (pack.ref,)}  # type: ignore[union-attr]
