"""Read and judge every document of a folder, offline; what did not change since is taken from a cache."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tonetop.core.passage import Passage, Text
from tonetop.core.quote import NotThere, slice_of
from tonetop.documents.particulars.reading import Particulars, particulars_of
from tonetop.documents.passages import passages
from tonetop.documents.read_all import Readers
from tonetop.documents.read_all import Refusal as NotRead
from tonetop.documents.unread import written
from tonetop.standard.facts_file import Refused
from tonetop.work.examined import Examined, Present, Progress, Refusal, Told
from tonetop.work.examined_before import Before
from tonetop.work.unseen import is_hidden

if TYPE_CHECKING:
    from tonetop.assistant.judging.document import Judged

AT_ONCE = 1500
"""How many passages are read by their meaning together."""
REMEMBERED = 100_000
"""How many passages' meanings are kept, for what stands in several documents."""
Ranges = Mapping[str, Sequence[tuple[int, int]]]
"""By document, the ranges that are to be judged instead of all passages."""


@dataclass
class Waiting:
    """A document that was read and is to be judged."""

    name: str
    text: Text
    particulars: Particulars
    passages: list[Passage]


@dataclass
class Judge:
    """The sentence model and the controls' meanings, loaded when the first document comes; says when it is missing."""

    cache: Path | None = None
    sentences: Any = None
    anchors: Any = None
    missing: str = ""
    _known: dict[str, Any] = field(default_factory=dict)

    def vectors(self, texts: Sequence[str]) -> Any:
        """The meaning of each text as one array; None where the model is missing."""
        import numpy as np  # noqa: PLC0415 - an extra

        if not self._ready():
            return None
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > REMEMBERED:
            self._known.clear()
            new = list(dict.fromkeys(texts))
        self._known.update(zip(new, self.sentences.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def _ready(self) -> bool:
        if self.sentences is None and not self.missing:
            from tonetop.assistant.judging.requirements import control_texts  # noqa: PLC0415 - an extra
            from tonetop.assistant.search.sentences import Sentences  # noqa: PLC0415 - an extra
            from tonetop.assistant.search.weights import Unavailable  # noqa: PLC0415 - an extra

            try:
                self.sentences = Sentences(self.cache)
                self.anchors = self.sentences.embed(list(control_texts().values()))
            except Unavailable as why:
                self.missing = str(why)
        return not self.missing


def cache_folder() -> Path:
    """Where what was read is kept between runs: the user's own cache, or what TONETOP_CACHE names."""
    named = os.environ.get("TONETOP_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named) if named else Path(home) / "tonetop"


def examine(
    folder: Path, told: Progress | None = None, ranges: Ranges | None = None, *, cached: bool = True
) -> Iterator[Examined | Refusal]:
    """Every file of a folder in order of its path, read and judged, or refused with the reason.

    told: called after each file. ranges: judge these alone, and only the documents that they name. cached: take what
    was judged before from the cache, and put there what is new. Raises Refused where a part of the program is missing.
    """
    names = sorted(ranges) if ranges is not None else files_of(folder)
    cache = cache_folder()
    before = Before(cache / "examined") if cached and ranges is None else None
    judge = Judge(cache)
    waiting: list[Waiting | Refusal | Examined] = []
    done, held = 0, 0
    with Readers() as readers:
        for name, found in _read(folder, names, readers, before):
            one = found if not isinstance(found, Text) else awaited(name, found, ranges)
            waiting.append(one)
            held += len(one.passages) if isinstance(one, Waiting) else 0
            if held >= AT_ONCE:
                yield from judged(waiting, judge, before)
                waiting, held = [], 0
            done += 1
            if told:
                told(done, len(names), written(name))
    yield from judged(waiting, judge, before)


def files_of(folder: Path) -> list[str]:
    """Every file below a folder, by its path within it; what lies in folders of version control is left out.

    Links to folders, and folders that cannot be opened, are named too: whoever reads says that they are not read.
    """
    found: list[str] = []
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if name not in (".git", ".hg", ".svn"))
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [(Path(place) / name).relative_to(folder).as_posix() for name in (*files, *links)]
    found += [Path(error.filename).relative_to(folder).as_posix() for error in closed]
    return sorted(found)


def _read(
    folder: Path, names: Sequence[str], readers: Readers, before: Before | None
) -> Iterator[tuple[str, Text | Refusal | Examined]]:
    """Each name with its text, with what it was judged to show before, or with why it is not read; in order."""
    known = {name: found for name in names if before and (found := before.find(folder / name, name))}
    refused = {name: why for name in names if name not in known and (why := _never_read(folder, name))}
    wanted = [name for name in names if name not in known and name not in refused]
    texts = readers.read_all([folder / name for name in wanted])
    for name in names:
        if name in known:
            yield name, known[name]
        elif name in refused:
            yield name, Refusal(written(name), f"{written(name)} is not read: {refused[name]}.")
        else:
            yield name, _called(name, folder, next(texts)[1])


def _never_read(folder: Path, name: str) -> str:
    """Why a file is not even opened; empty for what is to be read."""
    if written(name) != name:
        return "its name is not written in UTF-8; rename it"
    return "it is a link to another place" if (folder / name).is_symlink() else ""


def _called(name: str, folder: Path, found: Text | NotRead) -> Text | Refusal:
    if isinstance(found, NotRead):
        return Refusal(name, found.why.replace(str(folder / name), name))
    return found


def awaited(name: str, text: Text, ranges: Ranges | None = None) -> Waiting:
    """A document with its particulars and passages, or with the ranges named. Raises Refused for what is no range."""
    if ranges is None:
        found = passages(text)
    else:
        try:
            quotes = [slice_of(text.text, start, end) for start, end in ranges[name]]
        except NotThere as error:
            raise Refused(f"{name}: {error}") from None
        found = [Passage(*quote) for quote in quotes]
    return Waiting(name, text, particulars_of(text, name), found)


def judged(
    waiting: Sequence[Waiting | Refusal | Examined], judge: Judge, before: Before | None = None
) -> Iterator[Examined | Refusal]:
    """What waits, judged, in order; what was refused or judged already as it is. Raises Refused: a part is missing."""
    try:
        from tonetop.assistant.judging.rows import meant  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Refused(f"judging documents needs {error.name}: pip install 'tonetop[assistant]'") from None
    of = [one for one in waiting if isinstance(one, Waiting)]
    texts = [meant(passage.text) for one in of for passage in one.passages]
    vectors = judge.vectors(texts) if texts else None
    place = 0
    for one in waiting:
        if not isinstance(one, Waiting):
            yield one
            continue
        own = None if vectors is None else vectors[place : place + len(one.passages)]
        place += len(one.passages)
        made = _examined(one, own, judge.anchors)
        if before:
            before.keep(made)
        yield made


def _examined(one: Waiting, vectors: Any, anchors: Any) -> Examined:
    from tonetop.assistant.judging.document import Document  # noqa: PLC0415 - an extra
    from tonetop.assistant.judging.judge import judge  # noqa: PLC0415 - an extra

    found = one.particulars
    title = found.title.text if found.title else ""
    blank = found.placeholder is not None
    date = found.dated.iso if found.dated else ""
    document = Document(
        *(one.name, one.text.text, found.kind.kind, date, title, found.people),
        *(blank, found.bare_agenda, found.letter),
    )
    told = [_told(one.text, judged) for judged in judge(document, one.passages, vectors, anchors)]
    return Examined(
        one.name,
        one.text,
        told,
        found.kind.kind or None,
        date or None,
        found.dated.quote if found.dated else None,
        title,
        "top" if found.letter or "top" in found.people.values() else "unclear",
        blank or found.bare_agenda,
        tuple(Present(*person) for person in found.attendance),
        found.leader if found.letter else None,
    )


def _told(text: Text, judged: Judged) -> Told:
    made = _as_judged(text, judged)
    hidden = is_hidden(text, judged.start, judged.end)
    return made._replace(standing="none", confidence=0.0, backed=False) if hidden else made


def _as_judged(text: Text, judged: Judged) -> Told:
    return Told(
        slice_of(text.text, judged.start, judged.end),
        judged.duties,
        judged.clauses,
        judged.controls,
        judged.about_ai,
        judged.standing,
        judged.actor,
        judged.date,
        judged.placeholder,
        judged.confidence,
        judged.backed,
    )
