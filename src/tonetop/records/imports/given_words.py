"""Words that people gave on versions: exports tell for which content, restores keep those that fit what they bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tonetop.records.imports.batch import Batch, Remark
from tonetop.records.imports.held import Held
from tonetop.records.imports.judging import Judged
from tonetop.records.registry import registers
from tonetop.records.sheets.table import Line
from tonetop.records.write import values_of
from tonetop.standard.gating.word import content
from tonetop.standard.schema import shapes

CONFIRMATION = "Confirmation"
DENIAL = "not-mine"


def with_contents(lines: Sequence[Line]) -> list[Line]:
    """Exported confirmations, each with a hash of the version that it speaks of."""
    known = registers()
    about = {(line.plain["register"], line.plain["record"]) for line in lines}
    held = Held(key for key in about if key[0] in known)
    return [line._replace(plain={**line.plain, **_content(held, line.plain)}) for line in lines]


def _content(held: Held, plain: Mapping[str, Any]) -> dict[str, str]:
    type, ref, number = plain["register"], plain["record"], plain["version"]
    for row in held.versions(type, ref):
        if row.revision == number:
            return {"content": content(type, values_of(row))}
    return {}


def fitted(judged: Sequence[Judged], batch: Batch) -> list[Judged]:
    """What a restore writes, its words numbered by the versions that it brings; the batch tells how many are left out.

    A file holds one version of a record, which is another number here. A word stays when its content is that of a
    version that comes; a denial stays whatever came of the record, for only the person takes it back.
    """
    versions = _versions(judged)
    words = [one for one in judged if one.entry.type == CONFIRMATION]
    others = [one for one in judged if one.entry.type != CONFIRMATION]
    kept: dict[str, Judged] = {}
    for one in sorted(words, key=lambda word: word.entry.values["version"]):
        number = _number(one, versions)
        moved = _numbered(one, number or len(_contents(one, versions)))
        if number:
            kept[moved.entry.ref] = moved
        elif moved.entry.ref in kept and _denies(kept[moved.entry.ref]):
            del kept[moved.entry.ref]  # it was taken back, by a word for what is not in the file
    batch.remarks += _told(words, kept.values())
    return [*others, *kept.values()]


def _versions(judged: Sequence[Judged]) -> dict[tuple[str, str], list[str]]:
    """By record, the contents of the versions that come, in the order in which they are written."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in judged:
        hashed = content(one.entry.type, one.entry.values)
        found.setdefault((one.entry.type, one.entry.ref), []).append(hashed)
    return found


def _number(word: Judged, versions: dict[tuple[str, str], list[str]]) -> int:
    """The number of the latest version that a word fits; 0 when there is none."""
    contents = _contents(word, versions)
    if _denies(word):
        return len(contents)
    said = word.candidate.plain.get("content")
    return max((place for place, hashed in enumerate(contents, 1) if hashed == said), default=0)


def _contents(word: Judged, versions: dict[tuple[str, str], list[str]]) -> list[str]:
    return versions.get((word.entry.values["register"], word.entry.values["record"]), [])


def _denies(word: Judged) -> bool:
    return bool(word.entry.values.get("answer") == DENIAL)


def _numbered(word: Judged, number: int) -> Judged:
    values = word.entry.values | {"version": number}
    entry = replace(word.entry, ref=shapes()[CONFIRMATION].ident(values), values=values)
    return replace(word, entry=entry, change=word.change and replace(word.change, entry=entry))


def _told(words: Sequence[Judged], kept: Any) -> Iterator[Remark]:
    stays = [one.candidate.file for one in kept]
    for file in sorted({one.candidate.file for one in words}):
        count, left = stays.count(file), sum(one.candidate.file == file for one in words) - stays.count(file)
        were = "1 confirmation is" if count == 1 else f"{count} confirmations are"
        why = f"{were} kept, {left} left out: what they were given for is not in the file as it was"
        if left:
            yield Remark(file, 0, CONFIRMATION, f"{why}, so those whose word lacks now are asked again")
        else:
            yield Remark(file, 0, CONFIRMATION, f"{were} kept, none left out")
