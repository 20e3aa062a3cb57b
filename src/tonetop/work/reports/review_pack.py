"""The input pack of a management review as a file, to be read before the meeting: every input with its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tonetop.core.facts import Facts
from tonetop.records import tongue
from tonetop.work.minutes_text import named, spoken, wrote
from tonetop.work.reports import charts
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import ENGLISH, Voice

Told = Mapping[str, Any]
LINES = 60
"""How many lines of a table the file shows; the rest stand in their register."""
WIDE = {"name": 7, "text": 6, "word": 3, "day": 3, "person": 4, "number": 2, "kind": 3}
"""Shares of the page by kind of column."""
ABREAST = 8
"""Periods that stand side by side."""
SIGNS = {"late": "fail", "open": "partial"}
STATES = {True: "pass", False: "fail", None: ""}


def review_pack(facts: Facts, pack: Any, shown: Told, notes: Mapping[str, str], organisation: str) -> Report:
    """The report of a pack's plain form: how whole it is, then an input at a time.

    shown: what is gathered now or was frozen; notes: what is said about inputs, by key.
    """
    voice = reader()
    when = _("Frozen on %(day)s; later data does not alter it.") % {"day": voice.day(pack.frozen_on)}
    since = voice.day(shown["since"]) or _("the beginning")
    covers = _("Covers %(since)s to %(until)s.") % {"since": since, "until": voice.day(shown["as_of"])}
    about = f"{covers} {when if pack.frozen_on else _('Gathered from the records as they stand.')}"
    sections = [_whole(shown["inputs"], voice)]
    for told in shown["inputs"]:
        sections += _input(facts, told, voice.said(spoken(facts, notes.get(told["key"], ""))), voice)
    foot = f"SHA-256: {pack.sha256}" if pack.sha256 else ""
    return Report(str(pack.title or pack.ref), organisation, shown["as_of"], about, sections, foot, voice)


def _whole(inputs: Iterable[Told], voice: Voice) -> Section:
    asked = [told for told in inputs if told["letter"]]
    rows = [
        [told["letter"], _means(told, voice), _complete(told), voice.said(told["why"]) or "–"]
        for told in asked
    ]
    tones = [STATES[told["complete"]] for told in asked]
    ready = sum(told["complete"] is True for told in asked)
    figures = [(str(ready), _("of %(n)s inputs are complete") % {"n": len(asked)})]
    heads = ("9.3.2", _("Input"), _("State"), _("Why"))
    return Section(_("How whole it is"), (), figures, Table(heads, (2, 6, 3, 8), rows, tones, toned=2))


def _complete(told: Told) -> str:
    return {True: _("complete"), False: _("missing"), None: _("good practice")}[told["complete"]]


def _input(facts: Facts, told: Told, note: str, voice: Voice) -> list[Section]:
    """What an input shows: its sentences and first table under its own head, further tables under theirs."""
    heading = f"{told['letter']} {_means(told, voice)}".strip()
    said = [
        f"{_capital(voice.said(told['why']))}." if told["why"] else "",
        f"{_('Note')}: {note}" if note else "",
    ]
    parts = [_listed(facts, table, voice) for table in told["tables"] if table["lines"]]
    parts += [_trend(trend, voice) for trend in told["trends"] if trend["points"]]
    if not parts:
        said.append(_("No record belongs here."))
    return [Section(heading, [text for text in said if text]), *parts]


def _listed(facts: Facts, table: Told, voice: Voice) -> Section:
    kinds = [kind for kind, label in table["columns"]]
    lines = table["lines"][:LINES]
    rows = [_cells(facts, kinds, line, voice) for line in lines]
    beyond = len(table["lines"]) - len(lines)
    told = (_("%(n)s more stand in their register.") % {"n": beyond},) if beyond > 0 else ()
    made = Table(
        [_(label) for kind, label in table["columns"]],
        [WIDE.get(kind, 3) for kind in kinds],
        rows,
        [SIGNS.get(line["sign"], "") for line in lines],
        [("Item" if line["type"] in ("Check", "Pitfall") else line["type"], line["id"]) for line in lines],
        toned=0,
    )
    return Section(_(table["caption"]), told, table=made)


def _trend(trend: Told, voice: Voice) -> Section:
    """A figure over periods, drawn where it is a number throughout, with its table."""
    points = [(point["at"], _number(point["value"]), point["status"]) for point in trend["points"]]
    numbers = [(at, value, status) for at, value, status in points if value is not None]
    alt = _("How %(name)s moved over %(n)s periods; the table below has the figures.")
    whole = numbers if len(numbers) == len(points) else []
    name = voice.said(trend["name"])
    told = alt % {"name": name, "n": len(points)}
    chart = charts.trend(whole, _number(trend["target"]), told)
    target = (f"{_('Target')}: {_figure(trend['target'], voice)}",) if trend["target"] else ()
    return Section(name, target, table=_periods(trend["points"], voice), chart=chart)


def _periods(points: Sequence[Told], voice: Voice) -> Table:
    """The figures of a trend: periods side by side while they fit, else one below the other."""
    figures = [
        (voice.day(point["at"]), _figure(point["value"], voice), voice.word(point["status"]) or "–")
        for point in points
    ]
    heads = (_("Period"), _("Figure"), _("Status"))
    if len(figures) > ABREAST:
        return Table(heads, (4, 3, 3), figures)
    at, values, statuses = zip(*figures, strict=True)
    lines = [values, statuses] if set(statuses) != {"–"} else [values]
    rows = [[head, *line] for head, line in zip(heads[1:], lines, strict=False)]
    return Table((heads[0], *at), (2,) * (len(figures) + 1), rows)


def _cells(facts: Facts, kinds: Sequence[str], line: Told, voice: Voice) -> list[str]:
    cells = list(zip(kinds, line["cells"], strict=False))
    told = [kind in ("name", "text") and bool(text) and not wrote(facts, line, text) for kind, text in cells]
    return [
        voice.said(text) if ours else _cell(facts, kind, text, voice)
        for (kind, text), ours in zip(cells, told, strict=True)
    ]


def _cell(facts: Facts, kind: str, text: str, voice: Voice) -> str:
    if not text:
        return "–"
    if kind == "person":
        return named(facts, text)
    if kind in ("day", "number"):
        return voice.day(text) if kind == "day" else _figure(text, voice)
    if kind == "kind":
        return tongue.capital(tongue.spaced(text))
    return _capital(voice.word(text)) if kind == "word" else text


def _means(told: Told, voice: Voice) -> str:
    return _capital(voice.said(told["means"]))


def _figure(text: str, voice: Voice) -> str:
    """A figure as the language writes it; anything else as it is."""
    value = _number(text)
    return text if value is None or voice is ENGLISH else voice.number(value)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
