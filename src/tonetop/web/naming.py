"""What a record is called on a page: its title in people's words, and its day where a title alone says too little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonetop.records.fields import Reference, Word
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title
from tonetop.web.wording import day, kind, shorter, words

LONGEST = 120


def called(found: Title, length: int = 60) -> str:
    """A record as a link names it: a word of a list with the record's day, else its title."""
    field = registers()[found.type]._meta.get_field(registers()[found.type].title_field)
    if isinstance(field, Reference) or found.text == found.ref:
        return f"{kind(found.type)} {found.ref}"
    if isinstance(field, Word):
        return (
            f"{words(found.text)}, {day(found.on)}"
            if found.on
            else f"{kind(found.type)}: {words(found.text)}"
        )
    text = found.text if len(found.text) > 4 else f"{kind(found.type)} {found.text}"
    return str(shorter(text, length))


def heading(row: Record, named: Mapping[str, Sequence[Title]] | None = None) -> str:
    """A record as its own page is headed; a title that is a reference is told by what it leads to."""
    type = row.__class__.__name__
    title: Any = getattr(row, row.title_field, None) or row.ref
    field = row._meta.get_field(row.title_field)
    if isinstance(field, Reference):
        lead = (named or {}).get(title)
        return f"{kind(type)}: {called(lead[0], LONGEST)}" if lead else f"{kind(type)} {row.ref}"
    return called(Title(type, row.ref, str(title), row.own_date() or ""), LONGEST)


def fact(row: Any) -> str:
    """A record as a reason names it: its title where that tells one from another, else its id."""
    model = registers()[row.type]
    title, dates = (
        getattr(row, model.title_field, None),
        (getattr(row, name, None) for name in model.own_dates),
    )
    on = next(filter(None, dates), "")
    if model.key or not title or isinstance(model._meta.get_field(model.title_field), Word) and not on:
        return str(shorter(row.id, 40))
    return called(Title(row.type, row.id, str(title), on), 48).removeprefix(f"{kind(row.type)} ")


def accounts(doers: Iterable[str]) -> dict[str, str]:
    """Names of those among the doers of events that are accounts rather than people of the register."""
    numbers = {doer: doer.removeprefix("account-") for doer in doers if doer.startswith("account-")}
    wanted = [int(number) for number in numbers.values() if number.isdecimal()]
    held = (
        {f"account-{found.pk}": str(found) for found in Account.objects.filter(pk__in=wanted)}
        if wanted
        else {}
    )
    return {doer: held[doer] for doer in numbers if doer in held}
