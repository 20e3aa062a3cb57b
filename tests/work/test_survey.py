"""Surveys: each answers once, nothing ties an answer to who gave it, and what is kept at the close cannot either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tonetop.work.verify_folder import verify_folder

QUESTIONS = ("Leaders mean it.", "I know the policy.")


@pytest.fixture
def lead(demo: Path) -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role="governance-lead")


def asked(**changed: Any) -> Any:
    from tonetop.work.open_survey import Asked

    return replace(Asked("Pulse", "pulse", QUESTIONS, "2026-01-31", units=("Claims", "IT")), **changed)


def opened(lead: Any, **changed: Any) -> Any:
    from tonetop.work.open_survey import open_survey

    return open_survey(lead, asked(**changed))


def tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that belong to an open survey."""
    names = ("ballot", "ballotcode", "ballotmark", "voice")
    with closing(sqlite3.connect(folder / "tonetop.sqlite3")) as raw:
        return {name: raw.execute(f"SELECT rowid, * FROM records_{name}").fetchall() for name in names}


@pytest.mark.sqlite
def test_opening_a_survey_makes_a_code_for_each_person_of_the_units_and_keeps_their_hashes(
    demo: Path, lead: Any
):
    made = opened(lead)
    codes = [code for some in made.codes.values() for code in some]
    assert made.survey.population == len(codes) == len(set(codes))
    assert set(made.codes) == {"Claims", "IT"}
    held = (demo / "tonetop.sqlite3").read_bytes() + (demo / "tonetop.sqlite3-wal").read_bytes()
    assert not [code for code in codes if code.encode() in held]
    assert len(tables(demo)["ballotcode"]) == len(codes)


def test_a_code_answers_once_however_it_is_typed(lead: Any):
    from tonetop.records.intake import Refused
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.close_survey import answered

    made = opened(lead)
    code = made.codes["IT"][0]
    answer_by_code(made.survey.ref, f" {code.lower().replace('-', ' ')} ", (4, 5))
    assert answered([made.survey.ref]) == {made.survey.ref: 1}
    with pytest.raises(Refused, match="was used already"):
        answer_by_code(made.survey.ref, code, (1, 1))
    assert answered([made.survey.ref]) == {made.survey.ref: 1}


@pytest.mark.parametrize("values", [(), (4,), (4, 0), (4, 6), (4, 4, 4)])
@pytest.mark.sqlite
def test_every_question_is_answered_or_nothing_is_kept(demo: Path, lead: Any, values: tuple[int, ...]):
    from tonetop.records.intake import Refused
    from tonetop.work.answer_survey import answer_by_code

    made = opened(lead)
    with pytest.raises(Refused, match="answer every question"):
        answer_by_code(made.survey.ref, made.codes["IT"][0], values)
    assert tables(demo)["voice"] == []
    answer_by_code(made.survey.ref, made.codes["IT"][0], (4, 4))


@pytest.mark.sqlite
def test_what_is_kept_of_an_answer_is_the_unit_the_question_and_the_value_in_no_order(demo: Path, lead: Any):
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.assess import position

    made = opened(lead)
    before = position()
    for code in made.codes["IT"]:
        answer_by_code(made.survey.ref, code, (2, 3))
    kept = tables(demo)
    assert {len(row) for row in kept["voice"]} == {6}  # rowid, id, survey, unit, question, value
    assert all(row[0] == row[1] for row in kept["voice"])  # so rows lie in the order of ids drawn by chance
    assert {row[2:] for row in kept["voice"]} == {
        (made.survey.ref, "IT", 0, 2),
        (made.survey.ref, "IT", 1, 3),
    }
    assert len(kept["ballotcode"]) == len(made.codes["Claims"])
    assert position() == before


@pytest.mark.sqlite
def test_rows_do_not_lie_in_the_order_in_which_people_answered(demo: Path, lead: Any):
    from tonetop.work.answer_survey import answer_by_code

    made = opened(lead, units=(), codes=40, questions=("One?",))
    values = [1 + place // 8 for place in range(40)]
    for code, value in zip(made.codes[""], values, strict=True):
        answer_by_code(made.survey.ref, code, (value,))
    assert [row[-1] for row in tables(demo)["voice"]] != values


def test_people_who_are_too_few_in_their_unit_answer_without_it(lead: Any):
    made = opened(lead, units=("Claims", "Executive Board"))
    assert set(made.codes) == {"Claims", ""}
    assert len(made.codes[""]) == 4


@pytest.mark.sqlite
def test_the_close_keeps_what_may_be_told_and_lets_the_answers_go(demo: Path, lead: Any):
    from tonetop.records.write import latest
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.close_survey import close_survey, results_kept

    made = opened(lead)
    for unit, values in (("IT", (5, 5)), ("Claims", (1, 3))):
        for code in made.codes[unit][:6]:
            answer_by_code(made.survey.ref, code, values)
    result: Any = close_survey(lead, made.survey.ref)
    assert (result.responses, result.score, result.population) == (12, 62, made.survey.population)
    assert all(rows == [] for rows in tables(demo).values())
    survey: Any = latest("Survey", made.survey.ref)
    assert survey.result == result.ref
    from tonetop.records.registry import registers

    proof = registers()["Evidence"].objects.get(title="Result of the survey: Pulse")
    told = results_kept(proof.sha256)
    assert told is not None
    assert [(group["unit"], group["answers"], group["score"]) for group in told["units"]] == [
        ("Claims", 6, 25),
        ("IT", 6, 95),
    ]
    assert told["whole"]["questions"] == [50, 75]
    assert verify_folder(demo).problems == []


def test_who_edits_the_record_meanwhile_changes_neither_what_was_asked_nor_how_few_are_shown(lead: Any):
    from tonetop.records.write import latest
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.change_record import change_record
    from tonetop.work.close_survey import close_survey

    made = opened(lead, threshold=8)
    for code in made.codes["IT"][:6]:
        answer_by_code(made.survey.ref, code, (5, 5))
    survey: Any = latest("Survey", made.survey.ref)
    edited = survey.plain() | {"questions": ["Another?"], "threshold": 1}
    change_record(lead, "Survey", {name: edited[name] for name in edited if name != "recorded_on"})
    answer_by_code(made.survey.ref, made.codes["IT"][6], (1, 1))
    result: Any = close_survey(lead, made.survey.ref)
    assert (result.responses, result.score) == (7, None)


def test_too_few_answers_leave_a_result_without_a_score(lead: Any):
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.close_survey import close_survey

    made = opened(lead)
    for code in made.codes["IT"][:4]:
        answer_by_code(made.survey.ref, code, (5, 5))
    result: Any = close_survey(lead, made.survey.ref)
    assert (result.responses, result.score) == (4, None)


def test_nothing_is_answered_or_closed_once_it_is_closed(lead: Any):
    from tonetop.records.intake import Refused
    from tonetop.work.answer_survey import answer_by_code
    from tonetop.work.close_survey import close_survey

    made = opened(lead)
    close_survey(lead, made.survey.ref)
    with pytest.raises(Refused, match="not open"):
        answer_by_code(made.survey.ref, made.codes["IT"][0], (5, 5))
    with pytest.raises(Refused, match="not open"):
        close_survey(lead, made.survey.ref)


def test_after_the_last_day_nobody_answers(demo: Path, lead: Any):
    from tonetop.records.intake import Refused
    from tonetop.records.models import Organisation
    from tonetop.work.answer_survey import answer_by_code

    made = opened(lead)
    Organisation.objects.update(clock_on="2026-02-01")
    with pytest.raises(Refused, match="was open until 2026-01-31"):
        answer_by_code(made.survey.ref, made.codes["IT"][0], (5, 5))


@pytest.mark.sqlite
def test_whoever_signs_in_answers_once_and_the_mark_of_it_names_nobody(demo: Path, lead: Any):
    from tonetop.records.intake import Refused
    from tonetop.records.models import Account
    from tonetop.work.answer_survey import answer_by_code, answer_signed_in

    made = opened(lead, signed_in=True)
    assert made.codes == {}
    one = Account.objects.create(username="one", role="process-owner", person="meijer")
    unit = _unit("meijer")
    with pytest.raises(Refused, match="after signing in"):
        answer_by_code(made.survey.ref, "ABCD-EFGH-JKMN-PQRS", (5, 5))
    other = opened(lead, signed_in=True, units=(unit,))
    answer_signed_in(one, other.survey.ref, (5, 4))
    with pytest.raises(Refused, match="answered this survey already"):
        answer_signed_in(one, other.survey.ref, (1, 1))
    kept = tables(demo)
    assert [row[3:] for row in sorted(kept["voice"], key=lambda row: row[-2])] == [(unit, 0, 5), (unit, 1, 4)]
    assert "meijer" not in str(kept)
    with pytest.raises(Refused, match="asks other units"):
        answer_signed_in(Account.objects.create(username="x", role="dpo"), made.survey.ref, (5, 5))
    by_code = opened(lead)
    with pytest.raises(Refused, match="with a code"):
        answer_signed_in(one, by_code.survey.ref, (5, 5))


def _unit(person: str) -> str:
    from tonetop.records.write import latest

    found: Any = latest("Person", person)
    return str(found.org_unit)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "give the survey a title"),
        ({"questions": ()}, "ask one to 20 questions"),
        ({"questions": ("x" * 301,)}, "make it shorter"),
        ({"threshold": 4}, "at least 5 answers"),
        ({"closes_on": "2025-01-01"}, "today or later"),
        ({"codes": 20_001}, "at most 20000 codes"),
        ({"units": ("Executive Board",)}, "only 4 people would be asked"),
        ({"kind": "gossip"}, "gossip"),
    ],
)
@pytest.mark.sqlite
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(
    demo: Path, lead: Any, changed: dict[str, Any], said: str
):
    from tonetop.records.intake import Refused
    from tonetop.work.assess import position

    before = position()
    with pytest.raises(Refused, match=said):
        opened(lead, **changed)
    assert (position(), tables(demo)["ballot"]) == (before, [])


def test_only_who_writes_surveys_opens_and_closes_them(lead: Any):
    from tonetop.records.models import Account
    from tonetop.work.close_survey import close_survey
    from tonetop.work.permission import Forbidden

    made = opened(lead)
    guest = Account.objects.get(role="guest-auditor")
    with pytest.raises(Forbidden):
        opened(guest)
    with pytest.raises(Forbidden):
        close_survey(guest, made.survey.ref)


def test_a_file_that_is_no_result_is_not_taken_for_one(demo: Path):
    from tonetop.records import blobs
    from tonetop.work.close_survey import results_kept

    for content in (b"no json", b"[1]", b'{"format": "other"}'):
        assert results_kept(blobs.store([content]).sha256) is None
    assert results_kept(None) is None
