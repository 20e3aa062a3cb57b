"""The public trust page: off by default, shows what was published from a preview and nothing else."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.web.conftest import House

POLICY, NOTICE, CERTIFICATE = "text-policy-2-1", "notice-5", "certificate-2024"


def text(response: Any) -> str:
    """What a page says, without its tags."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", said)


def choose(house: House, kind: str, about: str = "", **more: str) -> Any:
    return house["dpo"].post("/privacy/trust/choose/", {"kind": kind, "about": about, **more}, follow=True)


def seen(house: House) -> str:
    page = house["dpo"].get("/privacy/trust/preview/").content.decode()
    return re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]


def publish(house: House) -> Any:
    return house["dpo"].post("/privacy/trust/publish/", {"seen": seen(house)}, follow=True)


def change(type: str, ref: str, **fields: Any) -> None:
    from tonetop.records import write
    from tonetop.work.revised import revised, standing

    write.save_all([revised(standing(type, ref), **fields)], write.By("tester", "vos"))


@pytest.fixture
def shown(own: House) -> House:
    """A house whose page shows policy, notice, certificate and a contact."""
    choose(own, "policy", POLICY)
    choose(own, "notice", NOTICE)
    choose(own, "certificate", CERTIFICATE)
    choose(own, "contact", title="Data protection", mail="privacy@varnholm.example")
    assert "Published; 4 things are new." in text(publish(own))
    return own


def test_it_is_off_until_somebody_publishes_from_the_preview(own: House) -> None:
    assert own.anybody.get("/trust/").status_code == 404
    assert "Chosen" in text(choose(own, "policy", POLICY))
    assert own.anybody.get("/trust/").status_code == 404
    before = text(own["dpo"].get("/privacy/trust/preview/"))
    assert "not public yet" in before
    assert "1 thing here is not public yet" in before
    assert "Published; 1 thing is new." in text(publish(own))
    assert "AI policy" in text(own.anybody.get("/trust/"))


def test_what_changed_since_the_preview_is_not_published(own: House) -> None:
    choose(own, "policy", POLICY)
    old = seen(own)
    choose(own, "notice", NOTICE)
    refused = own["dpo"].post("/privacy/trust/publish/", {"seen": old})
    assert refused.status_code == 400
    assert "is not what you saw in the preview any more" in text(refused)
    assert own.anybody.get("/trust/").status_code == 404


def test_everybody_reads_what_was_published(shown: House) -> None:
    said = text(shown.anybody.get("/trust/"))
    for told in (
        "AI policy",
        "2.1",
        "FV-AI-0042",
        "17 Dec 2027",
        "privacy@varnholm.example",
        "Data protection",
    ):
        assert told in said
    page = shown.anybody.get("/trust/").content.decode()
    assert 'href="https://varnholm.example/privacy"' in page
    place = re.search(r"/trust/text/\w+/", page)[0]  # type: ignore[index]
    policy = shown.anybody.get(place)
    assert policy.status_code == 200
    assert "human" in text(policy).lower()
    assert shown.anybody.get(f"{place}file/").status_code == 404  # a page shows it


def test_an_anonymous_reader_learns_nothing_else(shown: House) -> None:
    from tonetop.records.registry import registers

    page = shown.anybody.get("/trust/")
    source = page.content.decode()
    names = {name for (name,) in registers()["Person"].objects.values_list("name") if name}
    idents = {ref for model in registers().values() for (ref,) in model.objects.values_list("ref")}
    words = set(re.findall(r"[\w-]+", source))
    assert not [name for name in names if name in source]
    assert not {ident for ident in idents if "-" in ident} & words
    own = {"/static/look.css", "/static/parts.css", "/static/documents.css", "/static/trust.css"}
    links = (
        set(re.findall(r'(?:href|src|action)="(/[^"?]*)', source)) - own - {"/static/trust.svg", "/trust/"}
    )
    assert links
    assert all(re.fullmatch(r"/trust/text/[0-9a-f]{16}/", link) for link in links)
    assert "<script" not in source
    assert "Tonetop" not in source


def test_it_gives_no_cookie_and_knows_nobody(shown: House) -> None:
    page = shown.anybody.get("/trust/")
    assert not page.cookies
    assert page["Vary"] == "Accept-Language"
    assert "no-cache" in page["Cache-Control"]
    assert "script-src" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert shown["executive"].get("/trust/").content == page.content
    again = shown.anybody.get("/trust/", headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304
    assert shown.anybody.post("/trust/").status_code == 405


def test_it_is_read_in_the_language_wished(shown: House) -> None:
    german = shown.anybody.get("/trust/?lang=de")
    assert '<html lang="de">' in german.content.decode()
    assert german["Content-Language"] == "de"
    asked = shown.anybody.get("/trust/", headers={"accept-language": "de"})
    assert '<html lang="de">' in asked.content.decode()
    assert '<html lang="en">' in shown.anybody.get("/trust/?lang=xx").content.decode()


def test_closing_takes_effect_at_once(shown: House) -> None:
    place = re.search(r"/trust/text/\w+/", shown.anybody.get("/trust/").content.decode())[0]  # type: ignore[index]
    assert "Closed: nobody outside sees anything of it." in text(
        shown["dpo"].post("/privacy/trust/close/", follow=True)
    )
    closed, gone = shown.anybody.get("/trust/"), shown.anybody.get(place)
    assert closed.status_code == gone.status_code == 404
    assert "Varnholm" not in closed.content.decode()
    assert shown["dpo"].post("/privacy/trust/close/").status_code == 400
    publish(shown)
    assert "AI policy" in text(shown.anybody.get("/trust/"))


CERTIFIED, NOTIFIED = ("Certificate", CERTIFICATE), ("PrivacyNotice", NOTICE)


@pytest.mark.parametrize(
    ("record", "fields", "gone", "why"),
    [
        (
            ("Document", "doc-ai-policy"),
            {"retired_on": "2025-12-31"},
            "AI policy",
            "The document was retired",
        ),
        (CERTIFIED, {"state": "paused"}, "FV-AI-0042", "The certificate is not told to be valid"),
        (CERTIFIED, {"valid_until": "2025-12-30"}, "FV-AI-0042", "The certificate has expired"),
        (CERTIFIED, {"scope": "Everything"}, "FV-AI-0042", "something else than what was"),
        (NOTIFIED, {"url": "https://else.example/"}, "Privacy notice", "something else than what"),
        (NOTIFIED, {"url": "javascript:alert(1)"}, "Privacy notice", "no public address"),
    ],
)
def test_what_changed_vanishes_by_itself(
    shown: House, record: tuple[str, str], fields: dict[str, Any], gone: str, why: str
) -> None:
    assert gone in text(shown.anybody.get("/trust/"))
    change(*record, **fields)
    said = text(shown.anybody.get("/trust/"))
    assert gone not in said
    assert "Data protection" in said
    assert why in text(shown["dpo"].get("/privacy/trust/"))


def test_what_was_withdrawn_vanishes(shown: House) -> None:
    from tonetop.records import write

    write.withdraw("Certificate", CERTIFICATE, write.By("tester", "vos"))
    write.withdraw("PrivacyNotice", NOTICE, write.By("tester", "vos"))
    said = text(shown.anybody.get("/trust/"))
    assert "FV-AI-0042" not in said
    assert "Read the notice" not in said


def test_no_form_changes_what_is_public(shown: House) -> None:
    from tonetop.records.registry import registers

    contact = registers()["TrustItem"].objects.filter(kind="contact", until_on=None).get()
    change("TrustItem", contact.ref, mail="other@varnholm.example")
    said = text(shown.anybody.get("/trust/"))
    assert "other@varnholm.example" not in said
    assert "privacy@varnholm.example" not in said
    assert "Chosen again" in text(
        shown["dpo"].post(f"/privacy/trust/things/{contact.ref}/", {"again": "1"}, follow=True)
    )
    publish(shown)
    assert "other@varnholm.example" in text(shown.anybody.get("/trust/"))
    form = {"id": "TRI-99", "title": "x", "kind": "contact", "mail": "a@b.example", "shown_on": "2025-12-31"}
    refused = shown["executive"].post("/registers/TrustItem/new/", form)
    assert refused.status_code == 400
    assert "is set by an act of its own" in text(refused)


def test_somebody_is_named_only_when_chosen_and_while_valid(own: House) -> None:
    choose(own, "contact", title="Officer", person="vos", phone="+47 22 00 00 00")
    publish(own)
    from tonetop.records.write import latest

    name = latest("Person", "vos").name  # type: ignore[union-attr]
    assert name in text(own.anybody.get("/trust/"))
    change("Person", "vos", valid_to="2025-12-01")
    assert name not in text(own.anybody.get("/trust/"))


def test_the_words_at_the_top_are_public_once_published(shown: House) -> None:
    shown["dpo"].post("/privacy/trust/words/", {"introduction": "We insure <b>people</b>."})
    assert "We insure" not in text(shown.anybody.get("/trust/"))
    assert "Words at the top" in text(shown["dpo"].get("/privacy/trust/"))
    publish(shown)
    assert "We insure <b>people</b>." in text(shown.anybody.get("/trust/"))


def test_who_published_what_when_is_told_inside_and_in_the_ledger(shown: House) -> None:
    from tonetop.records.write import latest

    said = text(shown["guest-auditor"].get("/privacy/trust/"))
    assert latest("Person", "vos").name in said  # type: ignore[union-attr]
    assert "31 Dec 2025" in said
    taken = shown["dpo"].post("/privacy/trust/things/TRI-1/", {"off": "1"}, follow=True)
    assert "taken off on 31 Dec 2025" in text(taken)
    assert "AI policy" not in text(shown.anybody.get("/trust/"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_events WHERE kind = 'TrustItem' AND subject = 'TRI-1'")
        assert cursor.fetchone()[0] == 3  # chosen, published, taken off


def test_nobody_publishes_without_the_right_and_what_cannot_be_shown_is_refused(own: House) -> None:
    for role in ("guest-auditor", "process-owner", "internal-auditor"):
        assert (
            own[role].post("/privacy/trust/choose/", {"kind": "policy", "about": POLICY}).status_code == 403
        )
        assert own[role].get("/privacy/trust/preview/").status_code == 403
    for kind, about in (
        ("policy", "text-policy-2-2"),
        ("policy", "no-such"),
        ("notice", "notice-4"),
        ("x", ""),
    ):
        assert choose(own, kind, about).status_code == 400
    assert choose(own, "contact", title="Nobody").status_code == 400
    assert choose(own, "contact", title="Wrong", mail="not an address").status_code == 400
    assert own["dpo"].post("/privacy/trust/publish/", {"seen": ""}).status_code == 400
    assert own["dpo"].post("/privacy/trust/things/no-such/", {"off": "1"}).status_code == 400
