"""Close a survey: its result becomes a record with a file of what may be told, and the answers themselves go."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Count

from tonetop.records import blobs, clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.voices import Ballot, BallotCode, BallotMark, Voice
from tonetop.records.write import By, Change
from tonetop.standard.anonymity import FEWEST, Counts, Results, results
from tonetop.work.change_record import next_ref
from tonetop.work.open_survey import TYPE
from tonetop.work.permission import writer

RESULT, PROOF = "SurveyResult", "Evidence"
FORMAT = "tonetop-survey/1"


def close_survey(account: Account, ref: str) -> Record:
    """Close a survey for good; gives its result. Raises Forbidden, Refused, Overtaken."""
    by = writer(account, RESULT)
    with transaction.atomic():
        survey: Any = write.latest(TYPE, ref)
        ballot = Ballot.objects.filter(survey=ref).first()
        if survey is None or ballot is None:
            raise Refused("this survey is not open, so it cannot be closed")
        made = write.save_all(_changes(survey, ballot, by), by)[0]
        for model in (Voice, BallotCode, BallotMark, Ballot):
            model.objects.filter(survey=ref).delete()
    if made is None:
        raise Refused("the result could not be stored; close the survey once more")
    return made


def _changes(survey: Any, ballot: Ballot, by: By) -> list[Change]:
    """The result, its file as evidence, and the survey that names its result."""
    today, found = clock.today(), tally(ballot)
    told = json.dumps(_told(survey, ballot, found, today), ensure_ascii=False, indent=1)
    result = {
        "id": next_ref(RESULT),
        "kind": survey.kind,
        "run_on": today,
        "population": survey.population,
        "responses": found.responses,
        "score": found.whole.score if found.whole else None,
        "target": survey.target,
    }
    proof = {
        "id": next_ref(PROOF),
        "kind": "awareness-record",
        "title": f"Result of the survey: {survey.title}",
        "occurred_on": today,
        "recorded_by": by.person,
        "sha256": blobs.store([told.encode()], "application/json", ours=True).sha256,
        "links": [result["id"], survey.ref],
    }
    entries = intake.take_all([(RESULT, _filled(result), None), (PROOF, _filled(proof), None)])
    closed = intake.Entry(TYPE, survey.ref, write.values_of(survey) | {"result": result["id"]})
    return [*(Change(entry, 0) for entry in entries), Change(closed, survey.revision)]


def tally(ballot: Ballot) -> Results:
    """What may be told of the answers to an open survey."""
    rows = Voice.objects.filter(survey=ballot.survey).values_list("unit", "question", "value")
    counts: dict[str, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for unit, question, value, number in rows.annotate(number=Count("id")).order_by():
        counts[unit][question][value] = number
    plain: dict[str, Counts] = {unit: dict(found) for unit, found in counts.items()}
    return results(plain, len(ballot.questions), max(ballot.threshold, FEWEST))


def answered(refs: list[str]) -> dict[str, int]:
    """How many answered each of these open surveys."""
    rows = Voice.objects.filter(survey__in=refs, question=0).values_list("survey")
    return dict(rows.annotate(number=Count("id")).order_by())


def _told(survey: Any, ballot: Ballot, found: Results, today: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "survey": survey.ref,
        "closed_on": today,
        "threshold": ballot.threshold,
        "population": survey.population,
        "questions_asked": ballot.questions,
        **asdict(found),
    }


def results_kept(digest: str | None) -> dict[str, Any] | None:
    """The results that the file of a closed survey tells; None where there is none of that form."""
    file = blobs.open_blob(digest or "")
    if file is None:
        return None
    with file:
        try:
            told = json.loads(file.read(1_000_000))
        except ValueError:
            return None
    return told if isinstance(told, dict) and told.get("format") == FORMAT else None


def _filled(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value is not None}
