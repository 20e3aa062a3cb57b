"""LD-4: top management itself says, often and to everyone, why good AI management matters, and listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment, Window, has, lists
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.figures import amount, exact, percent
from tonetop.standard.terms.strategy import current_policy
from tonetop.standard.terms.systems import in_scope_units
from tonetop.standard.terms.voice import (
    KINDS,
    LIVE,
    OUTWARD,
    FiledWithin,
    Linking,
    Reaching,
    counted,
    items,
    live_items,
    proven,
    silences,
)

NAMED = 200
"""How many items a reason names beside their artefacts; its sentence tells the whole number."""

HALVES = (("the latest half-year", 182, 0), ("the half-year before", 365, 182))


def _speaker(now: Moment, item: Row) -> str:
    person = now.get("Person", item.speaker)
    return (person.name if person is not None else None) or item.speaker or "Top management"


def _artefacts(now: Moment, spoken: Sequence[Row]) -> list[Row]:
    """The artefacts of the first of these items."""
    return [paper for row in spoken[:NAMED] if (paper := now.get("Evidence", row.artefact_ref)) is not None]


@check("LD-4.1", act="Let a top manager speak of responsible AI in person, and record it")
def regular(now: Moment, of: Of) -> Case:
    found = items(now)
    least, limit = now.parameter("comm_min_per_year"), now.parameter("comm_gap_days")
    count = f"Items by top management in 365 days: {len(found)}, asked for: {least}"
    gaps = silences(now, limit)
    between = ", ".join(f"{first.sent_on} – {after.sent_on}" for first, after in gaps)
    last = found[-1] if len(found) else None
    silent = last is not None and now.older(last.sent_on, limit)
    latest = (
        f"{_speaker(now, last)} spoke last on {last.sent_on}"
        if last is not None
        else "Nobody of the top has spoken"
    )
    heard, passing = (last,) if last is not None else (), f"{limit} days of silence may pass"
    return Case(
        fail=Node(len(found) < 2 and len(found) < least, count, found),
        passes=every(
            Node(len(found) >= least, count, found),
            Node(
                not gaps,
                f"Silences of more than {limit} days in between: {between or 'none'}",
                [row for pair in gaps for row in pair],
                act=f"Speak again within {limit} days of the last time, for a year",
            ),
            Node(not silent, f"{latest}; {passing}", heard),
        ),
    )


@check("LD-4.2", act="Use a second channel, and address people live at least once a year")
def channelled(now: Moment, of: Of) -> Case:
    found = items(now)
    by_kind = {kind: found.where(has("kind", kind)) for kind in KINDS}
    used = [kind for kind, rows in by_kind.items() if len(rows)]
    live = live_items(now)
    said = f"Top management used {len(used)} channels in 365 days: {', '.join(used) or 'none'}"
    return Case(
        fail=Node(len(used) < 2, said, found),
        passes=every(
            Node(len(used) >= now.parameter("comm_channels_min"), said, found),
            Node(
                bool(live),
                f"{len(live)} of {len(found)} items reached people live",
                live or found,
                act=f"Speak live: {', '.join(LIVE)}",
            ),
        ),
    )


@check(
    "LD-4.3",
    act="Say in person why AI management matters and why the AIMS must be kept to, and name the policy",
)
def said(now: Moment, of: Of) -> Case:
    found = items(now)
    policy = current_policy(now)
    works, rules = (
        found.where(lists("themes", "effectiveness")),
        found.where(lists("themes", "conforming-to-aims")),
    )
    about = found.where(lists("themes", "policy"))
    linked: Window | list[Row] = found.where(Linking(policy.id)) if policy is not None else []
    both = (
        f"{len(works)} of {len(found)} items speak of effectiveness, {len(rules)} of conforming to the AIMS"
    )
    pointing = (
        f"{len(about)} of {len(found)} items speak of the policy, {len(linked)} come with it as artefact"
    )
    named = [*about[:NAMED], *linked[:NAMED], *_artefacts(now, linked)]
    return Case(
        fail=Node(not works and not rules, both, found),
        passes=every(
            Node(bool(works), both, works or found, act="Say in person why good AI management matters"),
            Node(bool(rules), both, rules or found, act="Say in person why keeping to the AIMS matters"),
            Node(
                bool(len(about) or len(linked)),
                pointing,
                named if policy is None else [*named, policy],
                act="Speak of the AI policy in person, or send it along",
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Half:
    """What the items of a half-year reached: the sentence, and whether it is good or bad (LD-4.4)."""

    good: Node
    bad: Node


def _half(now: Moment, units: list[str], name: str, days: int, until: int) -> Half:
    found = items(now, days, until)
    enough, least = exact(now.parameter("reach_pass")), exact(now.parameter("reach_partial"))
    recorded = found.where(Reaching(exact(0)))
    well, fairly = recorded.where(Reaching(enough)), recorded.where(Reaching(least))
    left = [unit for unit in units if not len(found.where(lists("units", unit)))]
    reached = f"In {name}, {len(well)} of {len(recorded)} items came to {percent(enough)} of their audience"
    below = f"In {name}, {len(fairly)} of {len(recorded)} items came to {percent(least)} of their audience"
    gap = f"units that no item of {name} addressed: {', '.join(left) or 'none'}"
    act = f"Address the unit {left[0]} in the next item" if left else None
    rows = recorded or found
    if not recorded:
        reached = below = f"No item of {name} has its reach recorded"
    return Half(
        good=every(Node(bool(well), reached, rows), Node(not left, gap, found, act=act)),
        bad=some(Node(not fairly, below, rows), Node(len(left) >= 2, gap, found, act=act)),
    )


@check("LD-4.4", act="Address all units with AI in person, and record how many were reached")
def reached(now: Moment, of: Of) -> Case:
    units = in_scope_units(now)
    halves = [_half(now, units, *half) for half in HALVES]
    return Case(fail=every(*(half.bad for half in halves)), passes=every(*(half.good for half in halves)))


@check("LD-4.5", act="File each recording or mail with its SHA-256 soon after it was sent", of=items)
def kept(now: Moment, of: Of) -> Case:
    days = now.parameter("late_record_days")
    held, timely = items(now).where(proven), items(now).where(proven).where(FiledWithin(days))
    names = {row.id for row in held}
    bare = [row for row in of if row.id not in names] if len(held) < len(of) else []
    there = share_said(len(held), len(of), "items have an artefact kept with its hash")
    soon = share_said(len(timely), len(of), f"artefacts were recorded within {days} days")
    papers = _artefacts(now, bare or of)
    act = f"File the artefact of {bare[0].id} with its SHA-256" if bare else None
    return Case(
        fail=Node(bool(bare), there, [*bare[:NAMED], *papers], act=act),
        passes=Node(
            len(timely) == len(of),
            soon,
            [*of[:NAMED], *papers],
            act="File the next artefact within the month",
        ),
    )


@check("LD-4.6", act="Speak to the outside about responsible AI, and publish the AI policy")
def outward(now: Moment, of: Of) -> Case:
    spoken = items(now).where(has("kind", *OUTWARD))
    policy = current_policy(now)
    address = policy.external_url if policy is not None else None
    inward = policy is not None and policy.public is False
    told = "No AI policy is approved and in effect"
    if policy is not None:
        told = (
            f"The policy {policy.id} {'is not meant for the public' if inward else 'has no public address'}"
        )
        told = f"The policy {policy.id} is published at {address}" if address and not inward else told
    out = Node(
        bool(spoken),
        f"Items that spoke to the outside in 365 days: {len(spoken)}",
        spoken,
        act="Speak to the outside about responsible AI, in a statement or with stakeholders",
    )
    act = f"Publish the policy {policy.id} and record its address" if policy is not None else None
    published = Node(bool(address) or inward, told, (policy,) if policy is not None else (), act=act)
    neither = f"{out.why}; {told}"
    return Case(
        fail=Node(not out.holds and not published.holds, neither, published.records),
        passes=every(out, published),
    )


@check(
    "LD-4.7", act="Answer the questions that were asked after live items, and record how many", of=live_items
)
def answered(now: Moment, of: Of) -> Case:
    heard = live_items(now).where(counted)
    asked, replied = heard.total("feedback_count"), heard.total("feedback_answered")
    share = replied / asked if asked else None
    told = f"{amount(replied)} of {amount(asked)} questions at {len(heard)} live items were answered"
    told += f" ({percent(share)})" if share is not None else ""
    return Case(
        fail=some(
            Node(
                not heard,
                f"{len(heard)} of {len(of)} live items say how many questions came",
                of,
                act=f"Record how many questions came after {of[0].id}, and how many were answered",
            ),
            Node(share is not None and share < exact(0.5), told, heard),
        ),
        passes=Node(share is not None and share >= exact(0.8), told, heard),
    )
