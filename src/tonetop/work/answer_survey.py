"""Answer a survey once, by a one-time code or signed in; what is kept of the answer knows neither."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.rollback import demand_writable
from tonetop.records.voices import Ballot, BallotCode, BallotMark, Voice, blinded, hashed
from tonetop.standard.anonymity import HIGH, LOW
from tonetop.work.open_survey import ALL, TYPE


def open_ballot(ref: str) -> tuple[Any, Ballot]:
    """A survey that may be answered today, and its ballot. Raises Refused."""
    survey: Any = write.latest(TYPE, ref)
    ballot = Ballot.objects.filter(survey=ref).first()
    if survey is None or ballot is None or survey.withdrawn_on:
        raise Refused("this survey is not open; ask whoever sent you here")
    if survey.closes_on and survey.closes_on < clock.today():
        raise Refused(f"this survey was open until {survey.closes_on}; thank you for coming")
    return survey, ballot


def answer_by_code(ref: str, code: str, values: Sequence[int]) -> None:
    """Answer with a code, which is thereby gone. Raises Refused."""
    _, ballot = open_ballot(ref)
    _demand(ballot, values)
    if not ballot.by_code:
        raise Refused("this survey is answered after signing in")
    with transaction.atomic():
        demand_writable()
        found = BallotCode.objects.filter(survey=ref, sha256=hashed(code)).first()
        if found is None or not BallotCode.objects.filter(pk=found.pk).delete()[0]:
            raise Refused("this code is not known here: it was used already, or a letter of it is wrong")
        _keep(ref, found.unit, values)


def answer_signed_in(account: Account, ref: str, values: Sequence[int]) -> None:
    """Answer as who is signed in; that somebody answered is kept apart from what. Raises Refused."""
    survey, ballot = open_ballot(ref)
    _demand(ballot, values)
    if ballot.by_code:
        raise Refused("this survey is answered with a code; use the one that was handed to you")
    unit = unit_asked(account, survey)
    with transaction.atomic():
        demand_writable()
        mark = blinded("survey", ref, account.person)
        if not BallotMark.objects.get_or_create(mark=mark, defaults={"survey": ref})[1]:
            raise Refused("you have answered this survey already; each answers once")
        _keep(ref, unit if unit in ballot.units else "", values)


def unit_asked(account: Account, survey: Any) -> str:
    """The unit as whose member an account is asked, "" for none. Raises Refused for whoever is not asked."""
    held = registers()["Person"].objects.filter(until_on=None, withdrawn_on=None, ref=account.person or "")
    person = held.first()
    asked = survey.audience or (ALL,)
    if person is None or (ALL not in asked and person.org_unit not in asked):
        raise Refused("this survey asks other units; nothing was kept")
    return str(person.org_unit or "")


def _demand(ballot: Ballot, values: Sequence[int]) -> None:
    if len(values) != len(ballot.questions) or not all(LOW <= value <= HIGH for value in values):
        raise Refused("answer every question; what is left open could tell who left it")


def _keep(ref: str, unit: str, values: Sequence[int]) -> None:
    rows = [Voice(survey=ref, unit=unit, question=n, value=value) for n, value in enumerate(values)]
    random.SystemRandom().shuffle(rows)
    Voice.objects.bulk_create(rows)
