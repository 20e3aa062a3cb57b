"""Judging the passages of a document: a pure function of its words, its setting and its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tonetop.assistant.judging.document import ACTORS, STANDINGS, Document, Judged
from tonetop.assistant.judging.families import names
from tonetop.assistant.judging.learned import Chances, Learned, learned
from tonetop.assistant.judging.letters import spoken
from tonetop.assistant.judging.placeholders import asks
from tonetop.assistant.judging.requirements import clauses_of, controls_of
from tonetop.assistant.judging.resolutions import resolved
from tonetop.assistant.judging.rows import Array, rows_of
from tonetop.assistant.judging.words import plain, words_of
from tonetop.core.blanks import blanks
from tonetop.core.passage import Passage
from tonetop.core.written_days import written_days

LIKELY = 0.6
"""The least confidence in what stands plainly; letters and resolutions are too few among the labels to measure it."""
LATER = re.compile(
    r"\b(?:by|until|till|before|no later than|due(?: on)?|deadline:?|starting|(?:starts?|begins?) on|from|effective"
    r"|next review:?|expires?(?: on)?|bis|spätestens|ab|d'ici|avant)(?: the| end of| dem| zum| le)? *$",
    re.I,
)


def judge(
    document: Document,
    passages: Sequence[Passage],
    vectors: Array | None = None,
    anchors: Array | None = None,
    model: Learned | None = None,
) -> list[Judged]:
    """What each passage of a document shows, in order.

    vectors: the sentence model's for `rows.meant` of each passage, float32 (passages, 384), or None where it is
    missing: then words, grammar and setting alone decide. anchors: those of `requirements.control_texts`; without them
    controls stay empty. model: other numbers than those of the product. The same input gives the same output.
    """
    if not passages:
        return []
    known = model or learned()
    duties = known.decided(chances := known.chances(rows_of(document, passages, vectors)))
    backing, sure = known.backing(chances), known.confidence(chances)
    near = _near(vectors, anchors, len(passages))
    made: list[Judged] = []
    for index, passage in enumerate(passages):
        blank, (judged_standing, actor) = waits(document, passage), likeliest(chances, index)
        standing = _standing(document, judged_standing, blank)
        likely = float(backing[index]) >= known.about["backed_at"]
        judged = Judged(
            *(passage.start, passage.end),
            duties[index],
            clauses_of(duties[index], passage.text),
            near[index] if duties[index] else (),
            _about_ai(float(chances.about_ai[index]), duties[index], passage.text),
            standing,
            actor,
            own_day(passage.text) or document.date or None,
            blank,
            round(float(sure[index]), 4),
            round(float(backing[index]), 4),
            likely and bool(duties[index]) and (standing, actor) == ("act", "top"),
        )
        made.append(judged if blank else _plainly(document, judged, passage.text))
    return made


def _plainly(document: Document, judged: Judged, text: str) -> Judged:
    """What the form leaves no doubt of, in a leader's letter or a leading body's minutes; else as it was judged."""
    if not (document.letter or document.resolves):
        return judged
    if not (judged.about_ai or names("ai", words_of(plain(text))[0])):
        return judged
    by_form = (
        spoken(text, judged.duties, judged.standing) if document.letter else resolved(text, judged.duties)
    )
    if by_form is None:
        return judged
    backed = judged.backed or bool(by_form.duties) and by_form[1:] == ("act", "top")
    return judged._replace(
        **by_form._asdict(),
        clauses=clauses_of(by_form.duties, text),
        about_ai=bool(by_form.duties) or judged.about_ai,
        confidence=max(judged.confidence, LIKELY) if backed else judged.confidence,
        backed=backed,
    )


def likeliest(chances: Chances, index: int) -> tuple[str, str]:
    """The likeliest standing and actor of one passage."""
    return STANDINGS[int(chances.standing[index].argmax())], ACTORS[int(chances.actor[index].argmax())]


def _near(vectors: Array | None, anchors: Array | None, count: int) -> list[tuple[str, ...]]:
    if vectors is None or anchors is None:
        return [()] * count
    return controls_of(vectors, anchors)


def waits(document: Document, passage: Passage) -> bool:
    """Whether a passage waits to be filled in: it has blanks, or asks in a document that is a template."""
    return bool(blanks(passage.text)) or (document.placeholder and asks(plain(passage.text)))


def own_day(text: str) -> str | None:
    """The one day or month that a passage names as that of what it tells; None where it names none, or several.

    A deadline is not the day of an act, nor is the day from which it holds.
    """
    days = {
        written.iso
        for written in written_days(text)
        if not LATER.search(text, max(0, written.start - 24), written.start)
    }
    return days.pop() if len(days) == 1 else None


def _standing(document: Document, judged: str, blank: bool) -> str:
    """A blank shows a gap whatever is written around it; an agenda tells what was to be done, not that it was."""
    if blank:
        return "gap"
    return "none" if document.agenda and judged == "act" else judged


def _about_ai(chance: float, duties: Sequence[str], text: str) -> bool:
    """Whether governing AI is spoken of; what shows a duty and names AI does, though a model learned of few bodies."""
    return chance >= 0.5 or bool(duties) and names("ai", words_of(plain(text))[0])
