"""What lists of what happened hold as files: what changed, the ledger, monitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts
from tonetop.records import log
from tonetop.web.changes import KINDS, label, spanned
from tonetop.web.handing import part_of
from tonetop.web.ledger import shown
from tonetop.web.listed import Lines, Listed, Rows, columns
from tonetop.web.monitors import STATES
from tonetop.web.monitors import shown as monitored
from tonetop.web.naming import plainly
from tonetop.web.wording import moment
from tonetop.work.changes import CHANGED, RecordChange
from tonetop.work.changes import changes as compare
from tonetop.work.permission import all_closed
from tonetop.work.reports.voice import Voice

NEWEST = 10_000
"""How many lines of the ledger one file holds; the bundle holds all of them, with their proofs."""
TABLES = ("xlsx", "csv")
"""The forms of lists that nobody reads on paper."""


def _changes(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 2 3 5 3 4 4 4",
        _("What"),
        _("Kind"),
        _("Id"),
        _("Title"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Why"),
    )
    since, until = spanned(request.GET, facts.as_of)
    found = compare(since, until, all_closed(request.user))
    rows: Rows = []
    for turn in found.turns:
        told = [gettext("result turned"), voice.word(turn.kind), turn.id, voice.said(turn.title), ""]
        rows.append(
            (("Item", turn.id), [*told, *map(voice.word, (turn.before, turn.after)), voice.said(turn.why)])
        )
    for change in found.records:
        rows += [((change.type, change.id), cells) for cells in _changed(change, voice)]
    whole = gettext("Between %(since)s and %(until)s.") % {
        "since": voice.day(since),
        "until": voice.day(until),
    }
    return Lines(heads, rows, whole)


def _changed(change: RecordChange, voice: Voice) -> Iterator[list[str]]:
    """A line for each field that is another; one for a record that came or went."""
    told = [gettext(KINDS.get(change.kind, change.kind)), voice.kind(change.type), change.id, change.title]
    if change.kind != CHANGED:
        yield [*told, "", "", "", ""]
        return
    for one in change.fields:
        yield [*told, gettext(label(change.type, one.name)), plainly(one.before), plainly(one.after), ""]


def _ledger(request: Any, _facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "1 2 2 2 4 1 3 3 5",
        _("Line"),
        _("Recorded"),
        _("What"),
        _("Kind"),
        _("About"),
        _("Version"),
        _("Done by"),
        _("Entered by"),
        _("Hash"),
    )
    to, size = shown(request), log.size()
    lines = log.lines(to, NEWEST)
    rows: Rows = [
        (
            (line.kind, line.subject),
            [
                *(str(line.seq), moment(line.recorded), voice.word(line.type.replace(".", " "))),
                *(voice.kind(line.kind), line.subject, str(line.version or "")),
                *(line.done_by or "", line.entered_by or "", line.leaf),
            ],
        )
        for line in lines
    ]
    span = f"{lines[-1].seq}–{lines[0].seq}" if lines and len(lines) < size else ""
    return Lines(heads, rows, part_of(size, len(rows), (_("Line"), span)))


def _monitors(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "4 2 2 2 1 1 2 6",
        _("Monitor"),
        _("Requirement"),
        _("State"),
        _("Last look"),
        _("Held"),
        _("Looks in 30 days"),
        _("Paused until"),
        _("Why"),
    )
    rows: Rows = []
    for each in monitored(facts):
        one, pause = each.one, each.one.pause
        state = [gettext(STATES[each.state]), voice.day(one.last.checked_on if one.last else None)]
        why = (pause.reason if pause else voice.said(one.last.why or "") if one.last else "") or ""
        looks = [str(each.held), str(each.looked), voice.day(pause.until if pause else None)]
        told = [voice.said(one.monitor.title), one.monitor.requirement, *state, *looks, why]
        rows.append((("Item", one.monitor.requirement), told))
    return Lines(heads, rows)


LOG: Mapping[str, Listed] = {
    "changes": Listed(
        _("What changed"),
        _("Which results turned between two days, and every record that is another."),
        _changes,
    ),
    "ledger": Listed(
        _("Ledger and proof"),
        _("Every change is one line; each line is tied to the one before, and nothing is ever removed."),
        _ledger,
        TABLES,
    ),
    "monitors": Listed(
        _("Monitors"), _("What is looked at again and again by itself, and what it came to."), _monitors
    ),
}
"""The lists by the name in their address."""
