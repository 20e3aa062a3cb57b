"""Say how an AI system affects one group in one respect; one record for each, revised as the assessment goes on."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.standard.impact import LEVELS, LIKELIHOODS, RESPECTS, grid
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer
from tonetop.work.revised import filled, revised, standing


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one group in one respect; empty where nothing is."""

    affected: str
    respect: str
    level: str = ""
    likelihood: str = ""
    reversible: str = ""
    explanation: str = ""
    benefit: str = ""
    measures: str = ""
    level_after: str = ""


def assess_impact(account: Account, assessment: str, said: Said) -> None:
    """Record one impact. Raises Forbidden; Refused with what is missing.

    A grave word without a reason is refused: whoever reads the assessment later has to see why. An assessment that was
    approved is closed; a new one begins where the old one ended. Whoever says the first performs it.
    """
    by = writer(account, "GroupImpact")
    facts = assess().facts
    row = facts.get("ImpactAssessment", assessment)
    if row is None:
        raise Refused(f"there is no impact assessment {assessment!r}")
    if row.approved_on:
        raise Refused(f"{assessment} was approved on {row.approved_on}; begin a new assessment of the system")
    _demand(said)
    plain = {name: getattr(said, name) or None for name in Said.__dataclass_fields__}
    held = _held(facts, row, said)
    if held is not None:
        changes = [revised(standing("GroupImpact", held.id), **plain)]
    else:
        entry = intake.take(
            "GroupImpact", filled({"id": next_ref("GroupImpact"), "assessment": row.id, **plain})
        )
        changes = [Change(entry, after=0)]
    if not row.performed_by and account.person:
        changes.append(revised(standing("ImpactAssessment", row.id), performed_by=account.person))
    write.save_all(changes, by)


def _held(facts: Facts, assessment: Row, said: Said) -> Row | None:
    cells = (cell for _, cells in grid(facts, assessment).lines for cell in cells)
    return next((c.row for c in cells if (c.affected, c.respect) == (said.affected, said.respect)), None)


def _demand(said: Said) -> None:
    if not said.affected.strip():
        raise Refused("name the group that is affected")
    if said.respect not in RESPECTS:
        raise Refused("choose in which respect the group is affected")
    if said.level not in LEVELS:
        raise Refused("say how grave it is; none says that you looked and found nothing")
    if said.likelihood and said.likelihood not in LIKELIHOODS:
        raise Refused("choose how likely it is")
    if said.level != "none" and not said.explanation.strip():
        raise Refused("say why it is as grave as this")
    if said.level_after and said.level_after not in LEVELS:
        raise Refused("choose how grave it is after the measures")
    lighter = said.level_after and LEVELS.index(said.level_after) < LEVELS.index(said.level)
    if lighter and not said.measures.strip():
        raise Refused("say which measures make it less grave")
