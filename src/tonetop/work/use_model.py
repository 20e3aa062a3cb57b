"""Ask the language model that is switched on: what may not be sent stays, each call has its two ledger lines."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db import transaction

from tonetop.assistant.models.asking import Heard, Prompt, heard, prompt
from tonetop.assistant.models.claims import Excerpt
from tonetop.core.quote import Quote
from tonetop.records.happening import tell
from tonetop.records.models import Account
from tonetop.records.write import By
from tonetop.work.model_calls import ASKED, HEARD, SUBJECT, asked_today
from tonetop.work.model_settings import Settings
from tonetop.work.permission import ASK_MODEL, doer
from tonetop.work.switch_model import Off, in_use

STRETCH = 40_000
"""Characters of a document that are sent in one call."""


class Pointed(NamedTuple):
    """Where a model points: ranges of documents that stand there letter for letter, by document; never its words.

    dropped: claims that do not stand; withheld: excerpts that were not sent, for their classification; outcome:
    `answered`, or why not in a word, and the sentence for it; call: its id in the log, empty when none was made.
    """

    quotes: tuple[tuple[str, Quote], ...]
    dropped: int = 0
    withheld: int = 0
    outcome: str = "answered"
    sentence: str = ""
    call: str = ""


def point(
    account: Account,
    purpose: str,
    question: str,
    excerpts: Sequence[Excerpt],
    sleep: Callable[[float], None] = time.sleep,
) -> Pointed:
    """Where excerpts answer a question, by the model that is switched on.

    Raises Forbidden, Off, SettingsRefused, TooMuch; whatever the provider does, it raises nothing.
    """
    by = doer(account, ASK_MODEL)
    settings = in_use()
    sendable = [excerpt for excerpt in excerpts if settings.may_send(excerpt.classification)]
    withheld = len(excerpts) - len(sendable)
    if not sendable:
        return Pointed((), withheld=withheld, outcome="not-asked", sentence="nothing here may be sent")
    if asked_today() >= settings.calls_a_day:
        raise Off(f"{settings.calls_a_day} calls were made today, which is the most; calls_a_day says so")
    asked = prompt(question, sendable)
    call = _tell_asked(settings, purpose, asked, by)
    found = heard(settings.model, asked, sleep)
    _tell_heard(settings, call, found, by)
    dropped = sum(found.marked.dropped.values())
    return Pointed(found.marked.kept, dropped, withheld, found.outcome, found.sentence, call)


def point_whole(  # noqa: PLR0913, PLR0917 - who asks what of which text
    account: Account, purpose: str, question: str, document: str, text: str, classification: str = ""
) -> Pointed:
    """Where a whole document answers a question, in as many calls as it takes; the first that fails is the last.

    Raises as `point` does.
    """
    quotes: list[tuple[str, Quote]] = []
    dropped, last = 0, Pointed((), outcome="not-asked", sentence="the document holds no text")
    for start, end in stretches(text):
        last = point(account, purpose, question, [Excerpt(document, text, start, end, classification)])
        quotes += last.quotes
        dropped += last.dropped
        if last.outcome != "answered":
            break
    return last._replace(quotes=tuple(quotes), dropped=dropped)


def stretches(text: str, most: int = STRETCH) -> Iterator[tuple[int, int]]:
    """Ranges that together are a text, each of at most so many characters, cut between paragraphs where there are."""
    start = 0
    while start < len(text):
        end = min(start + most, len(text))
        if end < len(text):
            between = text.rfind("\n\n", start, end)
            end = between + 2 if between > start else end
        yield start, end
        start = end


def _tell_asked(settings: Settings, purpose: str, asked: Prompt, by: By) -> str:
    """The line before anything is sent, so that nothing leaves without one; gives the call's id."""
    call = secrets.token_hex(8)
    data = {
        "call": call,
        "purpose": purpose[:100],
        "model": settings.model.name,
        "host": settings.host,
        "sent": len(asked.message),
        "prompt_sha256": asked.sha256,
    }
    with transaction.atomic():
        tell(SUBJECT, call, ASKED, data, by)
    return call


def _tell_heard(settings: Settings, call: str, found: Heard, by: By) -> None:
    data = {
        "call": call,
        "outcome": found.outcome,
        "times": found.asked,
        "tokens_in": found.tokens_in,
        "tokens_out": found.tokens_out,
        "cost": settings.cost(found.tokens_in, found.tokens_out),
        "currency": settings.currency,
        "kept": len(found.marked.kept),
        "dropped": sum(found.marked.dropped.values()),
        "answer_sha256": found.sha256,
    }
    with transaction.atomic():
        tell(SUBJECT, call, HEARD, data, by)
