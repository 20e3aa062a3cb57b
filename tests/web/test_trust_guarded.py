"""What the trust page keeps to itself: who asked, the secrets of links in the log, and one decision for one ask."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_trust import change, choose, publish, text
from tests.web.test_trust_ask import approve, ask, asked, listed

__all__ = ["listed"]


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What handlers of the program write: a stream of its own beside them, set up as the settings say."""
    kept = StringIO()
    handler = logging.StreamHandler(kept)
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


def test_a_good_link_to_a_closed_page_stands_in_no_log_with_its_token(listed: House, log: StringIO):
    ask(listed)
    link = approve(listed)
    token = link.rsplit("/", 2)[1]
    listed["dpo"].post("/privacy/trust/close/")
    assert listed.anybody.get(link).status_code == 404
    assert listed.anybody.post(link).status_code == 404
    listed.anybody.get("/welcome/abcdefgh/")
    listed.anybody.get("/calendar/abcdefgh.ics")
    written = log.getvalue()
    assert written.count("Not Found: /trust/link/…/") == 2
    assert token not in written
    assert "abcdefgh" not in written


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /welcome/aB-_1/", "Gone: /welcome/…/"),
        ("Not Found: /calendar/aB1.ics", "Not Found: /calendar/….ics"),
        ("Forbidden: /accounts/password/reset/key/1-abc/", "Forbidden: /accounts/password/reset/key/…/"),
        ("Not Found: /trust/ask/0123456789abcdef/", "Not Found: /trust/ask/0123456789abcdef/"),
        ("100% of /centre/", "100% of /centre/"),
    ],
)
def test_lines_lose_secrets_and_nothing_else(said: str, kept: str):
    from tonetop.site.logs import WithoutSecrets

    for message, args in ((said, ()), ("%s", (said,))):
        record = logging.LogRecord("x", logging.WARNING, "", 0, message, args, None)
        assert WithoutSecrets().filter(record)
        assert record.getMessage() == kept


def test_the_settings_put_the_filter_on_what_writes_and_on_what_names_addresses():
    from django.conf import settings

    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["secrets"]
    assert "django.request" in settings.LOGGING["loggers"]


def test_one_ask_more_than_is_kept_of_an_address_reads_like_the_others(listed: House, monkeypatch: Any):
    monkeypatch.setattr("tonetop.work.trust_ask.MOST_OPEN", 1)
    first = ask(listed)
    second = ask(listed)
    monkeypatch.setattr("tonetop.work.trust_ask.MOST_OPEN", 0)
    third = ask(listed, mail="other@quist.example")

    def answered(page: Any) -> tuple[int, str]:
        return page.status_code, re.sub(r'name="stamp" value="[^"]+"', "", page.content.decode())

    assert answered(first) == answered(second) == answered(third)
    assert "Thank you" in text(first)
    assert len(asked()) == 1


def test_when_no_more_is_taken_today_it_is_the_same_for_whoever_asked_before(listed: House, monkeypatch: Any):
    ask(listed)
    monkeypatch.setattr("tonetop.work.trust_ask.MOST_A_DAY", 1)
    again, other = ask(listed), ask(listed, mail="other@quist.example")
    assert again.status_code == other.status_code == 400


def test_of_two_decisions_at_the_same_time_one_counts_and_the_other_is_told(listed: House, monkeypatch: Any):
    from django.db import connection

    from tonetop.records.intake import Refused
    from tonetop.records.models import Account
    from tonetop.work import trust_ask

    ask(listed)
    both, decided = Barrier(2), trust_ask._decide

    def together(*args: Any) -> None:
        both.wait(20)  # both have read that nothing is decided yet
        decided(*args)

    monkeypatch.setattr(trust_ask, "_decide", together)
    account = Account.objects.get(role="dpo")

    def approves(_number: int) -> str:
        try:
            return trust_ask.approve(account, "DRQ-1", "2026-01-30")[0]
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(approves, range(2)), key=len)
    assert found[0] == "this was decided already"
    row = asked()[0]
    assert row.link == trust_ask.hashed(found[1].rstrip("/").rpartition("/")[2])
    assert row.revision == 2


# Evidence by its title


def listable(ref: str, **more: str) -> None:
    """Make a piece of the demo one that may be listed."""
    from tonetop.records import write
    from tonetop.work.revised import new

    change("Evidence", ref, classification="public", **more)
    file = {"id": f"ef-{ref}", "evidence": ref, "name": "file.txt", "sha256": "ab" * 32, "size": 4}
    made = [write.Change(one.entry, one.after, act=True) for one in new([("EvidenceFile", file)])]
    write.save_all(made, write.By("tester", "vos"))


def by_title(house: House, said: str, **more: str) -> Any:
    told = {"kind": "document", "by_name": "1", "about": said} | more
    return house["dpo"].post("/privacy/trust/choose/", told, follow=True)


def items() -> list[tuple[str, str, str]]:
    from tonetop.work.assess import assess

    return [(row.about, row.title, row.note or "") for row in assess().facts.rows("TrustItem")]


def test_evidence_is_listed_by_its_title_with_own_heading_and_words(own: House):
    page = text(own["dpo"].get("/privacy/trust/"))
    assert "No piece can be listed now" in page
    listable("ev-needs-2026", title="Needs of 2026")
    page = own["dpo"].get("/privacy/trust/").content.decode()
    assert '<option value="Needs of 2026">' in page
    by_title(own, "needs of  2026", title="Our needs", note="As decided.")
    assert items() == [("ev-needs-2026", "Our needs", "As decided.")]
    assert '<option value="Needs of 2026">' not in own["dpo"].get("/privacy/trust/").content.decode()


def test_two_pieces_of_one_title_are_told_apart_and_an_unknown_one_is_refused(own: House):
    for ref in ("ev-needs-2026", "ev-budget-2026"):
        listable(ref, title="Plan")
    page = own["dpo"].get("/privacy/trust/").content.decode()
    assert '<option value="Plan (ev-needs-2026)">' in page
    refused = by_title(own, "Plan")
    assert refused.status_code == 400
    assert "Several pieces of evidence have this title" in text(refused)
    assert 'value="Plan"' in refused.content.decode()  # what was typed stays
    assert by_title(own, "No such title").status_code == 400
    by_title(own, "Plan (ev-budget-2026)")
    assert [about for about, _, _ in items()] == ["ev-budget-2026"]


def test_each_thing_may_be_chosen_with_own_heading_and_words(own: House):
    choose(own, "document", "text-policy-2-1", title="How we use AI", note="In force since spring.")
    assert items() == [("text-policy-2-1", "How we use AI", "In force since spring.")]
    publish(own)
    said = text(own.anybody.get("/trust/"))
    assert "How we use AI" in said
    assert "In force since spring." in said
