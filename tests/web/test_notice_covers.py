"""What a notice says of each activity: quoted letter for letter from the text that is kept, and judged by people."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import House
from tests.web.test_trust import change, text

PAGE = (
    "We use your data for claims handling and to set prices. Kestrel Chat in Canada answers your chats&nbsp;"
    "for us. Reinsurers get claims files. We keep applicants' files while we recruit."
)


def fetch(words: str, day: str = "2025-12-31") -> str:
    """Keep a text as a check of notice 5 does; gives its hash."""
    from tonetop.records import blobs, intake, write

    held = blobs.store([words.encode()])
    plain = {
        "id": f"NC-{held.sha256[:6]}",
        "notice": "notice-5",
        "checked_on": day,
        "address": "https://varnholm.example/privacy",
        "reachable": True,
        "sha256": held.sha256,
    }
    write.save(intake.take("NoticeCheck", plain), write.By("tester", "vos"))
    return held.sha256


def lines(ref: str = "notice-5") -> dict[tuple[str, str], Any]:
    from tonetop.work import notice_covers
    from tonetop.work.assess import assess

    facts = assess().facts
    notice = facts.get("PrivacyNotice", ref)
    assert notice is not None
    found = notice_covers.covers(facts, notice, notice_covers.kept_text(facts, notice))
    return {(one.row.id, line.term): line for one in found for line in one.lines}


def say(house: House, role: str, verdict: str, term: str, activity: str = "RP-2") -> Any:
    form = {"activity": activity, "part": "purposes", "term": term, "verdict": verdict}
    return house[role].post("/privacy/notices/notice-5/covers/", form, follow=True)


def test_without_a_text_nobody_can_tell(own: House) -> None:
    assert {line.verdict for line in lines().values()} == {"cannot-tell"}
    said = text(own["guest-auditor"].get("/privacy/notices/notice-5/covers/"))
    assert "Its text is not kept" in said
    assert "The record of the notice names it" in said


def test_what_the_text_says_is_quoted_letter_for_letter(own: House) -> None:
    fetch(PAGE)
    found = lines()
    claims, country = found["RP-1", "claims handling"], found["RP-2", "Canada"]
    assert claims.verdict == country.verdict == "said"
    assert claims.quote == "We use your data for claims handling and to set prices."
    assert country.quote == "Kestrel Chat in Canada answers your chats\N{NO-BREAK SPACE}for us."
    assert found["RP-2", "answering customers by chatbot"].verdict != "said"
    assert found["RP-1", "hospitals"].verdict == "not-said"
    assert (
        found["RP-3", "recruitment"].verdict == "cannot-tell"
    )  # the record names it, the text not in these words
    page = text(own["dpo"].get("/privacy/notices/notice-5/covers/?show=not-said"))
    assert "hospitals" in page
    assert "Kestrel Chat in Canada" not in page


def test_a_text_in_other_words_is_not_told_to_be_silent(own: House) -> None:
    fetch("Vi bruker opplysningene dine når du melder en skade.")
    assert {line.verdict for line in lines().values()} == {"cannot-tell"}


def test_people_judge_and_their_word_counts_for_the_text_they_judged(own: House) -> None:
    fetch(PAGE)
    term = "answering customers by chatbot"
    assert "Noted." in text(say(own, "dpo", "said", term))
    line = lines()["RP-2", term]
    assert line.verdict == "said"
    assert line.judged is not None
    said = text(own["dpo"].get("/privacy/notices/notice-5/covers/"))
    assert "judged 31 Dec 2025" in said
    say(own, "dpo", "not-said", term)
    assert lines()["RP-2", term].verdict == "not-said"
    change("PrivacyNotice", "notice-5", url="https://varnholm.example/other")
    assert lines()["RP-2", term].verdict == "not-said"  # judged, and there is no other text
    change("PrivacyNotice", "notice-5", url="https://varnholm.example/privacy")
    fetch(PAGE + " More.", "2026-01-01")
    from tonetop.records.models import Organisation

    Organisation.objects.update(clock_on="2026-01-02")
    line = lines()["RP-2", term]
    assert line.stale
    assert "judged on another text" in text(own["dpo"].get("/privacy/notices/notice-5/covers/"))


def test_what_no_activity_says_is_not_judged_and_not_by_everybody(own: House) -> None:
    assert say(own, "dpo", "said", "world peace").status_code == 400
    assert say(own, "dpo", "perhaps", "claims handling", "RP-1").status_code == 400
    assert say(own, "guest-auditor", "said", "claims handling", "RP-1").status_code == 403
    assert own["dpo"].get("/privacy/notices/no-such/covers/").status_code == 404
