"""The German words: as the sources ask for them, complete, with the same gaps, compiled, and chosen by who reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.web.conftest import House
from tonetop.records import tongue
from tonetop.web import wording
from words import catalogue
from words.composed import is_form

pytestmark = pytest.mark.slow


@pytest.fixture
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


def test_the_catalogue_holds_just_the_messages_of_the_sources_and_is_compiled() -> None:
    assert catalogue.stale("de") == [], "run ./dev words"


def test_every_message_has_its_translation() -> None:
    assert catalogue.missing("de") == []


def test_a_translation_has_the_gaps_of_its_message_and_is_no_guess() -> None:
    assert list(catalogue.wrong("de")) == []


def test_gaps_that_were_lost_or_renamed_are_found() -> None:
    assert list(catalogue.misfits(["%(n)s days"], ["%(n)s Tage"])) == []
    assert list(catalogue.misfits(["%(n)s days"], ["Tage"]))
    assert list(catalogue.misfits(["%(n)s days"], ["%(m)s Tage"]))
    assert list(catalogue.misfits(["all of it"], ["100 % davon"]))
    assert list(catalogue.misfits(["all of it"], [" alles"]))


def test_each_form_is_recognised_in_what_it_makes() -> None:
    forms = tongue.forms("de")
    assert len(forms) > 300
    for form in forms:
        gaps = dict.fromkeys(form.gaps, "12")
        assert is_form(form.id), form.id
        assert form.read(form.id % gaps) is not None, form.id


def test_what_somebody_typed_costs_no_more_than_reading_it(german: None) -> None:
    typed = "there is no person " + ": 7 of 7 granted (7)" * 45
    before = tongue._told.cache_info().misses
    assert len(tongue.told(typed)) > 0
    assert tongue._told.cache_info().misses - before < len(typed)
    assert tongue.told(typed * 2) == typed * 2  # nobody's composed sentence: not even looked at
    assert tongue._told.cache_info().misses - before < len(typed)


def test_english_says_what_was_composed() -> None:
    assert tongue.told("this answer stands already") == "this answer stands already"
    assert wording.words("risk-assessment") == "Risk assessment"


def test_what_no_catalogue_knows_is_told_as_it_is(german: None) -> None:
    assert tongue.told("Zebras graze: north of the river; nobody minds") == (
        "Zebras graze: north of the river; nobody minds"
    )


def test_a_choice_of_language_is_kept_for_the_account_and_told_to_the_browser(own: House) -> None:
    client = own["administrator"]
    answer = client.post("/language/", {"language": "de", "next": "/settings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    assert answer.cookies["django_language"].value == "de"
    page = client.get("/settings/")
    assert '<html lang="de">' in page.content.decode()
    assert page["Content-Language"] == "de"
    again = Client()
    from tonetop.records.models import Account

    again.force_login(Account.objects.get(role="administrator"), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert '<html lang="de">' in again.get("/settings/").content.decode()


def test_nobody_is_sent_to_another_house_and_no_language_is_made_up(own: House) -> None:
    answer = own["executive"].post("/language/", {"language": "xx", "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert '<html lang="en">' in own["executive"].get("/").content.decode()
    assert own["executive"].get("/language/").status_code == 405


def test_before_signing_in_the_browser_says_which_language(own: House) -> None:
    page = own.anybody.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9,en;q=0.5")
    assert '<html lang="de">' in page.content.decode()
    assert '<html lang="en">' in own.anybody.get("/accounts/login/").content.decode()


def test_programs_read_one_language(own: House) -> None:
    answer = own.anybody.get("/api/v1/nonsense", HTTP_ACCEPT_LANGUAGE="de")
    assert answer["Content-Language"] == "en"


def test_days_and_figures_stand_in_the_form_of_the_language(german: None) -> None:
    assert wording.counted(1234567) == "1\u202f234\u202f567"
    assert wording.counted(0.5) == "0,5"
    assert wording.figure(87.5) == "87,5"


def test_saas_and_on_premises_are_written_as_people_write_them():
    from tonetop.records.tongue import told
    from tonetop.web.wording import lower_first, words

    assert (words("saas"), words("on-prem"), words("cloud")) == ("SaaS", "On premises", "Cloud")
    assert [lower_first(words(word)) for word in ("saas", "on-prem")] == ["SaaS", "on premises"]
    with translation.override("de"):
        assert (words("saas"), words("on-prem")) == ("SaaS", "Im eigenen Haus")
        assert told("saas, on-prem") == "SaaS, im eigenen Haus"
