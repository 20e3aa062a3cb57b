"""The catalogue of a language: brought up to date with the sources, looked over, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from words.sources import SOURCE, messages

LANGUAGES = ("de",)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What a compiled catalogue says of its day, so that the same words are the same bytes."""
GAP = re.compile(r"%\((\w+)\)[sd]|%%|%")


def place(language: str) -> Path:
    """Where a language's catalogue lies; the compiled one lies beside it."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def gathered() -> Catalog:
    """A template of every message in the sources, without any line number, so that it changes with words alone."""
    made = Catalog(project="Tonetop", charset="utf-8", fuzzy=False)
    for found in sorted(messages(), key=lambda each: each.where.rpartition(":")[0]):
        file = found.where.rpartition(":")[0]
        ids: str | tuple[str, str] = (found.id, found.plural) if found.plural else found.id
        made.add(ids, locations=[(file, None)], context=found.context)
    return made


ABOUT = (
    "# What Tonetop says to people, in another language; ./dev words brings it up to date with the sources."
)


def read(language: str) -> Catalog:
    """A language's catalogue as it lies there; an empty one where there is none."""
    path = place(language)
    if not path.is_file():
        return Catalog(locale=language, project="Tonetop", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """A language's catalogue with the messages of the sources, no guesses, and nothing that is used no more."""
    held, made = read(language), gathered()
    fresh = Catalog(locale=language, project="Tonetop", charset="utf-8", fuzzy=False, header_comment=ABOUT)
    for found in made:
        if found.id:
            kept = held.get(_key(found), found.context)
            same = kept is not None and bool(kept.pluralizable) == bool(found.pluralizable)
            fresh.add(
                found.id,
                kept.string if kept is not None and same else None,
                locations=found.locations,
                context=found.context,
            )
    return fresh


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def as_po(catalogue: Catalog) -> bytes:
    """The text of a catalogue, sorted, with the files that use each message."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dropped = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team")
    names = tuple(f'"{name}' for name in dropped)
    return "".join(line for line in lines if not line.startswith(names)).encode()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    out = BytesIO()
    made = read_po(BytesIO(as_po(catalogue)), locale=str(catalogue.locale))
    made.creation_date = made.revision_date = MADE
    write_mo(out, made)
    return out.getvalue()


def write(language: str) -> None:
    """Bring a language's two files up to date."""
    path, made = place(language), updated(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(made))
    path.with_suffix(".mo").write_bytes(as_mo(made))


def stale(language: str) -> list[str]:
    """Which files of a language are not those that the sources make."""
    path, made = place(language), updated(language)
    wanted = {path: as_po(made), path.with_suffix(".mo"): as_mo(made)}
    return [each.name for each, text in wanted.items() if not each.is_file() or each.read_bytes() != text]


def missing(language: str) -> list[str]:
    """The messages that a language does not tell yet."""
    return [_key(each) for each in read(language) if each.id and not all(_strings(each))]


def wrong(language: str) -> Iterator[str]:
    """What does not fit between messages and their translations, a sentence each."""
    for message in read(language):
        if message.id and all(_strings(message)):
            yield from misfits(_ids(message), _strings(message), message.fuzzy)


def misfits(ids: Iterable[str], strings: Iterable[str], fuzzy: bool = False) -> Iterator[str]:
    """What is wrong with one translation: gaps that differ, blanks at its ends, a guess that nobody looked at."""
    ids, strings = list(ids), list(strings)
    wanted = [gaps(each) for each in ids]
    for string in strings:
        if gaps(string) not in wanted:
            yield f"{ids[0]!r}: the gaps of {string!r} are {gaps(string)}, not {wanted[-1]}"
        if string != string.strip() and ids[0] == ids[0].strip():
            yield f"{ids[0]!r}: {string!r} begins or ends with a blank"
    if fuzzy:
        yield f"{ids[0]!r}: is marked as a guess"


def gaps(text: str) -> list[str]:
    """The gaps of a text and its signs of per cent, sorted."""
    return sorted(found[0] for found in GAP.finditer(text))


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [str(message.id)]


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string or "")]
