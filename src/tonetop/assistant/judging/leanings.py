"""What the guide's own rules lean to, before anything learned: one number for each standing and each actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tonetop.assistant.judging.document import DUTIES

LEANINGS = (
    "lean_act",
    "lean_commitment",
    "lean_gap",
    "lean_none",
    "lean_top",
    "lean_delegate",
    "lean_unclear",
)
GIST = ("first_duty", "second_duty", "all_duties", "told_words", "people_words", "first_duty_told")
STRONG = 3.0
MOST = 8.0
"""Beyond which worth more words of the same kind say no more."""
Numbers = Mapping[str, float]


def leanings(worth: Numbers, above: Numbers, cue: Numbers) -> list[float]:
    """The leanings of a passage, from 0 to about 8: worth of its words, of what stands above it, and its cues."""
    gap, commitment, act = _gap(worth, cue), _commitment(worth, cue), _act(worth, cue)
    none = _none(worth, cue, gap)
    told = max(gap, commitment, act)
    return [act, commitment, gap, none, *_actor(worth, above, cue, told - none, told)]


def gist(worth: Numbers, leans: Sequence[float]) -> list[float]:
    """One number for each of GIST: how much the words speak of any duty, and how much is told of it."""
    duties = sorted((worth[duty] for duty in DUTIES), reverse=True)
    told = max(worth["act"], worth["commitment"], worth["gap"])
    first = min(duties[0], 6.0) * (max(leans[:3]) > 1.0)
    everything = sum(max(duty, 0.0) for duty in duties)
    return [duties[0], duties[1], everything, told, max(worth["top"], worth["delegate"]), first]


def _words(worth: Numbers, outcome: str) -> float:
    return min(max(worth[outcome], 0.0), MOST)


def _gap(worth: Numbers, cue: Numbers) -> float:
    """Places left blank and a template's questions are gaps; so is what is told as missing, late or refused."""
    lean = 6.0 * cue["blank"] + 4.0 * cue["title_template"] + 2.0 * cue["row_open"] - 2.0 * cue["row_done"]
    lean += 0.5 * _words(worth, "gap") + 0.7 * cue["gap_we"] - 1.0 * cue["opinion"] - 0.5 * cue["promised"]
    return max(lean, 0.0)


def _commitment(worth: Numbers, cue: Numbers) -> float:
    """Promises, plans, rules, mandates and undated habits."""
    lean = (
        0.4 * _words(worth, "commitment") + 2.0 * cue["row_due"] + 1.5 * cue["will"] + 0.8 * cue["promised"]
    )
    lean += 1.0 * cue["third"] + 0.7 * cue["base"] * cue["bullet"] + 0.8 * cue["top_modal"]
    lean -= 0.8 * cue["opinion"] + 1.5 * cue["question"] + 0.5 * cue["instruction"] * (1.0 - cue["minutes"])
    return max(lean, 0.0)


def _act(worth: Numbers, cue: Numbers) -> float:
    """What is told as done or decided: by whom, when, with which vote; a bullet that begins with its participle."""
    lean = (
        0.4 * _words(worth, "act") + 1.2 * cue["top_acts"] + 1.0 * cue["acted_by_top"] + 0.8 * cue["we_acts"]
    )
    lean += (
        0.8 * cue["perfect"]
        + 1.5 * cue["participle"]
        + 1.5 * cue["gerund"] * cue["bullet"]
        + 2.0 * cue["voted"]
    )
    lean += (
        1.5 * cue["row_done"] + 1.5 * cue["versions"] + 1.0 * cue["minutes_decision"] + 1.0 * cue["lead_done"]
    )
    lean += 1.0 * cue["act_dated"] + 1.0 * cue["names_holder"] + 1.0 * cue["spoke"] * cue["minutes"]
    lean -= 1.5 * cue["promised"] + 1.0 * cue["denied"] + 1.5 * cue["question"] + 1.0 * cue["opinion"]
    return max(lean, 0.0)


def _none(worth: Numbers, cue: Numbers, gap: float) -> float:
    """Opinions (but not of what is missing), questions, thanks, definitions, instructions, descriptions of use."""
    lean = 1.5 * cue["question"] + (0.5 if gap >= 2.0 else 1.5) * cue["opinion"] + 1.5 * cue["thanks"]
    lean += (
        1.0 * cue["defining"] + 1.0 * cue["instruction"] + 1.0 * cue["ai_product"] + 0.7 * cue["operations"]
    )
    return lean + 2.0 * cue["listed"] + 0.3 * max(worth["none"], 0.0) - 3.0 * cue["blank"]


def _actor(worth: Numbers, above: Numbers, cue: Numbers, done: float, told: float) -> list[float]:
    """Top management where it is the subject, the one by whom, the speaker or the head of the list; delegates likewise.

    done: how much more is told than not; told: how much is told at all.
    """
    something, nothing = min(max(done, 0.0), 2.0), max(1.0 - done, 0.0)
    spoken = min(max(done, told - 1.5, 0.0), 2.0)
    silent = cue["minutes"] * cue["settled_top"]
    top = 3.0 * cue["settled_top"] * (spoken / 2.0 if cue["minutes"] else 1.0) + 2.0 * cue["names_holder"]
    top += 0.3 * min(worth["top"], 6.0) + 1.0 * cue["agent_top"] + 1.0 * cue["owner_top"]
    top += 1.0 * (above["top"] >= STRONG) + 0.5 * silent
    top += 1.0 * cue["title_top"] * (1.0 - cue["minutes"]) * (1.0 - cue["title_delegate"])
    delegate = 3.0 * cue["settled_delegate"] * (max(spoken / 2.0, 0.4) if cue["minutes"] else 1.0)
    delegate += (
        0.3 * min(worth["delegate"], 6.0) + 1.0 * cue["owner_delegate"] + 1.0 * (above["delegate"] >= STRONG)
    )
    delegate += 2.0 * cue["title_delegate"] * (1.0 - cue["minutes"]) * min(told, 1.0)
    delegate += 1.0 * cue["title_report"] - 1.5 * cue["settled_top"]
    return [
        top,
        max(delegate, 0.0),
        2.0 + min(1.2 * nothing, 5.0) + 1.0 * cue["settled_we"] - 0.5 * something,
    ]
