"""The doer's word: about one version, by the doer alone, and a later one takes the place of the earlier."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import account, hold, last, today
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.write import By, Overtaken
from tonetop.work.confirm import confirm, confirm_all, waits, word, words
from tonetop.work.permission import Forbidden

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def said(today: str) -> dict[str, Any]:
    """What the lead entered for the chief executive."""
    plain = {"id": "COM-1", "kind": "all-hands", "speaker": "ceo", "sent_on": today, "entered_by": "lead"}
    hold(("Communication", plain))
    return plain


def test_the_doers_word_is_kept_with_the_version_and_may_be_taken_back(
    said: dict[str, Any], today: str
) -> None:
    ceo = account("ceo")
    assert waits(ceo, last("Communication", "COM-1"))
    made: Any = confirm(ceo, "Communication", "COM-1", "mine", seen=1)
    assert (made.register, made.record, made.version, made.person) == ("Communication", "COM-1", 1, "ceo")
    assert (made.answer, made.confirmed_on) == ("mine", today)
    row = last("Communication", "COM-1")
    assert not waits(ceo, row)
    again = confirm(ceo, "Communication", "COM-1", "not-mine", "I was away that day.")
    assert again.revision == 2 and word(row, "ceo") == again and words(row) == [again]
    with pytest.raises(Refused, match="on record already"):
        confirm(ceo, "Communication", "COM-1", "not-mine", "I was away that day.")


def test_a_new_version_waits_anew_and_a_word_about_an_older_one_is_refused(said: dict[str, Any]) -> None:
    ceo = account("ceo")
    confirm(ceo, "Communication", "COM-1", "mine")
    hold(("Communication", said | {"reached": 40}))
    assert waits(ceo, last("Communication", "COM-1"))
    with pytest.raises(Overtaken):
        confirm(ceo, "Communication", "COM-1", "mine", seen=1)


def test_several_acts_are_confirmed_with_one_act_and_all_or_none(said: dict[str, Any]) -> None:
    ceo, acts = account("ceo"), [("Communication", "COM-1", 1), ("Communication", "COM-2", 1)]
    with pytest.raises(Refused, match="no such record"):
        confirm_all(ceo, acts)
    assert waits(ceo, last("Communication", "COM-1"))
    hold(("Communication", said | {"id": "COM-2"}))
    assert confirm_all(ceo, acts) == 2
    assert not waits(ceo, last("Communication", "COM-1")) and not waits(ceo, last("Communication", "COM-2"))
    assert confirm_all(ceo, acts) == 0
    assert confirm_all(ceo, []) == 0
    with pytest.raises(Forbidden, match="names as its doer"):
        confirm_all(account("lead", "governance-lead"), acts)


def test_nobody_but_the_doer_says_so(said: dict[str, Any]) -> None:
    for person, role in (("lead", "governance-lead"), ("", "executive"), ("ceo", "guest-auditor")):
        other = account(person, role)
        assert not waits(other, last("Communication", "COM-1"))
        with pytest.raises(Forbidden, match="names as its doer"):
            confirm(other, "Communication", "COM-1", "mine")


def test_what_is_not_there_and_words_that_are_no_answer_are_refused(said: dict[str, Any]) -> None:
    ceo = account("ceo")
    for type, ref in (("Communication", "COM-9"), ("Nonsense", "COM-1")):
        with pytest.raises(Refused, match="no such record"):
            confirm(ceo, type, ref, "mine")
    with pytest.raises(Refused, match="no answer"):
        confirm(ceo, "Communication", "COM-1", "perhaps")
    write.withdraw("Communication", "COM-1", By())
    assert not waits(ceo, last("Communication", "COM-1"))
    with pytest.raises(Refused, match="no such record"):
        confirm(ceo, "Communication", "COM-1", "mine")


def test_an_act_entered_by_the_doer_or_of_a_type_without_doer_waits_for_no_word(said: dict[str, Any]) -> None:
    hold(
        ("Communication", said | {"id": "COM-2", "entered_by": "ceo"}),
        ("AISystem", {"id": "AI-1", "name": "V"}),
    )
    ceo = account("ceo")
    assert not waits(ceo, last("Communication", "COM-2")) and not waits(ceo, last("AISystem", "AI-1"))
    with pytest.raises(Forbidden):
        confirm(ceo, "AISystem", "AI-1", "mine")
