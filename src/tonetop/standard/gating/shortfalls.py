"""Which part of a shipped rule about risks or impacts falls short, in words: a rule asks much, and lacks one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tonetop.core import cadence

Plain = Mapping[str, Any]
SHOWN = 6
"""How many shortfalls a reason names."""
NAMED = 4
"""How many records a line names."""
YEAR = 365

APPROVAL: dict[str, Callable[[str], str]] = {
    "not-approved": lambda ident: f"{ident} is not approved",
    "ahead": lambda ident: f"{ident} is approved as of a day ahead",
    "own": lambda ident: f"{ident} was approved by somebody whose own it is",
    "nameless": lambda ident: f"nobody is named as who entered {ident}, so whoever approved it may be",
    "word": lambda ident: f"whoever approved {ident} has yet to confirm it as it stands",
}
"""What the approval of an assessment lacks."""
RISK = APPROVAL | {
    "not-rated": lambda ident: f"{ident} is not rated",
    "rated-otherwise": lambda ident: f"{ident} is rated otherwise than the risk criteria say",
    "out-of-date": lambda ident: f"{ident} was not performed in the last 365 days",
    "no-day": lambda ident: f"{ident} does not say when it was approved",
}
"""What an assessment of a risk lacks."""
RESIDUAL: dict[str, Callable[[str], str]] = {
    "not-rated": lambda ident: f"nobody rated what remains of {ident}",
    "grave": lambda ident: f"{ident} leaves much, and nobody of the rank has accepted that in their own word",
    "rank": lambda ident: f"whoever approved {ident} may not accept what remains by the risk criteria",
}
"""Why what remains of a risk is not accepted."""
IMPACT = APPROVAL | {
    "out-of-date": lambda ident: f"{ident} was not approved in the last 365 days",
    "due": lambda ident: f"{ident} is due again",
    "groups": lambda ident: f"{ident} does not rate every group in every respect",
    "no-go": lambda ident: f"{ident} says no-go",
    "refused": lambda ident: f"an assessment as new as {ident} says no-go",
    "open": lambda ident: f"{ident} does not say whether it may go on",
}
"""What an assessment of impacts lacks."""


def parts(rule: str, told: Plain, today: str) -> str:
    """What a shipped rule that asks several things at once misses of the values told; empty for any other rule."""
    if rule == "GR-risk":
        return together(of_risks(told["risks"], told["ids"], today))
    if rule == "GR-residual":
        return together(of_residuals(told["risks"], told["treatments"], today))
    return together(of_impacts(told["impacts"], told["ids"], today)) if rule == "GR-impact" else ""


def of_risks(risks: Iterable[Plain], idents: Iterable[str], today: str) -> Iterator[str]:
    """What the rule GR-risk misses: of each AI system an approved assessment, and of each open risk its parts."""
    known = list(risks)
    for ident in idents:
        if not any(one["subject"] == ident and one["status"] == "approved" for one in known):
            yield f"no approved assessment of the risks of {ident} is on record"
    for one in known:
        if one["status"] != "closed":
            yield from (RISK[word](one["id"]) for word in _of_risk(one, today))


def _of_risk(risk: Plain, today: str) -> list[str]:
    lacks, day = list(risk["lacks"]), risk["approved_on"]
    if "not-approved" in lacks:
        return lacks
    return lacks + _approved(risk, day, today, "no-day")


def _approved(one: Plain, day: str | None, today: str, missing: str) -> list[str]:
    if not day:
        return [missing]
    found = ["ahead"] if day > today else []
    if not one["by_another"]:
        return [*found, "nameless" if one["nameless"] else "own"]
    return found if one["own_word"] else [*found, "word"]


def of_residuals(risks: Iterable[Plain], treatments: Iterable[Plain], today: str) -> Iterator[str]:
    """What the rule GR-residual misses, risk by risk."""
    plans = list(treatments)
    for one in risks:
        accepted = any(
            plan["risk"] == one["id"]
            and plan["ranked"]
            and plan["own_word"]
            and (plan["residual_accepted_on"] or cadence.LAST) <= today
            for plan in plans
        )
        low = one["remains"] in ("low", "medium")
        if one["status"] != "closed" and not accepted and not (one["ranked"] and low):
            yield RESIDUAL["not-rated" if not one["remains"] else "rank" if low else "grave"](one["id"])


def of_impacts(impacts: Iterable[Plain], idents: Iterable[str], today: str) -> Iterator[str]:
    """What the rule GR-impact misses: of each AI system, what the assessment that comes nearest lacks."""
    known = list(impacts)
    for ident in idents:
        own = [(_of_impact(one, today), one) for one in known if one["system"] == ident]
        if not own:
            yield f"no impact assessment of {ident} is on record"
            continue
        lacks, nearest = min(reversed(own), key=lambda one: len(one[0]))
        yield from (IMPACT[word](nearest["id"]) for word in lacks)


def _of_impact(impact: Plain, today: str) -> list[str]:
    day, due = impact["approved_on"], impact["next_due"]
    found = _approved(impact, day, today, "not-approved")
    said = {
        "out-of-date": bool(day) and day < cadence.shift(today, -YEAR),
        "due": bool(due) and due < today,
        "groups": not impact["looked_at"],
        "no-go": impact["conclusion"] == "no-go",
        "refused": impact["refused"] and impact["conclusion"] != "no-go",
        "open": impact["conclusion"] not in ("go", "go-with-conditions", "no-go"),
    }
    return found + [word for word, so in said.items() if so]


def together(told: Iterable[str]) -> str:
    """Shortfalls as one reason; empty where there are none."""
    said = list(told)
    more = [f"and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return "; ".join((*said[:SHOWN], *more))


def rests_on(ids: Sequence[str]) -> str:
    """What a condition read, in a sentence."""
    return f"read from {some(ids)}" if ids else "nothing of the kind is on record"


def some(ids: Sequence[str]) -> str:
    """A few ids, and how many more there are."""
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{', '.join(ids[:NAMED])}{more}"
