"""Assess a supplier: answer its questions, have what falls short mended, and say whether it is suitable, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import By, Change
from tonetop.standard.suppliers import ANSWERS, NO, PARTLY, SUITABLE, answers_by_vendor, asked_of, assessment
from tonetop.standard.terms.people import person_on
from tonetop.work.assess import assess, forget
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer
from tonetop.work.revised import filled, new, next_refs, restated, revised, standing

OUTCOMES = (SUITABLE, "suitable-with-conditions", "not-suitable")
LONGEST = 732
"""For how many days an assessment may stand before the next."""


class Told(NamedTuple):
    """What is said to one question."""

    answer: str
    note: str = ""


def answer(account: Account | None, vendor: str, told: Mapping[str, Told], person: str = "") -> int:
    """Record answers as of today, all or none; gives how many are new or other. Raises Forbidden, Refused.

    account: None on the command line, where person says who answers.
    """
    by = writer(account, "SupplierAnswer") if account is not None else By()
    whose = _person(account, person)
    facts = assess().facts
    row = _vendor(facts, vendor)
    asked = {one.id for one in asked_of(facts, row)}
    held = {one.question: one for one in facts.part(answers_by_vendor, vendor) or ()}
    changes: list[Change] = []
    fresh: list[dict[str, Any]] = []
    for question, said in told.items():
        if question not in asked:
            raise Refused(f"{question!r} is no question to this supplier")
        if said.answer not in ANSWERS:
            raise Refused(f"choose an answer to {question}: {', '.join(ANSWERS)}")
        if said.answer in (NO, PARTLY) and not said.note.strip():
            raise Refused(f"say what falls short in {question}")
        before = held.get(question)
        if before is not None and (before.answer, before.note or "") == (said.answer, said.note.strip()):
            continue
        plain = {"answer": said.answer, "note": said.note.strip() or None, "answered_on": clock.today()}
        plain["answered_by"] = whose or None
        if before is None:
            fresh.append({"vendor": vendor, "question": question} | plain)
        else:
            changes.append(revised(standing("SupplierAnswer", before.id), None, **plain))
    refs = next_refs("SupplierAnswer", len(fresh)) if fresh else []
    changes += new([("SupplierAnswer", {"id": ref} | one) for ref, one in zip(refs, fresh, strict=True)])
    write.save_all(changes, by)
    return len(changes)


def mend(account: Account, ident: str, text: str, owner: str, due: str) -> str:
    """Have what falls short mended: a decision and its action, by whom and until when. Raises Forbidden, Refused."""
    by = writer(account, "SupplierAnswer")
    writer(account, "Action")
    writer(account, "Decision")
    facts = assess().facts
    row = facts.get("SupplierAnswer", ident)
    if row is None or row.answer not in (NO, PARTLY):
        raise Refused(f"{ident!r} is no answer that falls short")
    if row.action:
        raise Refused(f"{row.action} is on its way already")
    if not text.strip():
        raise Refused("say what is to be done")
    if person_on(facts, owner, facts.as_of) is None:
        raise Refused("name who does it, from the register of people")
    if not cadence.is_day(due) or due < facts.as_of:
        raise Refused("say by which day, from today on")
    decided: dict[str, Any] = {"id": next_ref("Decision"), "kind": "improvement", "text": text.strip()}
    decided |= {"about": [row.vendor], "decided_by": account.person or None, "decided_on": facts.as_of}
    decided |= {"owner": owner, "due": due, "status": "open"}
    action = {
        "id": next_ref("Action"),
        "decision": decided["id"],
        "owner": owner,
        "due": due,
        "status": "open",
    }
    before = standing("SupplierAnswer", ident)
    linked = restated(before, action=action["id"])
    told = [("Decision", filled(decided), None), ("Action", action, None), (*linked, None)]
    entries = zip(intake.take_all(told), (0, 0, before.revision), strict=True)
    write.save_all([Change(entry, after) for entry, after in entries], by)
    return str(action["id"])


def settle_supplier(  # noqa: PLR0913, PLR0917 - who says what of whom, under which conditions, until when
    account: Account | None, vendor: str, outcome: str, conditions: str, again: str, person: str = ""
) -> None:
    """Say whether a supplier is suitable, and by when it is looked at again. Raises Forbidden, Refused.

    account: None on the command line, where person says who assessed it.
    """
    by = writer(account, "Vendor") if account is not None else By()
    whose = _person(account, person)
    facts = assess().facts
    found = assessment(facts, _vendor(facts, vendor))
    if outcome not in OUTCOMES:
        raise Refused("choose whether the supplier is suitable")
    if found.missing:
        raise Refused(f"answer the other questions first; {found.missing} are left")
    if outcome == SUITABLE and found.stops:
        named = ", ".join(one.id for one in found.stops)
        raise Refused(f"without a yes to {named} it is suitable with conditions at best")
    if outcome == "suitable-with-conditions" and not conditions.strip():
        raise Refused("say under which conditions")
    if not cadence.is_day(again) or not facts.as_of < again <= cadence.shift(facts.as_of, LONGEST):
        raise Refused("say by which day it is looked at again, within two years")
    if not whose:
        raise Refused("say who assessed it: your account belongs to no person of the register")
    told = {"risk": found.rank, "outcome": outcome, "conditions": conditions.strip() or None}
    told |= {"assessed_by": whose, "assessed_on": facts.as_of, "reassess_due": again}
    write.save_all([revised(standing("Vendor", vendor), None, **told)], by)


def assess_supplier(  # noqa: PLR0913, PLR0917 - as above, with the answers that it rests on
    account: Account | None,
    vendor: str,
    told: Mapping[str, Told],
    outcome: str,
    conditions: str,
    again: str,
    person: str = "",
) -> None:
    """Put answers and, with an outcome, what they come to on record: both or neither. Raises Forbidden, Refused."""
    try:
        with transaction.atomic():
            if told:
                answer(account, vendor, told, person)
            if outcome:
                settle_supplier(account, vendor, outcome, conditions, again, person)
    except Exception:
        forget()  # the outcome was judged by answers that are undone now
        raise


def _person(account: Account | None, person: str) -> str:
    return account.person if account is not None else person


def _vendor(facts: Facts, ref: str) -> Row:
    row = facts.get("Vendor", ref)
    if row is None:
        raise Refused(f"there is no vendor {ref!r}")
    return row
