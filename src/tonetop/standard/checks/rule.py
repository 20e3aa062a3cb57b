"""How a check is written down: its id, the set it is about, its conditions and the act that would turn it."""

from __future__ import annotations

from collections.abc import Callable

from tonetop.core.assess import Case, Check, Node, Of, Pitfall, Signals
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.standard import catalogue, schema


def check(
    id: str, act: str, of: Callable[[Moment], Of] | None = None
) -> Callable[[Callable[[Moment, Of], Case]], Check]:
    """Make a check of a function which, given a moment and the set under `of`, says when it fails and passes.

    act: one sentence in the imperative, the one act that would change the result.
    """
    text = catalogue.checks()[id]
    called = tuple(_within(schema.title(type)) for type in text.judged_by)

    def made(judge: Callable[[Moment, Of], Case]) -> Check:
        return Check(id, judge, of, act, text.judged_by, called, text.texts.get("of", ""))

    return made


def _within(title: str) -> str:
    """A title as it stands within a sentence: `AI risks` stays, `Meetings` becomes `meetings`."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def pitfall(id: str) -> Callable[[Callable[[Moment], Signals]], Pitfall]:
    """Make a pitfall of a function which, given a moment, tells which signals hold and if they raise it."""

    def made(judge: Callable[[Moment], Signals]) -> Pitfall:
        return Pitfall(id, judge)

    return made


def holding(**signals: Node) -> dict[str, Node]:
    """The signals of a pitfall that hold, by their letter."""
    return {letter: node for letter, node in signals.items() if node.holds}


def share_said(part: int, whole: int, what: str) -> str:
    """ "3 of 4 … (75 %)", as reasons quote a share."""
    percent = f" ({100 * part / whole:.4g} %)" if whole else ""
    return f"{part} of {whole} {what}{percent}"


def called(row: Row) -> str:
    """What people call a record: its name or title, else its id."""
    name = getattr(row, "name", None) or getattr(row, "title", None)
    return f"{name} ({row.id})" if name else str(row.id)
