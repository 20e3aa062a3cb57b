"""A sample organisation comes into an empty house and goes again, and nothing real is ever lost with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work.conftest import people
from tonetop.records.intake import Refused

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def events(kind: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_events WHERE type LIKE %s", [kind])
        return int(cursor.fetchone()[0])


def test_the_sample_fills_an_empty_house_and_its_removal_leaves_an_empty_one(folder: Path):
    from tonetop.records import clock
    from tonetop.work.assess import assess
    from tonetop.work.sample import is_empty, is_there, remove_sample, show_sample
    from tonetop.work.verify_folder import verify_folder

    assert is_empty()
    show_sample()
    assert is_there()
    assert clock.today() == "2025-12-31"
    assert assess().checks["LD-1.1"].result == "pass"
    aside = remove_sample()
    assert not is_there()
    assert is_empty()
    assert (clock.organisation().name, clock.organisation().story) == ("", "")
    assert assess("2025-12-31").checks["LD-1.1"].result == "no-data"
    assert people(folder) == set()
    assert "solvang" in people(aside)
    assert not verify_folder(folder).problems
    assert not verify_folder(aside).problems


def test_the_ledger_keeps_that_a_sample_was_there_and_goes_on(folder: Path):
    from tonetop.records import intake, rollback, sealing, write
    from tonetop.records.ledger import checkpoints
    from tonetop.work.sample import remove_sample, show_sample
    from tonetop.work.verify_folder import verify_folder

    show_sample()
    newest = checkpoints.remembered(folder)
    remove_sample()
    assert events("log.%") + events("ledger.%") >= 2
    assert newest in set(_lost())
    assert rollback.read_only() is None
    write.save(intake.take("Person", {"id": "p-1", "name": "Ada Chief"}), write.By())
    sealing.seal()
    assert people(folder) == {"p-1"}
    assert not verify_folder(folder).problems


def _lost() -> list[str]:
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events")
        return [json.loads(body)["data"].get("lost", "") for (body,) in cursor.fetchall()]


def test_what_is_not_the_samples_keeps_it_from_being_removed(folder: Path):
    from tonetop.records import intake, write
    from tonetop.work.assess import position
    from tonetop.work.sample import is_there, remove_sample, show_sample

    show_sample()
    write.save(intake.take("Person", {"id": "p-1", "name": "Ada Chief"}), write.By())
    before = position()
    with pytest.raises(Refused, match=r"not the sample's \(1, such as record\.created\)"):
        remove_sample()
    assert (position(), is_there()) == (before, True)
    assert {"p-1", "solvang"} <= people(folder)
    assert not list(folder.glob("replaced-*"))


def test_a_house_in_which_something_was_recorded_takes_no_sample(data: Path):
    from tests.work.conftest import at
    from tonetop.work.sample import is_there, remove_sample, show_sample

    with at(data):
        with pytest.raises(Refused, match="recorded here already"):
            show_sample()
        with pytest.raises(Refused, match="no sample organisation"):
            remove_sample()
        assert not is_there()


def test_a_sample_comes_once_and_only_by_those_who_keep_the_house(folder: Path):
    from tonetop.records.models import Account
    from tonetop.work.permission import Forbidden
    from tonetop.work.sample import remove_sample, show_sample

    with pytest.raises(Forbidden):
        show_sample(Account(pk=9, role="dpo"))
    show_sample(Account(pk=9, role="administrator"))
    with pytest.raises(Refused, match="already"):
        show_sample()
    with pytest.raises(Forbidden):
        remove_sample(Account(pk=9, role="guest-auditor"))


def test_a_password_changed_and_a_code_used_while_the_sample_is_here_stay_so(folder: Path):
    from allauth.mfa.models import Authenticator

    from tonetop.records.models import Account
    from tonetop.records.reminding import Preference
    from tonetop.work.calendar_feed import account_of, new_address
    from tonetop.work.invite import make_account
    from tonetop.work.sample import remove_sample, show_sample
    from tonetop.work.tell_password import tell_password

    who = make_account("administrator", "ada@example.org")
    who.set_password("an old word")
    who.save()
    codes = Authenticator.objects.create(user=who, type="recovery_codes", data={"used_mask": 0})
    old = new_address(who)
    show_sample(who)
    who.set_password("another quiet word")
    who.save()
    tell_password(who)
    Authenticator.objects.filter(pk=codes.pk).update(data={"used_mask": 1})
    Preference.objects.filter(account=who).update(digest="never")
    new = new_address(who)
    remove_sample(who)
    found = Account.objects.get(pk=who.pk)
    assert found.check_password("another quiet word")
    assert not found.check_password("an old word")
    assert Authenticator.objects.get(pk=codes.pk).data == {"used_mask": 1}
    assert Preference.objects.get(account=who).digest == "never"
    assert (account_of(new), account_of(old)) == (found, None)


def test_an_account_that_lapsed_is_not_let_in_by_the_samples_clock(folder: Path):
    from tonetop.records import clock
    from tonetop.work.invite import make_account
    from tonetop.work.sample import show_sample
    from tonetop.work.token import READS, account_of, make_token

    who = make_account("guest-auditor", "gus@example.org")
    who.until = "2026-01-15"
    who.save()
    token = make_token(who, "x")
    show_sample()
    assert clock.today() < who.until < clock.calendar_day()
    assert account_of(token, READS) is None


def test_what_a_guest_looks_at_and_who_stays_out_does_not_keep_the_sample_here(folder: Path):
    from django.db import transaction

    from tonetop.records.happening import tell
    from tonetop.records.write import By
    from tonetop.work.invite import make_account
    from tonetop.work.sample import is_empty, remove_sample, show_sample
    from tonetop.work.watch_guests import note

    guest = make_account("guest-auditor", "gus@example.org")
    show_sample()
    assert note(guest, "/audit/", "2025-12-31")
    with transaction.atomic():
        tell("SignIn", "ours", "account.refused", {"reason": "stranger", "account": ""}, By("sign-in ours"))
        tell("Account", str(guest.pk), "account.tied", {"way": "ours"}, By("sign-in ours"))
    remove_sample()
    assert is_empty()
    assert events("guest.read") == 0
    assert note(guest, "/audit/", "2025-12-31")  # not held to be told already


def test_a_new_account_still_keeps_the_sample_here(folder: Path):
    from tonetop.work.invite import make_account
    from tonetop.work.sample import is_there, remove_sample, show_sample

    show_sample()
    make_account("dpo", "dee@example.org")
    with pytest.raises(Refused, match=r"such as account\.created"):
        remove_sample()
    assert is_there()


def test_a_crash_before_the_sample_came_or_after_it_went_leaves_a_house_that_takes_one(folder: Path):
    from tonetop.work.sample import BEFORE, is_there, remove_sample, show_sample

    (folder / BEFORE).write_bytes(b"cut short")
    assert not is_there()
    with pytest.raises(Refused, match="no sample organisation"):
        remove_sample()
    show_sample()
    assert is_there()
    aside = remove_sample()
    (aside / BEFORE).rename(folder / BEFORE)  # as if the program had ended before this was moved
    assert not is_there()
    show_sample()
    remove_sample()
    assert people(folder) == set()


def test_a_second_click_while_the_sample_comes_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work import sample

    real, clicks = sample.sealing.seal, []

    def meanwhile() -> object:
        clicks.append(1)
        if len(clicks) == 1:
            sample.show_sample()  # the other click comes to its end between this one's look and its turn
        return real()

    monkeypatch.setattr(sample.sealing, "seal", meanwhile)
    with pytest.raises(Refused, match="already"):
        sample.show_sample()
    monkeypatch.undo()
    assert sample.is_there()
    sample.remove_sample()
    assert not sample.is_there()


def test_a_second_removal_at_once_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work import sample

    sample.show_sample()
    before = (folder / sample.BEFORE).read_bytes()
    sample.remove_sample()
    (folder / sample.BEFORE).write_bytes(before)
    monkeypatch.setattr(sample, "is_there", lambda: True)  # what it saw before the other one's end
    with pytest.raises(Refused, match="no sample organisation"):
        sample.remove_sample()
    assert len(list(folder.glob("replaced-*"))) == 1


def test_two_folders_that_are_set_aside_in_one_second_have_names_of_their_own(tmp_path: Path):
    from tonetop.work.swap_folder import free, stage, swap

    names = []
    for text in ("first", "second", "third"):
        (tmp_path / "notes").write_text(text, encoding="ascii")
        (stage(tmp_path) / "notes").write_text("new", encoding="ascii")
        aside = swap(tmp_path, "2026-01-02T030405")
        assert aside is not None and (aside / "notes").read_text(encoding="ascii") == text
        names.append(aside.name)
    stem = "replaced-2026-01-02T030405"
    assert names == [stem, f"{stem}-2", f"{stem}-3"]
    assert free(tmp_path, "2026-01-02T030406") == "2026-01-02T030406"
