"""Documents on request: asked by anybody, decided by somebody, opened by a link that ends, each view kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_trust import change, choose, publish, text

WHO = {
    "name": "Ada Quist",
    "organisation": "Quist Re",
    "mail": "ada@quist.example",
    "reason": "We insure you and have to look at it.",
}


@pytest.fixture
def listed(own: House, monkeypatch: Any) -> House:
    """A house whose page lists a document on request; forms may be sent at once."""
    from tonetop.records import tally
    from tonetop.web import trust_ask

    monkeypatch.setattr(trust_ask, "QUICKEST", 0)
    tally.forget("trust-ask:127.0.0.1")
    choose(own, "document", "text-policy-2-1")
    publish(own)
    return own


def place(house: House) -> str:
    return re.search(r"/trust/ask/\w+/", house.anybody.get("/trust/").content.decode())[0]  # type: ignore[index]


def ask(house: House, **other: str) -> Any:
    form = house.anybody.get(place(house)).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', form)[1]  # type: ignore[index]
    return house.anybody.post(place(house), WHO | {"stamp": stamp} | other)


def decide(house: House, act: str, ref: str = "DRQ-1", **more: str) -> Any:
    return house["dpo"].post(f"/privacy/trust/requests/{ref}/decide/", {"act": act, **more}, follow=True)


def approve(house: House, until: str = "2026-01-30") -> str:
    said = decide(house, "approve", expires_on=until).content.decode()
    return re.search(r"/trust/link/[\w-]+/", said)[0]  # type: ignore[index]


def asked() -> list[Any]:
    from tonetop.records.registry import registers

    return list(registers()["DocumentRequest"].objects.filter(until_on=None))


def test_a_document_is_asked_for_approved_and_seen_and_each_view_is_told(listed: House) -> None:
    assert "Thank you" in text(ask(listed))
    assert "Quist Re" in text(listed["dpo"].get("/privacy/trust/"))
    assert "asked by a visitor of the trust page" in text(listed["dpo"].get("/due/"))
    link = approve(listed)
    assert link not in listed["dpo"].get("/privacy/trust/requests/DRQ-1/").content.decode()  # shown once
    landing = listed.anybody.get(link)
    assert "good until 30 Jan 2026" in text(landing)
    assert landing["Cache-Control"] == "no-store"
    assert not landing.cookies
    before = text(listed["dpo"].get("/privacy/trust/requests/DRQ-1/"))
    assert "The document was not opened." in before  # looking at where a link leads opens nothing
    opened = listed.anybody.post(link)
    assert "Given to you on request" in text(opened)
    listed.anybody.post(link)
    after = text(listed["guest-auditor"].get("/privacy/trust/requests/DRQ-1/"))
    assert len(re.findall(r"\d\d:\d\d Quist Re · AI policy", after)) == 2
    assert "31 Dec 2025" in after


def test_a_link_ends_by_its_day_by_being_taken_back_and_with_the_page(
    listed: House, monkeypatch: Any
) -> None:
    ask(listed)
    link = approve(listed, "2025-12-31")
    assert listed.anybody.get(link).status_code == 200
    from tonetop.records.models import Organisation

    Organisation.objects.update(clock_on="2026-01-01")
    assert listed.anybody.get(link).status_code == listed.anybody.post(link).status_code == 404
    Organisation.objects.update(clock_on="2025-12-31")
    assert listed.anybody.get(link).status_code == 200
    listed["dpo"].post("/privacy/trust/close/")
    assert listed.anybody.get(link).status_code == 404
    publish(listed)
    assert listed.anybody.get(link).status_code == 200
    assert "Taken back" in text(decide(listed, "take-back"))
    assert listed.anybody.post(link).status_code == 404
    assert decide(listed, "take-back").status_code == 400


def test_a_link_opens_nothing_once_the_document_is_retired(listed: House) -> None:
    ask(listed)
    link = approve(listed)
    change("Document", "doc-ai-policy", retired_on="2025-12-31")
    assert listed.anybody.post(link).status_code == 404
    said = text(listed["dpo"].get("/privacy/trust/requests/DRQ-1/"))
    assert "The document is not listed now" in said
    assert listed.anybody.get("/trust/link/guessed/").status_code == 404


def test_what_is_wrong_is_said_and_kept_by_nobody(listed: House) -> None:
    for other in (
        {"name": ""},
        {"organisation": ""},
        {"mail": "nobody"},
        {"reason": "short"},
        {"stamp": "x"},
    ):
        assert ask(listed, **other).status_code == 400
    german = listed.anybody.post(f"{place(listed)}?lang=de", WHO | {"stamp": "x"})
    assert '<html lang="de">' in german.content.decode()
    assert asked() == []


def test_traps_and_haste_and_floods_are_turned_away(listed: House, monkeypatch: Any) -> None:
    from tonetop.records import tally
    from tonetop.web import trust_ask

    assert ask(listed, website="https://spam.example").status_code == 200
    monkeypatch.setattr(trust_ask, "QUICKEST", 3)
    assert "too quick" in text(ask(listed))
    monkeypatch.setattr(trust_ask, "QUICKEST", 0)
    assert asked() == []
    assert "Thank you" in text(ask(listed))
    assert "Thank you" in text(ask(listed))  # the same again is answered alike, and kept once
    assert len(asked()) == 1
    monkeypatch.setattr(trust_ask, "MOST", 2)
    refused = ask(listed, mail="other@quist.example")
    assert refused.status_code == 429
    tally.forget("trust-ask:127.0.0.1")
    monkeypatch.setattr("tonetop.work.trust_ask.MOST_A_DAY", 1)
    assert "more was asked today" in text(ask(listed, mail="other@quist.example")).lower()


def test_no_more_is_decided_than_once_and_only_by_whom_may(listed: House) -> None:
    ask(listed)
    assert decide(listed, "decline").status_code == 400  # it wants a reason
    for day in ("", "2025-12-30", "2027-12-31"):
        assert decide(listed, "approve", expires_on=day).status_code == 400
    assert decide(listed, "nonsense").status_code == 400
    refused = listed["guest-auditor"].post("/privacy/trust/requests/DRQ-1/decide/", {"act": "approve"})
    assert refused.status_code == 403
    assert "tell the visitor yourself" in text(decide(listed, "decline", reason="Not for competitors."))
    assert decide(listed, "approve", expires_on="2026-01-30").status_code == 400
    assert "Not for competitors." in text(listed["dpo"].get("/privacy/trust/requests/DRQ-1/"))


def test_the_visitor_is_told_by_mail_where_a_mail_server_is_set(
    listed: House, settings: Any, mailoutbox: Any
) -> None:
    settings.SENDS_MAIL = True
    ask(listed)
    said = decide(listed, "approve", expires_on="2026-01-30")
    assert "told by mail" in text(said)
    assert [mail.to for mail in mailoutbox] == [["ada@quist.example"]]
    link = re.search(r"/trust/link/[\w-]+/", mailoutbox[0].body)[0]  # type: ignore[index]
    assert listed.anybody.get(link).status_code == 200
    ask(listed)
    decide(listed, "decline", "DRQ-2", reason="Once is enough.")
    assert "Once is enough." in mailoutbox[1].body


def test_what_a_visitor_said_is_erased_when_it_is_needed_no_more(listed: House) -> None:
    from tonetop.records.models import Organisation
    from tonetop.work import trust_forget

    ask(listed)
    approve(listed)
    assert trust_forget.kept()
    assert trust_forget.forget_old() == 0
    Organisation.objects.update(clock_on="2026-12-31")
    assert trust_forget.forget_old() == 1
    assert trust_forget.forget_old() == 0
    assert trust_forget.kept() is None
    said = text(listed["dpo"].get("/privacy/trust/requests/DRQ-1/?as_of="))
    assert "Ada Quist" not in said
    assert "ada@quist.example" not in said
    assert "Erased on 31 Dec 2026" in said


def test_evidence_is_given_while_its_class_lets_outside_auditors_read_it(own: House) -> None:
    from tonetop.core.facts import Facts
    from tonetop.work import trust
    from tonetop.work.assess import assess
    from tonetop.work.trust_shown import chosen

    account = _account("dpo")
    facts: Facts = assess().facts
    piece = next(row.id for row in facts.rows("Evidence") if not row.disposed_on)
    trust.choose(account, trust.Choice("document", piece))
    one = assess().facts.prepared(chosen)[0]
    assert one.why == "the evidence has not just one file"
    change("Evidence", piece, classification="secret")
    one = assess().facts.prepared(chosen)[0]
    assert one.why == "the evidence is classified so that nobody outside reads it"


def _account(role: str) -> Any:
    from tonetop.records.models import Account

    return Account.objects.filter(role=role).first()


@pytest.mark.parametrize("odd", ["a@b..example", "a..b@c.example", "(@c.example", "a@[x.example", "ä@.c.d"])
def test_an_address_to_which_nobody_can_write_is_refused(listed: House, odd: str) -> None:
    assert ask(listed, mail=odd).status_code == 400
    assert not asked()


def test_a_mail_that_cannot_be_made_loses_neither_the_decision_nor_the_link(
    listed: House, settings: Any, monkeypatch: Any
) -> None:
    from tonetop.work import trust_ask

    settings.SENDS_MAIL = True
    monkeypatch.setattr("tonetop.work.trust_ask._demand", lambda visitor: None)
    trust_ask.ask(
        place(listed).split("/")[3], trust_ask.Visitor("Ada", "Quist", "a@b..example", "Look at it")
    )
    assert listed.anybody.post(approve(listed)).status_code == 200


@pytest.mark.parametrize("odd", ["é", "😀", "%00", "%ff", "a" * 5000])
def test_an_address_of_odd_signs_is_as_any_that_is_not_there(listed: House, odd: str) -> None:
    for page in (
        f"/trust/text/{odd}/",
        f"/trust/text/{odd}/file/",
        f"/trust/ask/{odd}/",
        f"/trust/link/{odd}/",
    ):
        assert listed.anybody.get(page).status_code == 404
