"""What a model claims to stand in a text, and what of it does: verbatim ranges; all else is dropped and counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tonetop.assistant.models.model import MALFORMED, Unanswered
from tonetop.core.quote import NotThere, Quote, found, held, slice_of

SHORTEST, LONGEST = 8, 2_000
"""Characters of a quotation; shorter ones stand everywhere, longer ones point at nothing."""
MOST = 100
"""Claims of one answer that are looked at."""
NOT_THERE, NO_CLAIM, TWICE, SIZE, TOO_MANY = "not-there", "no-claim", "twice", "size", "too-many"
_WRAPPED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A range of a document that a model is shown; text: the whole stored text; classification: the document's."""

    document: str
    text: str
    start: int
    end: int
    classification: str = ""

    def words(self) -> str:
        """What is shown."""
        return slice_of(self.text, self.start, self.end).text


@dataclass(frozen=True, slots=True)
class Marked:
    """Ranges of documents that stand there letter for letter, in the model's order; how many claims fell, by why."""

    kept: tuple[tuple[str, Quote], ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)


class Claim(BaseModel):
    """One entry: the excerpt's number from 1, and its words or their range within it, or both."""

    model_config = ConfigDict(extra="forbid", strict=True)
    document: int = Field(ge=1)
    quote: str | None = None
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)


class Answer(BaseModel):
    """An answer's whole form."""

    model_config = ConfigDict(extra="forbid", strict=True)
    quotes: list[Any]


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"document": {"type": "integer"}, "quote": {"type": "string"}},
                "required": ["document", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["quotes"],
    "additionalProperties": False,
}
"""What models are asked for; they count characters badly, so only words are asked for, though ranges are taken."""


def marked(answer: str, excerpts: Sequence[Excerpt]) -> Marked:
    """What of an answer stands in the excerpts. Raises Unanswered (malformed) where it has another form."""
    claims = _claims(answer)
    kept: dict[tuple[str, Quote], None] = {}
    dropped = Counter({TOO_MANY: len(claims) - MOST} if len(claims) > MOST else {})
    for plain in claims[:MOST]:
        try:
            claim = Claim.model_validate(plain)
            excerpt = excerpts[claim.document - 1]
            quote = _stands(claim, excerpt)
        except (ValidationError, IndexError):
            dropped[NO_CLAIM] += 1
        except NotThere:
            dropped[NOT_THERE] += 1
        else:
            one = (excerpt.document, quote)
            why = TWICE if one in kept else "" if SHORTEST <= len(quote.text) <= LONGEST else SIZE
            dropped.update([why] if why else [])
            if not why:
                kept[one] = None
    return Marked(tuple(kept), dict(dropped))


def _claims(answer: str) -> list[Any]:
    wrapped = _WRAPPED.fullmatch(answer)
    try:
        return Answer.model_validate(json.loads(wrapped[1] if wrapped else answer)).quotes
    except (ValueError, RecursionError):  # a ValidationError is a ValueError too
        raise Unanswered(MALFORMED, "the answer has not the form that was asked for") from None


def _stands(claim: Claim, excerpt: Excerpt) -> Quote:
    """The range of the document that is claimed. Raises NotThere; what was not shown cannot be claimed."""
    shown = excerpt.words()
    if claim.start is not None and claim.end is not None:
        quote = slice_of(shown, claim.start, claim.end)
        if claim.quote is not None:
            held(shown, Quote(claim.start, claim.end, claim.quote))
    elif claim.quote is not None and claim.start is None and claim.end is None:
        quote = found(shown, claim.quote)
    else:
        raise NotThere("neither words nor a range")
    return held(excerpt.text, Quote(excerpt.start + quote.start, excerpt.start + quote.end, quote.text))
