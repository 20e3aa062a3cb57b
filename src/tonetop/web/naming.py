"""What a record is called on a page: its title in people's words, and its day where a title alone says too little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonetop.core.facts import Facts
from tonetop.records.fields import Reference, Word
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title
from tonetop.web import wording
from tonetop.web.wording import capital, day, kind, shorter, words

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
    return str(shorter(capital(text) if " " in text else text, length))


def bare(told: str, type: str) -> str:
    """What a record is called, without its kind in front, for where that is told beside it."""
    kept = told.removeprefix(f"{kind(type)}: ").removeprefix(f"{kind(type)} ")
    return kept or told


def plainly(value: Any, named: Mapping[str, Sequence[Title]] | None = None) -> str:
    """Any value of a record as one line of text, with the records that it names as they are called."""

    def name(ident: str) -> str:
        found = (named or {}).get(ident)
        return called(found[0]) if found else ident

    return wording.plainly(value, name)


def heading(row: Record, named: Mapping[str, Sequence[Title]] | None = None) -> str:
    """A record as its own page is headed; a title that is a reference is told by what it leads to."""
    type = row.__class__.__name__
    title: Any = getattr(row, row.title_field, None) or row.ref
    field = row._meta.get_field(row.title_field)
    if isinstance(field, Reference):
        lead = (named or {}).get(title)
        return f"{kind(type)}: {called(lead[0], LONGEST)}" if lead else f"{kind(type)} {row.ref}"
    return called(Title(type, row.ref, str(title), row.own_date() or ""), LONGEST)


def own_day(row: Any) -> str:
    """The first filled of a record's own dates; empty when it has none."""
    return next(filter(None, (getattr(row, name, None) for name in registers()[row.type].own_dates)), "")


def fact(row: Any, facts: Facts | None = None) -> str:
    """A record as a reason names it: its title where that tells one from another, else its id."""
    model = registers()[row.type]
    title, on = getattr(row, model.title_field, None), own_day(row)
    if len(model.key) > 1 and facts is not None:
        return str(shorter(_key(row, facts), 72))
    if model.key or not title or isinstance(model._meta.get_field(model.title_field), Word) and not on:
        return str(shorter(row.id, 40))
    return bare(called(Title(row.type, row.id, str(title), on), 48), row.type)


def _key(row: Any, facts: Facts) -> str:
    """A record that several fields tell apart: what those fields name, and days as people read them."""
    parts = []
    for name in registers()[row.type].key:
        field, value = facts.shapes[row.type].fields[name], getattr(row, name)
        found = next(filter(None, (facts.get(to, value) for to in field.to)), None)
        parts.append(fact(found) if found is not None else day(value) if field.kind == "date" else value)
    return " · ".join(str(part) for part in parts if part)


def account_name(doer: str) -> str:
    """The name of an account as it is called now; of any other doer, what the event says."""
    return accounts((doer,)).get(doer, doer)


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
