"""Ask what the data folder holds, as one account may read it: its records as of a day, and the files that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tonetop.records.models import Account
from tonetop.work.ask import PREPARED, Answered, ask
from tonetop.work.assess import assess
from tonetop.work.passage_index import Shelf
from tonetop.work.permission import READ, demand
from tonetop.work.sources import answering, sources


def ask_here(  # noqa: PLR0913, PLR0917 - who asks what of which day
    account: Account | None,
    question: str,
    earlier: Sequence[str] = (),
    as_of: str | None = None,
    known_on: str | None = None,
    prepared: Mapping[str, str] = PREPARED,
) -> Answered:
    """Answer a question for an account (None: whoever keeps the folder). Raises Forbidden, Refused."""
    if account is not None:
        demand(account, READ)
    found = assess(as_of, known_on)
    return ask(question, Shelf(answering(sources(found.facts, account))), found, earlier, prepared)
