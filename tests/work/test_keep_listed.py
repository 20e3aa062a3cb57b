"""Accounts that a directory lists: what it calls people goes when they are erased."""

from __future__ import annotations

from pathlib import Path

import pytest

ANN = "ann@varnholm.example"


def test_what_a_directory_and_a_provider_call_a_person_goes_when_the_person_is_erased(folder: Path):
    from allauth.socialaccount.models import SocialAccount

    from tonetop.records.provisioning import Listed
    from tonetop.records.write import By
    from tonetop.work import keep_listed
    from tonetop.work.directory_key import key_of, make_key
    from tonetop.work.erase import erase

    key = key_of(make_key("Directory", "staff"))
    assert key
    said = keep_listed.Said(ANN, name="Ann", active=False, external_id="4711")
    made = keep_listed.bring(key, said)
    SocialAccount.objects.create(user=made, provider="varnholm", uid="7f3a")
    erase("Account", str(made.pk), None, By())
    assert not SocialAccount.objects.exists()
    assert "4711" not in str(Listed.objects.values())
    with pytest.raises(keep_listed.Missing):
        keep_listed.one(str(made.pk))
    assert keep_listed.bring(key, said).pk != made.pk
