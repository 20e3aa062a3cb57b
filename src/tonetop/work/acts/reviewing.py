"""Acts on management reviews: built, noted on, held sitting by sitting, and concluded."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tonetop.records.models import Account
from tonetop.work import freeze_review, gather_review, hold_review, minutes
from tonetop.work.act_once import Ref
from tonetop.work.acts.act import VERSION, Told, act, sending, word, writes
from tonetop.work.gather_review import MEETING, PACK

REVIEW, SITTING, MODES = "RP-1", "MTG-4", ("present", "remote", "apology", "delegate")


class Seat(BaseModel):
    """How somebody took part in a sitting; an empty mode takes them out again."""

    person: str
    mode: word(*MODES, "") = ""  # type: ignore[valid-type]
    role: str = ""
    on_behalf_of: str = ""


@act(
    "build-review",
    "Begin the pack of the next management review",
    sending(title=(str, ""), planned_on=(str, "")),
    writes(PACK, MEETING),
    {"title": "Second half of 2025", "planned_on": "2026-01-20"},
)
def build(account: Account, told: Told) -> list[Ref]:
    """With a first sitting. It covers the time since the last review; its inputs are gathered from the
    registers."""
    made: Any = gather_review.build(account, told["title"], told["planned_on"])
    return [(PACK, made.ref), *((MEETING, one) for one in made.meetings or ())]


@act(
    "note-review-input",
    "Say something about an input of a management review",
    sending(review=str, input=str, said=(str, ""), nothing=(bool, False), version=VERSION),
    writes(PACK),
    {"review": REVIEW, "input": "performance_nonconformities", "said": "Two recur.", "version": 1},
)
def note(account: Account, told: Told) -> list[Ref]:
    """Until the inputs are frozen. nothing: that one has checked and there is nothing to tell; an empty note
    takes the earlier one away."""
    said = (told["input"], told["said"], told["nothing"])
    gather_review.note(account, told["review"], *said, told["version"])
    return [(PACK, told["review"])]


@act(
    "plan-sitting",
    "Plan a further sitting of a management review",
    sending(review=str, planned_on=(str, "")),
    writes(PACK, MEETING),
    {"review": REVIEW, "planned_on": "2026-01-27"},
)
def plan(account: Account, told: Told) -> list[Ref]:
    """Until its minutes are written."""
    made = gather_review.plan_sitting(account, told["review"], told["planned_on"])
    return [(MEETING, made), (PACK, told["review"])]


@act(
    "open-sitting",
    "Open a sitting of a management review",
    sending(review=str, sitting=str, inputs=list[str], held_on=(str, ""), version=VERSION),
    writes(PACK, MEETING),
    {
        "review": REVIEW,
        "sitting": SITTING,
        "inputs": ["performance_nonconformities"],
        "held_on": "2026-01-20",
    },
)
def open_sitting(account: Account, told: Told) -> list[Ref]:
    """inputs: the keys of those that it takes up. The first sitting freezes what lies before it. version: of the
    review."""
    asked = (told["inputs"], told["held_on"], told["version"])
    freeze_review.open_sitting(account, told["review"], told["sitting"], *asked)
    return [(MEETING, told["sitting"]), (PACK, told["review"])]


@act(
    "attend-sitting",
    "Say who took part in a sitting",
    sending(review=str, sitting=str, seats=list[Seat]),
    writes(hold_review.ATTENDANCE),
    {"review": REVIEW, "sitting": SITTING, "seats": [{"person": "p1", "mode": "present", "role": "chair"}]},
)
def attend(account: Account, told: Told) -> list[Ref]:
    """mode: present, remote, apology or delegate; role: chair, member or presenter. Whoever is not named stays as
    they were."""
    seats = [hold_review.Seat(**one) for one in told["seats"]]
    hold_review.attend(account, told["review"], told["sitting"], seats)
    return [(hold_review.ATTENDANCE, f"{told['sitting']}/{seat.person}") for seat in seats]


@act(
    "decide-at-sitting",
    "Take down a decision of a sitting, with its action",
    sending(
        review=str,
        sitting=str,
        text=str,
        rationale=(str, ""),
        kind=(str, ""),
        owner=(str, ""),
        due=(str, ""),
        input=(str, ""),
        amount=(float | None, None),
        currency=(str, ""),
        decided_by=(str, ""),
        status=word(hold_review.NONE_NEEDED, optional=True),
        principles_considered=(list[str], []),
    ),
    writes(hold_review.DECISION, hold_review.ACTION),
    {
        "review": REVIEW,
        "sitting": SITTING,
        "text": "Fund a second reader.",
        "owner": "p1",
        "due": "2026-03-31",
    },
)
def decide(account: Account, told: Told) -> list[Ref]:
    """decided_by: the chair where it is left out. status: none-needed, with the rationale, where nothing is to be
    done; else owner and due day of the action that follows."""
    said = {name: value for name, value in told.items() if name not in ("review", "sitting")}
    made = hold_review.decide(account, told["review"], told["sitting"], said)
    return [(hold_review.DECISION, made.ref)]


@act(
    "conclude-review",
    "Give the verdict of a management review",
    sending(
        review=str,
        **{name: word("yes", "with-changes", "no", optional=True) for name in hold_review.VERDICT},
        dissent=(str, ""),
        version=VERSION,
    ),
    writes(PACK),
    {"review": REVIEW, "suitable": "yes", "adequate": "with-changes", "effective": "yes"},
)
def conclude(account: Account, told: Told) -> list[Ref]:
    """Whether the system is suitable, adequate and effective, and any dissent; may be half filled."""
    answers = {name: told[name] for name in hold_review.VERDICT}
    hold_review.conclude(account, told["review"], answers, told["dissent"], told["version"])
    return [(PACK, told["review"])]


@act(
    "enter-minutes-approval",
    "Enter the approval of minutes where it was not with the answer",
    sending(review=str),
    writes("Evidence", MEETING),
    {"review": REVIEW},
)
def enter(account: Account, told: Told) -> list[Ref]:
    """Where the chair approved them as they stand."""
    minutes.enter_approval(account, told["review"])
    return [(PACK, told["review"])]
