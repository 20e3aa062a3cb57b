"""Examined documents become proposed facts, together a facts file that a person may edit and accept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tonetop.work.examined import Examined
from tonetop.work.propose.acts import budgets, communications, policies, roles, training
from tonetop.work.propose.evidence import evidence
from tonetop.work.propose.meetings import meetings
from tonetop.work.propose.proposal import Proposal

MAKERS = (evidence, meetings, policies, communications, budgets, roles, training)


def propose(documents: Iterable[Examined]) -> list[Proposal]:
    """All proposals in the order of the documents; what is the same record is proposed once, with all quotations."""
    found: dict[tuple[str, ...], Proposal] = {}
    for examined in documents:
        for maker in MAKERS:
            for proposal in maker(examined):
                if not proposal.quotations():
                    continue  # no claim without a quotation
                key = _key(proposal)
                known = found.get(key)
                found[key] = proposal if known is None else _joined(known, proposal)
    return list(found.values())


def as_facts(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """The proposals as a facts file in its plain form."""
    plain: dict[str, Any] = {}
    for proposal in proposals:
        plain.setdefault(proposal.type, []).append(proposal.record())
    return plain


def _key(proposal: Proposal) -> tuple[str, ...]:
    if proposal.id:
        return proposal.type, proposal.id
    names = {"Attendance": ("meeting", "person"), "BudgetLine": ("period", "purpose")}[proposal.type]
    return proposal.type, *(str(proposal.fields[name]) for name in names)


def _joined(first: Proposal, other: Proposal) -> Proposal:
    """The first, from the earliest day on which either saw it, with the quotations of both."""
    fields = dict(first.fields)
    if first.type == "Person":
        fields["valid_from"] = min(fields["valid_from"], other.fields["valid_from"])
        fields["is_top_management"] = fields["is_top_management"] or other.fields["is_top_management"]
    cites = {
        name: tuple(dict.fromkeys((*first.cites.get(name, ()), *other.cites.get(name, ()))))
        for name in {**first.cites, **other.cites}
    }
    return Proposal(first.type, first.id, fields, cites)
