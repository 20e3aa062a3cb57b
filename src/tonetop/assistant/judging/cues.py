"""What the words, the grammar and the setting of a passage say: one row of numbers a passage, each with a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tonetop.assistant.judging.acting import ACTING, TEMPLATE, Spoken, acting, subjects, told_of
from tonetop.assistant.judging.families import vocabulary
from tonetop.assistant.judging.forms import FORMS, forms
from tonetop.assistant.judging.grammar import GRAMMAR, grammar
from tonetop.assistant.judging.leanings import LEANINGS, gist, leanings
from tonetop.assistant.judging.setting import Setting
from tonetop.assistant.judging.words import plain, words_of

STRONG = 3.0
"""From which worth a heading, lead or title speaks of top management or of delegates."""
SHORT = 9
"""Below how many words a lead that is no sentence names whoever acts below it."""
REMEMBERED = 20_000
"""How many headings and leads are remembered at once."""
COUNTS = (
    "opinion",
    "ai_product",
    "outsider",
    "defining",
    "instruction",
    "operations",
    "reminder",
    "obligation",
    "habit",
    "future",
    "speech_staff",
    "vision_words",
    "negation",
    "decision",
    "gap_word",
    "modal",
)
PLACES = (
    "speech",
    "voice_top",
    "voice_delegate",
    "voice_unknown",
    "minutes",
    "silent",
    "minutes_decision",
    "minutes_will",
    "minutes_gap",
    "minutes_question",
    "top_opinion",
    "lead_top",
    "lead_delegate",
    "lead_done",
    "title_top",
    "title_delegate",
    "title_policy",
    "title_report",
    "title_template",
    "role_heading",
    "heading_question",
    "share",
)
SCALE = (0.0, 1.0, 1.5, 1.8, 2.0)
DONE = re.compile(r"\b(?:have|has|we've|did|included|following (?:actions|steps))\b[^.]{0,40}:?$")
POLICY = re.compile(r"polic|statement|strateg|plan\b|code|guideline", re.IGNORECASE)
REPORT = re.compile(r"report|audit|test|log\b|analysis|retrospective|assessment|runbook", re.IGNORECASE)
BELOW = re.compile(r"\bcommittees?\b(?! meeting)|working group|\bteam\b|\bdepartment\b", re.IGNORECASE)
ROLES = re.compile(r"role|responsib|leadership|commitment|accountab|governance", re.IGNORECASE)


class Row(NamedTuple):
    """The numbers of one passage: worth of its words, worth of what stands above it, and its cues."""

    own: list[float]
    above: list[float]
    cues: list[float]


class Cues:
    """Makes rows of passages; names says what each number of a row's cues means, outcomes what each worth is for."""

    def __init__(self) -> None:
        self._words = vocabulary()
        self._at = {name: index for index, name in enumerate(self._words.families)}
        self._told = (*FORMS, *PLACES, *GRAMMAR, *COUNTS, *ACTING)
        self._heard: dict[str, dict[str, float]] = {}
        self._led: dict[str, str] = {}
        self.outcomes = self._words.outcomes
        self.names: tuple[str, ...] = (*self._told, *LEANINGS)

    def row(self, raw: str, seen: str, setting: Setting, minutes: bool, voice: str) -> Row:
        """The numbers of one passage, as it stands (raw) and without marks (seen).

        voice: of the speaker: top, delegate, unknown, or nothing where nobody speaks.
        """
        words, sentences = words_of(seen)
        places, own = self._words.known(words)
        above = self._worth_of(" . ".join((*setting.headings[-2:], setting.lead)))
        told = forms(raw, seen, words)
        said = {name: bool(places[self._at[name]]) for name in ("decision", "modal", "gap_word", "opinion")}
        said["will"] = bool(told[FORMS.index("will")]) or said["modal"]
        said["asked"] = "?" in seen
        cues = [
            *told,
            *_spoken(minutes, voice, said),
            *self._stands(setting),
            *grammar(words, sentences, places, self._at),
            *(SCALE[min(len(places[self._at[name]]), 4)] for name in COUNTS),
            *acting(
                told_of(words, sentences, places, self._at),
                raw,
                seen,
                setting,
                Spoken(
                    minutes,
                    voice,
                    self._subject_of(setting.lead),
                    lambda: self._last_of(setting),
                    told[FORMS.index("blank")] > 0,
                ),
            ),
        ]
        leans = leanings(own, above, dict(zip(self._told, cues, strict=True)))
        return Row([*own.values(), *gist(own, leans)], list(above.values()), [*cues, *leans])

    def _subject_of(self, line: str) -> str:
        """Who is the subject of a list's lead, remembered."""
        known = self._led.get(line)
        if known is None:
            if len(self._led) >= REMEMBERED:
                self._led.clear()
            words, sentences = words_of(plain(line))
            told = told_of(words, sentences, self._words.known(words).places, self._at)
            known = next((one for one in subjects(told) if one != "none"), "none")
            if known == "none" and len(words) < SHORT:
                known = "top" if told.top else "delegate" if told.delegate else "none"
            self._led[line] = known
        return known

    def _last_of(self, setting: Setting) -> str:
        """Who was last spoken of before a passage, as the subject of a sentence."""
        words, sentences = words_of(plain(setting.before))
        told = told_of(words, sentences, self._words.known(words).places, self._at)
        return next((one for one in reversed(list(subjects(told))) if one in {"top", "delegate"}), "none")

    def _worth_of(self, words: str) -> dict[str, float]:
        """The worth of a heading, title or lead, remembered, since many passages stand under it."""
        known = self._heard.get(words)
        if known is None:
            if len(self._heard) >= REMEMBERED:
                self._heard.clear()
            known = self._heard[words] = self._words.known(words_of(words).words).worth
        return known

    def _stands(self, setting: Setting) -> Sequence[float]:
        """What lead, title and heading say of whoever acts below them."""
        lead, title = self._worth_of(setting.lead), self._worth_of(setting.title)
        heading = setting.headings[-1] if setting.headings else ""
        return [
            float(lead["top"] >= STRONG),
            float(lead["delegate"] >= STRONG),
            float(bool(DONE.search(setting.lead))),
            float(title["top"] >= STRONG),
            float(title["delegate"] >= STRONG or bool(BELOW.search(setting.title))),
            *(float(bool(sign.search(setting.title))) for sign in (POLICY, REPORT, TEMPLATE)),
            float(bool(ROLES.search(heading))),
            float("?" in heading),
            setting.share,
        ]


def _spoken(minutes: bool, voice: str, said: Mapping[str, bool]) -> Sequence[float]:
    """Who speaks in minutes, and what is said there."""
    told = (
        bool(voice),
        voice == "top",
        voice == "delegate",
        voice == "unknown",
        minutes,
        minutes and not voice,
        minutes and said["decision"],
        minutes and said["will"],
        minutes and said["gap_word"],
        minutes and said["asked"],
        voice == "top" and said["opinion"],
    )
    return [float(value) for value in told]
