"""How a check is written down: its id, the set it is about, its conditions and the act that would turn it."""

from __future__ import annotations

from collections.abc import Callable

from tonetop.core.assess import Case, Check, Of, Pitfall, Signals
from tonetop.core.moment import Moment
from tonetop.standard import catalogue


def check(
    id: str, act: str, of: Callable[[Moment], Of] | None = None
) -> Callable[[Callable[[Moment, Of], Case]], Check]:
    """Make a check of a function which, given a moment and the set under `of`, says when it fails and passes.

    act: one sentence in the imperative, the one act that would change the result.
    """
    text = catalogue.checks()[id]

    def made(judge: Callable[[Moment, Of], Case]) -> Check:
        return Check(id, judge, of, act, text.judged_by, text.texts.get("of", ""))

    return made


def pitfall(id: str) -> Callable[[Callable[[Moment], Signals]], Pitfall]:
    """Make a pitfall of a function which, given a moment, says which signals hold and whether they raise it."""

    def made(judge: Callable[[Moment], Signals]) -> Pitfall:
        return Pitfall(id, judge)

    return made
