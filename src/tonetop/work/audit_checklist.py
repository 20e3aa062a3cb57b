"""The checklist of an audit, from the catalogue's audit questions, and what its auditors noted to each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.write import Change
from tonetop.standard import catalogue
from tonetop.work.assess import assess
from tonetop.work.independence import in_scope, is_own_work
from tonetop.work.permission import writer

SEEN = ("answered", "in-part", "not-answered", "not-asked")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its key within a checklist, the clause, control or duty it belongs to, and its words."""

    key: str
    item: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What an auditor notes to a question: whether it was answered, in words, and the evidence by id."""

    seen: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


def checklist(clauses: Collection[str]) -> list[Question]:
    """The questions to these clauses and controls and to what lies under them; with clause 5.1 those of its duties."""
    found: list[Question] = []
    for id, item in (catalogue.clauses() | catalogue.controls()).items():
        if in_scope(id, clauses):
            found += _questions(id, item["title"], item)
            if id == "5.1":
                for duty, told in catalogue.duties().items():
                    found += _questions(duty, told["name"], told)
    return found


def _questions(id: str, title: str, item: Mapping[str, Any]) -> list[Question]:
    texts = item.get("audit_questions", ())
    return [Question(f"{id}.q{place}", id, title, text) for place, text in enumerate(texts, 1)]


def note_answers(
    account: Account,
    audit: str,
    notes: Mapping[str, Note],
    *,
    noted_by: str = "",
    seen: Mapping[str, int] | None = None,
) -> int:
    """Keep what was noted, by the keys of the questions, in one transaction; gives how many answers are new or other.

    noted_by: the auditor, when another person enters it. seen: by key the version that the writer saw (0: none).
    Raises Forbidden; Refused for an unknown question, for evidence that is the auditor's own work; Overtaken.
    """
    by = writer(account, "AuditAnswer")
    found = assess().facts.get("InternalAudit", audit)
    if found is None:
        raise Refused(f"there is no audit {audit}")
    questions = {question.key: question for question in checklist(found.clauses or ())}
    auditor = noted_by or account.person
    if not auditor:
        raise Refused("say which auditor noted it: your account belongs to no person of the register")
    unknown = notes.keys() - questions.keys()
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} is no question of this audit's checklist")
    versions = seen or {}
    changes = [
        Change(_entry(audit, questions[key], note, auditor), versions.get(key))
        for key, note in notes.items()
        if note != Note() or versions.get(key)
    ]
    return sum(row is not None for row in write.save_all(changes, by))


def _entry(audit: str, question: Question, note: Note, auditor: str) -> intake.Entry:
    own = [ref for ref in note.evidence if is_own_work(assess().facts, ref, auditor)]
    if own:
        raise Refused(
            f"nobody audits own work: {', '.join(own)} is the work of {auditor}; let another auditor note it"
        )
    plain: dict[str, Any] = {
        "audit": audit,
        "question": question.key,
        "clause": question.item,
        "asked": question.text,
        "seen": note.seen or None,
        "note": note.note or None,
        "evidence": list(note.evidence) or None,
        "noted_by": auditor,
        "noted_on": clock.today(),
    }
    last: Any = write.latest("AuditAnswer", f"{audit}/{question.key}")
    if last is not None and _says(last) == note:
        plain |= {"noted_by": last.noted_by, "noted_on": last.noted_on, "asked": last.asked}
    return intake.take("AuditAnswer", {name: value for name, value in plain.items() if value is not None})


def _says(answer: Any) -> Note:
    return Note(answer.seen or "", answer.note or "", tuple(answer.evidence or ()))


def revisions(audit: str) -> dict[str, int]:
    """By key of a question the version of its answer, so that nobody writes over another unseen."""
    model: Any = registers()["AuditAnswer"]
    rows = model.objects.filter(audit=audit, until_on=None)
    return {row.question: row.revision for row in rows}
