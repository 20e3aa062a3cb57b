"""A legal hold keeps what it names from everything that erases, disposes of, withdraws or lets go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tonetop.standard.facts_file import Refused

LATER = "2026-03-01"


def hold(**about: Any) -> str:
    from tonetop.records.write import By
    from tonetop.work.hold import Wish, put

    told = {"title": "Case 7", "reason": "a dispute", "review_by": LATER} | about
    return put(Wish(**told), By(), "lind")


def lift(ref: str) -> None:
    from tonetop.records.write import By
    from tonetop.work.hold import end

    end(ref, "settled", By(), "lind")


def test_a_held_record_is_neither_erased_nor_withdrawn_until_the_hold_is_lifted(demo: Path):
    from tonetop.records import write
    from tonetop.work.erase import erase

    ref = hold(type="Person", record="solvang")
    for act in (
        lambda: erase("Person", "solvang", None, write.By()),
        lambda: write.withdraw("Person", "solvang", write.By()),
    ):
        with pytest.raises(Refused, match=r"under legal hold HOLD-1 \(Case 7\) since 2025-12-31"):
            act()
    lift(ref)
    assert erase("Person", "solvang", None, write.By()).fields == ("name", "title")


def test_a_hold_on_a_record_may_keep_what_names_it_too(demo: Path):
    from tonetop.records import holds
    from tonetop.records.models import Link

    link = Link.objects.filter(to_ref="solvang", from_type="Decision").first()
    assert link is not None
    ref = hold(type="Person", record="solvang")
    assert holds.keeping("Decision", link.from_ref) is None
    lift(ref)
    hold(type="Person", record="solvang", linked=True)
    assert holds.keeping("Decision", link.from_ref) is not None
    assert holds.keeping("Account", "1") is not None


def test_a_hold_on_a_register_or_on_everything_keeps_each_record_and_kind(demo: Path):
    from tonetop.records import holds

    ref = hold(type="Incident")
    assert holds.keeping("Incident", "any") is not None
    assert holds.keeping("Finding", "any") is None
    assert holds.keeping_kind("jobs") is None
    lift(ref)
    hold()
    assert holds.keeping("Finding", "any") is not None
    assert holds.keeping_kind("jobs") is not None


def test_a_hold_on_a_kind_of_own_data_stops_its_janitor_and_its_deletion(demo: Path):
    from tonetop.records.models import Account
    from tonetop.records.scans import KeptScan
    from tonetop.work.delete_scan import delete_scan
    from tonetop.work.webhook_letters import forget_letters

    account = Account.objects.get(role="dpo")
    hold(own_kind="scans")
    scan = KeptScan.objects.first()
    assert scan is not None
    with pytest.raises(Refused, match="scans: it is under legal hold"):
        delete_scan(account, scan.pk)
    hold(own_kind="messages")
    assert forget_letters() == 0
    assert KeptScan.objects.filter(pk=scan.pk).exists()


def test_undoing_an_import_leaves_what_is_held_and_says_why(folder: Path):
    from tonetop.records import intake, write
    from tonetop.records.models import Import
    from tonetop.records.write import By
    from tonetop.work.undo_import import undo_import

    made = write.save_all(
        [write.Change(intake.take("Person", {"id": ref, "name": f"{ref} name"})) for ref in ("lind", "p2")],
        By(),
    )
    taken = [["Person", row.ref, row.revision] for row in made if row is not None]
    kept = Import.objects.create(file="people.csv", sha256="0" * 64, on="2026-01-01", taken=taken)
    from tonetop.records import clock

    hold(type="Person", record="lind", review_by=clock.today())
    done = undo_import(kept.pk, By())
    assert done.withdrawn == 1
    assert [one["ref"] for one in done.left] == ["lind"]
    assert "legal hold" in done.left[0]["why"]


def test_a_hold_that_stands_is_not_withdrawn_nor_changed_by_hand(demo: Path):
    from tonetop.records import intake, write
    from tonetop.records.write import By
    from tonetop.work.revised import restated

    ref = hold(type="Incident")
    with pytest.raises(Refused, match="lifted with a reason, never withdrawn"):
        write.withdraw("LegalHold", ref, By())
    row = write.latest("LegalHold", ref)
    assert row is not None
    with pytest.raises(Refused, match="set by an act of its own"):
        write.save(intake.take(*restated(row, lifted_on="2025-12-31")), By())


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"title": " "}, "name the case"),
        ({"review_by": "2030-01-01"}, "within a year from today"),
        ({"review_by": "2025-12-30"}, "within a year from today"),
        ({"record": "solvang"}, "say of which register"),
        ({"type": "Nothing"}, "is no register"),
        ({"type": "Person", "record": "ghost"}, "there is no such record"),
        ({"type": "Account", "record": "999"}, "there is no such record"),
        ({"type": "Person", "linked": True}, "name the record whose company"),
        ({"own_kind": "nothing"}, "is no kind of own data"),
        ({"own_kind": "jobs", "type": "Person"}, "set two holds"),
        ({"reason": "x" * 1001}, "at most 1000 letters"),
    ],
)
def test_what_no_hold_is_is_refused_in_one_sentence(about: dict[str, Any], why: str, demo: Path):
    with pytest.raises(Refused, match=why):
        hold(**about)


def test_whoever_judges_evidence_sets_reviews_and_lifts_and_each_is_an_act(demo: Path):
    from tonetop.records.models import Account
    from tonetop.records.registry import registers
    from tonetop.work import hold as holds
    from tonetop.work.permission import Forbidden

    dpo, owner = Account.objects.get(role="dpo"), Account.objects.get(role="process-owner")
    wish = holds.Wish("Case 8", "an authority asked", LATER, "Incident")
    with pytest.raises(Forbidden):
        holds.set_hold(owner, wish)
    ref = holds.set_hold(dpo, wish)
    holds.review(dpo, ref, "2026-04-01")
    with pytest.raises(Refused, match="say why"):
        holds.lift(dpo, ref, " ")
    holds.lift(dpo, ref, "it is over")
    with pytest.raises(Refused, match="was lifted on"):
        holds.lift(dpo, ref, "again")
    rows = list(registers()["LegalHold"].objects.filter(ref=ref).order_by("revision"))
    assert [(row.review_by, row.lifted_by) for row in rows] == [
        (LATER, None),
        ("2026-04-01", None),
        ("2026-04-01", dpo.person),
    ]


def test_the_review_of_a_hold_is_due_and_of_a_lifted_one_it_is_not(demo: Path):
    from tonetop.records.due import due
    from tonetop.work.assess import assess

    ref = hold(type="Incident")
    assert [one.on for one in assess().facts.prepared(due) if one.ref == ref] == [LATER]
    lift(ref)
    assert not [one for one in assess().facts.prepared(due) if one.ref == ref]


def test_a_record_that_no_act_made_holds_nothing(demo: Path):
    from tonetop.records import holds, intake, write
    from tonetop.records.write import By

    write.save(intake.take("LegalHold", {"id": "HOLD-9"}), By())
    assert holds.standing() == []
    write.withdraw("LegalHold", "HOLD-9", By())


def test_erasing_a_person_asks_for_the_accounts_that_bear_the_name(demo: Path):
    from tonetop.records.models import Account
    from tonetop.records.write import By
    from tonetop.work.erase import erase

    account = Account.objects.exclude(person="").first()
    assert account is not None
    name = account.first_name
    hold(type="Account", record=str(account.pk))
    with pytest.raises(Refused, match=f"Account {account.pk}: it is under legal hold"):
        erase("Person", account.person, None, By())
    account.refresh_from_db()
    assert account.first_name == name
    assert erase("Person", account.person, ["title"], By()).fields == ("title",)


def test_a_hold_on_a_kind_stops_erasing_by_hand_too(demo: Path):
    from tests.work.owning import ended, save
    from tonetop.records import write
    from tonetop.work.erase import erase
    from tonetop.work.own_data.erase_person import plan
    from tonetop.work.own_data.persons import somebody

    number = str(ended().pk)
    save("Comment", id="c-1", text="A word to keep", said_on="2025-06-01")
    write.withdraw("Comment", "c-1", write.By())
    for kind, type, ref in (
        ("people", "Person", "solvang"),
        ("accounts", "Account", number),
        ("withdrawn", "Comment", "c-1"),
    ):
        set_ = hold(own_kind=kind)
        with pytest.raises(Refused, match=f"{type} {ref}: it is under legal hold"):
            erase(type, ref, None, write.By())
        if type == "Person":
            assert "legal hold" in plan(somebody(ref)).own[0].held
        lift(set_)
        assert erase(type, ref, None, write.By()).fields


def test_a_linked_hold_keeps_what_named_the_record_in_any_version(demo: Path):
    from tests.work.owning import save
    from tonetop.records import holds, write

    save("Comment", id="c-1", text="A first word", said_by="solvang", said_on="2025-06-01")
    save("Comment", id="c-1", text="A second word", said_on="2025-06-01")
    save("Comment", id="c-2", text="A third word", said_by="solvang", said_on="2025-06-01")
    save("Comment", id="c-3", text="A fourth word", said_by="rehn", said_on="2025-06-01")
    write.withdraw("Comment", "c-2", write.By())
    hold(type="Person", record="solvang", linked=True)
    kept = [holds.keeping("Comment", ref) is not None for ref in ("c-1", "c-2", "c-3")]
    assert kept == [True, True, False]


@pytest.mark.parametrize("about", [{}, {"own_kind": "readings"}])
def test_a_person_does_not_drop_a_reading_that_is_held(about: dict[str, Any], demo: Path):
    from tonetop.records import clock
    from tonetop.records.readings import Reading
    from tonetop.work.reading.begin import drop

    now = clock.now()
    made = Reading.objects.create(name="a.md", by="account-1", begun=now, beat=now, kept_until="2999-01-01")
    ref = hold(**about)
    with pytest.raises(Refused, match="readings: it is under legal hold"):
        drop(made)
    assert Reading.objects.filter(pk=made.pk).exists()
    lift(ref)
    drop(made)
    assert not Reading.objects.filter(name="a.md").exists()


def test_a_hold_on_a_person_follows_the_account_that_is_given_to_somebody_else(demo: Path):
    from tests.work.owning import ended
    from tonetop.records import holds, write
    from tonetop.records.models import Account
    from tonetop.work.erase import erase
    from tonetop.work.keep_accounts import name_person

    account = ended()
    name_person(account, "solvang", write.By())
    hold(type="Person", record="solvang")
    name_person(account, "rehn", write.By())
    assert Account.objects.get(pk=account.pk).person == "rehn"
    assert holds.keeping("Account", str(account.pk)) is not None
    with pytest.raises(Refused, match="legal hold"):
        erase("Account", str(account.pk), None, write.By())


def test_rows_of_a_held_account_are_not_let_go(demo: Path):
    from datetime import timedelta

    from tonetop.records import clock, write
    from tonetop.records.entrance import GuestRead
    from tonetop.records.models import Account, Invitation
    from tonetop.records.reminding import Sent
    from tonetop.work.own_data import carry_out

    held, other = Account.objects.exclude(person="")[:2]
    hold(type="Person", record=held.person)
    long_ago = clock.now() - timedelta(days=3000)
    for account in (held, other):
        Sent.objects.create(account=account, on="2019-01-01", count=1)
        GuestRead.objects.create(account=account, on="2019-01-01", page="/")
        Invitation.objects.create(account=account, secret=str(account.pk), expires=long_ago)
    Sent.objects.create(account=None, on="2019-01-01", count=1)
    done = {one.kind: one for one in carry_out.run(["digests", "guest-reads", "links"], write.By())}
    assert [done[kind].held for kind in ("digests", "guest-reads", "links")] == [1, 1, 1]
    for model in (Sent, GuestRead, Invitation):
        assert model.objects.filter(account=held).exists()
        assert not model.objects.filter(account=other).exists()
