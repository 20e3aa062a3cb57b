"""What people make of what documents propose: accepted with its evidence, rejected for good, undone, told apart."""

from __future__ import annotations

import pytest

from tests.work.evidencing import kept
from tests.work.making_documents import MINUTES, POLICY, minutes, policy
from tests.work.reading_documents import (
    brought,
    evidence,
    judged_by_hand,
    lead,
    proposal,
    read,
    standing,
    states,
)

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and judging give what is made by hand."""
    judged_by_hand(monkeypatch)


@pytest.mark.usefixtures("examined")
def test_accepting_stores_the_record_what_it_rests_on_and_the_document_as_evidence_in_one_import():
    from tonetop.records import blobs
    from tonetop.records.models import Import
    from tonetop.work.reading.settle_proposals import accept, needs

    reading = read()
    row = proposal(reading, "Attendance", mode="present")
    assert [one.type for one in needs(row)] == ["Meeting", "Person"]
    accept(lead(), row, row.version)
    assert states(reading)["accepted"] in (3, 4)
    attendance = standing("Attendance", f"{row.record['meeting']}/{row.record['person']}")
    assert attendance.entered_by == "solvang"
    digest = minutes().text.sha256
    piece = next(row for row in evidence() if row.sha256 == digest)
    assert blobs.read(digest) == MINUTES.encode()
    assert set(piece.links) == {row.record["meeting"], row.record["person"]}
    assert len({one.taken_by for one in reading.proposals.filter(state="accepted")}) == 1
    assert Import.objects.first().taken


@pytest.mark.usefixtures("examined")
def test_what_was_accepted_is_undone_unless_others_rest_on_it_by_now():
    from tonetop.records.intake import Refused
    from tonetop.work.reading.settle_proposals import accept, undo

    reading = read()
    meeting = proposal(reading, "Meeting")
    accept(lead(), meeting, meeting.version)
    decision = proposal(reading, "Decision")
    accept(lead(), decision, decision.version)
    meeting.refresh_from_db()
    with pytest.raises(Refused, match="rests on it"):
        undo(lead(), meeting, meeting.version)
    decision.refresh_from_db()
    assert undo(lead(), decision, decision.version) == 1
    assert standing("Decision", decision.ref).withdrawn_on
    assert undo(lead(), meeting, meeting.version) >= 1
    assert standing("Meeting", meeting.ref).withdrawn_on
    meeting.refresh_from_db()
    assert (meeting.state, meeting.taken_by) == ("open", 0)
    accept(lead(), meeting, meeting.version)
    assert not standing("Meeting", meeting.ref).withdrawn_on


@pytest.mark.usefixtures("examined")
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1)])
def test_evidence_of_acceptances_goes_with_the_last_of_them_in_whatever_order_they_are_undone(
    order: tuple[int, ...],
):
    from tonetop.records import blobs
    from tonetop.work.reading.settle_proposals import accept, undo

    reading, digest = read(), minutes().text.sha256
    rows = [proposal(reading, type) for type in ("Meeting", "Person", "BudgetLine")]
    for row in rows:
        row.refresh_from_db()
        accept(lead(), row, row.version)
    piece = next(row for row in evidence() if row.sha256 == digest)
    told = []
    for row in (rows[place] for place in order):
        row.refresh_from_db()
        last = standing("Evidence", piece.ref)
        told.append((last.withdrawn_on, set(last.links or ())))
        undo(lead(), row, row.version)
    left = [{rows[place].ref for place in order[done:] if place < 2} for done in range(3)]
    assert told == [(None, links) for links in left]
    assert standing("Evidence", piece.ref).withdrawn_on
    assert set(states(reading)) == {"open"}
    assert blobs.holds(digest)  # the ledger names it, and only a disposal destroys


@pytest.mark.usefixtures("examined")
def test_what_was_changed_since_it_was_accepted_is_not_said_to_be_undone():
    from tonetop.records import write
    from tonetop.records.intake import Refused
    from tonetop.work.reading.settle_proposals import accept, undo
    from tonetop.work.revised import revised

    reading = read()
    row = proposal(reading, "Person")
    accept(lead(), row, row.version)
    write.save_all([revised(standing("Person", row.ref), title="Chair")], write.By())
    row.refresh_from_db()
    with pytest.raises(Refused, match="was changed since"):
        undo(lead(), row, row.version)
    row.refresh_from_db()
    assert row.state == "accepted" and not standing("Person", row.ref).withdrawn_on


@pytest.mark.usefixtures("examined")
def test_what_two_people_were_proposed_of_the_same_document_is_stored_once():
    from tonetop.records.intake import Refused
    from tonetop.work.reading.settle_proposals import accept

    first, second = read(), read(by=lead(3))
    mine, theirs = proposal(first, "Decision"), proposal(second, "Decision")
    accept(lead(), mine, mine.version, {**mine.record, "text": "EUR 120,000 for AI governance"})
    with pytest.raises(Refused, match="came on record meanwhile"):
        accept(lead(3), theirs, theirs.version, {**theirs.record, "text": "Otherwise"})
    assert accept(lead(3), theirs, theirs.version).state == "held"
    there = proposal(second, "Attendance")
    accept(lead(3), there, there.version)
    assert proposal(second, "Meeting").state == "open"
    assert (standing("Decision", mine.ref).text, standing("Decision", mine.ref).revision) == (
        "EUR 120,000 for AI governance",
        1,
    )
    assert standing("Meeting", there.record["meeting"]).revision == 1


@pytest.mark.usefixtures("examined")
def test_what_was_rejected_is_not_proposed_again_until_that_is_undone():
    from tonetop.work.reading.settle_proposals import reject, undo

    reading = read()
    row = proposal(reading, "PolicyVersion")
    reject(lead(), row, row.version, "It is a draft")
    again = read()
    assert not again.proposals.filter(type="PolicyVersion").exists()
    assert again.proposals.count() == reading.proposals.count() - 1
    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "It is a draft")
    undo(lead(), row, row.version)
    assert read().proposals.filter(type="PolicyVersion").exists()


@pytest.mark.usefixtures("examined")
def test_what_rests_on_something_rejected_is_not_accepted():
    from tonetop.records.intake import Refused
    from tonetop.work.reading.settle_proposals import accept, reject

    reading = read()
    meeting, decision = proposal(reading, "Meeting"), proposal(reading, "Decision")
    reject(lead(), meeting, meeting.version)
    with pytest.raises(Refused, match="which was rejected"):
        accept(lead(), decision, decision.version)
    assert standing("Decision", decision.ref) is None


@pytest.mark.usefixtures("examined")
def test_what_is_on_record_is_not_put_before_people_a_second_time():
    from tonetop.work.reading.settle_proposals import accept

    reading = read()
    row = proposal(reading, "PolicyVersion")
    accept(lead(), row, row.version)
    again = read()
    assert proposal(again, "PolicyVersion").state == "held"


@pytest.mark.usefixtures("examined")
def test_people_are_known_by_a_name_that_stands_once_and_else_named_by_a_person():
    from tonetop.work.change_record import change_record
    from tonetop.work.reading.settle_proposals import accept, as_it_becomes, link

    change_record(lead(), "Person", {"id": "ada", "name": "ada  Chair", "valid_from": "2020-01-01"})
    reading = read()
    ada = proposal(reading, "Person", name="Ada Chair")
    assert (ada.state, ada.linked) == ("linked", "ada")
    ben = proposal(reading, "Person", name="Ben Member")
    link(lead(), ben, ben.version, "haddad")
    row = proposal(reading, "Attendance", person=ben.ref)
    assert as_it_becomes(row)["person"] == "haddad"
    accept(lead(), row, row.version)
    assert standing("Attendance", f"{row.record['meeting']}/haddad") is not None
    assert standing("Person", ben.ref) is None


@pytest.mark.usefixtures("examined")
def test_a_person_mends_a_proposal_before_accepting_it_and_what_is_wrong_stores_nothing():
    from tonetop.records.intake import Refused
    from tonetop.records.models import Import
    from tonetop.work.reading.settle_proposals import accept

    reading = read()
    row = proposal(reading, "PolicyVersion")
    before = Import.objects.count()
    wrong = {**row.record, "approved_by": "nobody-there"}
    with pytest.raises(Refused, match="nobody-there"):
        accept(lead(), row, row.version, wrong)
    assert Import.objects.count() == before and standing("PolicyVersion", row.ref) is None
    row.refresh_from_db()
    accept(lead(), row, row.version, {**row.record, "version": "3", "approved_by": "solvang"})
    stored = standing("PolicyVersion", row.ref)
    assert (stored.version, stored.approved_by) == ("3", "solvang")


@pytest.mark.usefixtures("examined")
def test_of_two_people_who_settle_the_same_the_second_is_told_so():
    from tonetop.records.write import Overtaken
    from tonetop.work.reading.settle_proposals import accept, reject

    reading = read()
    row = proposal(reading, "PolicyVersion")
    accept(lead(), row, row.version)
    with pytest.raises(Overtaken, match="meanwhile"):
        reject(lead(3), row, row.version)
    with pytest.raises(Overtaken, match="meanwhile"):
        accept(lead(), row, row.version)
    assert standing("PolicyVersion", row.ref).revision == 1


@pytest.mark.usefixtures("examined")
def test_evidence_that_is_kept_is_read_where_it_is_and_accepted_under_its_own_id():
    from tonetop.work.reading import begin
    from tonetop.work.reading.settle_proposals import accept

    (one,) = brought(("policy.md", POLICY.encode()))
    ref = kept(one, by=lead())
    made = begin.begin(lead(), [], [ref])
    begin.read_documents.func(made.pk)
    made.refresh_from_db()
    row = proposal(made, "PolicyVersion")
    assert made.name == f"{ref}/policy.md"
    accept(lead(), row, row.version)
    assert tuple(standing("Evidence", ref).links) == (row.ref,)
    assert [one.ref for one in evidence() if one.sha256 == policy().text.sha256] == [ref]
