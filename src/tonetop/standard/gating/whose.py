"""Whose a record is: who entered what it says, carried it out or answers for it, so that another person approves it."""

from __future__ import annotations

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import word
from tonetop.standard.impact import by_assessment

APPROVES = {"status", "in_force_since", "approved_by", "approved_on"}
"""What is said with an approval besides who gave it and when."""


def writers(facts: Facts, record: Row, number: int | None = None) -> frozenset[str]:
    """Everybody who entered what a record says; a version that only approves what the one before said is none of it.

    number: of the version up to which it is asked, the last when None.
    """
    return frozenset(filter(None, _entered(facts, record, number)))


def nameless(facts: Facts, record: Row, number: int | None = None) -> bool:
    """Whether nobody is known as who entered what a record says last, so that whoever approves may be who wrote it.

    So it is after an import that named nobody, until somebody changes what it says and so stands for it.
    """
    return not _entered(facts, record, number)[-1]


def _entered(facts: Facts, record: Row, number: int | None) -> list[str | None]:
    said = word.SAID.get(record.type, "")
    beside = {*APPROVES, *word.BESIDE.get(record.type, ()), said, f"{said.removesuffix('_by')}_on"}
    versions = facts.written(record)[:number]
    told = [word.matter(version._asdict(), beside) for version in versions]
    new = [version for place, version in enumerate(versions) if place == 0 or told[place] != told[place - 1]]
    return [version.entered_by for version in new]


def whose(facts: Facts, record: Row) -> frozenset[str]:
    """Whose a record is, or was in any version: naming another now makes nobody another.

    Of a risk its owner, or that of its subject where it names none; of an impact assessment the owner of its system,
    and whoever rated a group.
    """
    own = writers(facts, record)
    for name in ("owner", "performed_by"):
        own |= word.ever(facts, record, name) if name in facts.shapes[record.type].fields else frozenset()
    if record.type == "RiskAssessment" and not all(version.owner for version in facts.written(record)):
        own |= _owners(facts, record.subject)
    if record.type == "ImpactAssessment":
        rated = facts.part(by_assessment, record.id) or ()
        own |= _owners(facts, record.system).union(*(writers(facts, one) for one in rated))
    return own


def _owners(facts: Facts, ident: str | None) -> frozenset[str]:
    subject = facts.get("AISystem", ident) or facts.get("Asset", ident)
    return frozenset() if subject is None else word.ever(facts, subject, "owner")


def by_another(facts: Facts, record: Row) -> bool:
    """Whether whoever approved a record is another than those whose it is; of what nobody performed it cannot be told.

    A denied or missing word is told apart from it, by `word.given`.
    """
    said = getattr(record, word.SAID[record.type])
    unnamed = "performed_by" in facts.shapes[record.type].fields and not record.performed_by
    return bool(said) and not unnamed and not nameless(facts, record) and said not in whose(facts, record)
