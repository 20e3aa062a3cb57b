"""What somebody changes of their own way in is whole, or not done."""

from __future__ import annotations

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text
from tests.web.test_security import PASSWORD, account, comes, told


def test_a_password_stays_where_nothing_may_be_written_or_its_ledger_line_fails(
    own: House, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records.rollback import ReadOnly
    from tonetop.web import entering, own_account

    who = account("dpo")
    here, _ = comes(who)
    new = {"oldpassword": PASSWORD, "password1": "another quiet word", "password2": "another quiet word"}

    def refuse(*_: object) -> None:
        raise ReadOnly("Read-only: an older copy was put back")

    with monkeypatch.context() as patched:
        patched.setattr(own_account, "demand_writable", refuse)
        assert "an older copy was put back" in text(here.post("/accounts/password/change/", new, follow=True))
    with monkeypatch.context() as patched:
        patched.setattr(entering, "tell_password", refuse)
        with pytest.raises(ReadOnly):
            here.post("/accounts/password/change/", new)
    who.refresh_from_db()
    assert who.check_password(PASSWORD)
    assert told("account.password-changed") == []


def test_a_change_begun_long_after_signing_in_asks_for_the_password_first(own: House):
    client = own["dpo"]  # whose session knows of no password just given
    answer = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_whoever_has_just_chosen_a_password_is_not_asked_for_it_again(own: House):
    from django.test import Client

    from tonetop.work.invite import invite

    here = Client()
    chosen = {"name": "Petra Vos", "email": "vos@varnholm.example", "password": PASSWORD, "again": PASSWORD}
    assert here.post(f"/welcome/{invite(account('dpo'))}/", chosen).status_code == 302
    assert here.get("/accounts/2fa/totp/activate/").status_code == 200
