"""The input pack of a management review: what belongs under each input of 9.3.2 on a day, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.schema import shapes

NOBODY = "nothing is recorded, and nobody has said that there is nothing"
"""What an input lacks that has no record and no note."""
NOTHING = "somebody has checked that there is nothing to tell"
"""Why an input without records is complete."""
NONE = "none, checked by"
"""How a note begins by which somebody says that there is nothing to tell; then the person, `on` and the day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record as the pack shows it: its cells as texts (days as ISO, people by id), and `late` or `open` as sign."""

    type: str
    id: str
    cells: tuple[str, ...]
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under a caption; columns: (kind, label), kind being name, text, word, day, person or number."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend: what it is called, the figure as text, and green, amber, red or nothing."""

    at: str
    value: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over periods, the earliest first; target: as text, empty when there is none."""

    name: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was gathered for an input. lacks: what is wanting, one sentence each; none: the input is complete.

    said: why it is complete, in one sentence.
    """

    tables: tuple[Table, ...] = ()
    trends: tuple[Trend, ...] = ()
    lacks: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its key and letter under 9.3.2 (empty for good practice), what was found, whether it is complete.

    complete: None where nothing is asked. why: one sentence. records: ids that a meeting can name as put before it.
    """

    key: str
    letter: str
    means: str
    tables: tuple[Table, ...]
    trends: tuple[Trend, ...]
    complete: bool | None
    why: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """All inputs as of a day, as known on another (None: all that is known), since the last review (empty: ever)."""

    as_of: str
    known_on: str | None
    since: str
    inputs: tuple[Input, ...]

    def plain(self) -> dict[str, Any]:
        """Mappings, lists and texts alone, so that it has a canonical form."""
        listed: dict[str, Any] = _listed(asdict(self))
        return listed


Gatherer = Callable[[Facts, str, str], Found]
"""Given facts, the day after which records are new, and the note: what belongs under an input."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a gatherer finds, as a preparation of facts: kept until a record moves that it read."""

    gather: Gatherer
    since: str
    note: str

    def __call__(self, facts: Facts) -> Found:
        return self.gather(facts, self.since, self.note)


def kept(gather: Gatherer) -> Gatherer:
    """The same gatherer, asked anew only when a record has moved that it read."""
    return lambda facts, since, note: facts.prepared(Gathered(gather, since, note))


def put_together(facts: Facts, since: str, notes: Mapping[str, str], gather: Mapping[str, Gatherer]) -> Pack:
    """The pack as of the facts' day, by the catalogue's list of inputs; notes: by input."""
    review = catalogue.data()["management_review"]
    asked = [(item["key"], item["clause"].split()[-1], item["means"]) for item in review["inputs"]]
    more = [
        (item["key"], "", item["key"].replace("_", " ").replace(" ai ", " AI "))
        for item in review["good_practice_extra"]
    ]
    inputs = tuple(
        _input(key, letter, means, gather[key](facts, since, notes.get(key, "")))
        for key, letter, means in (*asked, *more)
    )
    return Pack(facts.as_of, facts.known_on, since, inputs)


def _input(key: str, letter: str, means: str, found: Found) -> Input:
    complete = None if not letter else not found.lacks
    why = "; ".join(found.lacks) if found.lacks else found.said
    records = dict.fromkeys(
        line.id
        for table in found.tables
        for line in table.lines
        if line.type in shapes() and shapes()[line.type].has_id
    )
    return Input(key, letter, means, found.tables, found.trends, complete, why, tuple(records))


def notes_by_input(notes: Iterable[str] | None) -> dict[str, str]:
    """A pack's notes, each `key: text`, by input."""
    pairs = (note.partition(": ") for note in notes or ())
    return {key: text for key, _, text in pairs if key in catalogue.review_inputs()}


def checked(note: str) -> bool:
    """Whether somebody says by a note that there is nothing to tell."""
    return note.startswith(NONE)


def who_checked(note: str) -> tuple[str, str, str] | None:
    """Of a note that there is nothing to tell: by whom and when it was checked, and why; None for another note."""
    if not checked(note):
        return None
    said, _, why = note.removeprefix(NONE).strip().partition(": ")
    person, _, day = said.partition(" on ")
    return person, day, why


def reasoned(note: str) -> bool:
    """Whether the same note also says why."""
    return checked(note) and bool(note.partition(": ")[2].strip())


def tells_of(note: str, *names: str | None) -> bool:
    """Whether a note speaks of something by its id or name."""
    return any(name and name.casefold() in note.casefold() for name in names)


def after(day: str | None, since: str, as_of: str) -> bool:
    """Whether a day lies after the last review and not after the day looked at."""
    return bool(day) and since < str(day) <= as_of


def table(
    caption: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Row, Sequence[Any], str]]
) -> Table:
    """A table of records, each given as (row, cells, sign); nothing is an empty cell."""
    lines = tuple(Line(row.type, str(row.id), tuple(map(text, cells)), sign) for row, cells, sign in rows)
    return Table(caption, tuple(columns), lines)


def text(value: Any) -> str:
    """A value as a cell holds it: yes and no as words, numbers as people write them, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return ", ".join(map(text, value)) if isinstance(value, list | tuple) else str(value)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
