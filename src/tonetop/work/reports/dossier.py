"""The proof-of-commitment dossier: what one leader, or all of them, did in a period, each act with its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from tonetop.core.facts import Facts
from tonetop.records.registry import registers
from tonetop.standard.acts import ABSENT, BY_DELEGATE, IN_PERSON, Act, acts, by_person, leaders
from tonetop.work.reports import charts
from tonetop.work.reports.charts import Chart
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import Voice

ABOUT = (
    "Acts of leadership as they are recorded, each with its day, how it was done, its record and the line of the "
    "ledger that holds it. What is not recorded is not here; people judge what it amounts to."
)
SUMMARY = ("Person", "In person", "By a delegate", "Absent", "Last act in person")
NOBODY = "Nobody of top management did anything that is recorded in this period."
HEADS = ("Day", "What was done", "How", "Record", "Ledger line")
SHARES = (2, 7, 2, 4, 2)


@dataclass(frozen=True, slots=True)
class Period:
    """What is told of: its first and last day, by record the ledger's line, and whose voice tells it."""

    since: str
    until: str
    lines: Mapping[tuple[str, str], int]
    voice: Voice


def dossier(facts: Facts, organisation: str, since: str, until: str, person: str = "") -> Report:
    """The dossier of a period (both days within it), of one person or of all who led, in the reader's language."""
    voice = reader()
    done = [act for act in facts.prepared(acts) if since <= act.day <= until]
    by = by_person(done)
    chosen = [person] if person else [row.id for row in leaders(facts) if row.id in by]
    lines = _lines([act for who in chosen for act in by.get(who, ())])
    sections = [_summary(chosen, by, facts, voice)] if not person else []
    period = Period(since, until, lines, voice)
    sections += [_section(facts, who, by.get(who, []), period) for who in chosen]
    name = _name(facts, person) if person else voice.said("top management")
    days = {"since": voice.day(since), "until": voice.day(until)}
    title = voice.form("Proof of commitment: %(name)s, %(since)s to %(until)s", name=name, **days)
    return Report(title, organisation, facts.as_of, voice.said(ABOUT), sections, _foot(voice), voice)


def _summary(chosen: Sequence[str], by: dict[str, list[Act]], facts: Facts, voice: Voice) -> Section:
    rows = [[_name(facts, who), *_counts(by.get(who, []), voice)] for who in chosen]
    heads = [voice.said(head) for head in SUMMARY]
    table = Table(heads, (4, 2, 2, 2, 3), rows, leads=[("Person", who) for who in chosen])
    nobody = () if rows else (voice.said(NOBODY),)
    return Section(voice.said("Who did how much"), nobody, (), table if rows else None)


def _counts(done: Sequence[Act], voice: Voice) -> list[str]:
    modes = Counter(act.mode for act in done)
    last = max((act.day for act in done if act.mode == IN_PERSON), default="–")
    return [str(modes[IN_PERSON]), str(modes[BY_DELEGATE]), str(modes[ABSENT]), voice.day(last)]


def _section(facts: Facts, who: str, done: Sequence[Act], period: Period) -> Section:
    voice = period.voice
    rows = [
        [
            voice.day(act.day),
            _capital(voice.said(act.said)),
            voice.said(act.mode),
            f"{voice.kind(act.record.type)} {act.record.id}",
            str(period.lines.get((act.record.type, act.record.id), "–")),
        ]
        for act in done
    ]
    tones = ["fail" if act.mode == ABSENT else "" for act in done]
    told = () if rows else (voice.said("No act of theirs is recorded in this period."),)
    if not rows:
        return Section(_name(facts, who), told)
    leads = [(act.record.type, act.record.id) for act in done]
    return Section(
        _name(facts, who),
        told,
        (),
        Table([voice.said(head) for head in HEADS], SHARES, rows, tones, leads, toned=2),
        _drawn(facts, who, done, period),
    )


def _drawn(facts: Facts, who: str, done: Sequence[Act], period: Period) -> Chart:
    voice = period.voice
    since, until = voice.day(period.since), voice.day(period.until)
    acted = "When %(name)s acted from %(since)s to %(until)s; the table below has each act."
    alt = voice.form(acted, name=_name(facts, who), since=since, until=until)
    modes = [
        (voice.said(mode), [(act.day, mode) for act in done if act.mode == mode])
        for mode in (IN_PERSON, BY_DELEGATE, ABSENT)
    ]
    return charts.timeline([lane for lane in modes if lane[1]], period.since, period.until, alt, voice.month)


def _name(facts: Facts, ident: str) -> str:
    found = facts.get("Person", ident)
    if found is None:
        return ident
    return f"{found.name or ident}, {found.title}" if found.title else str(found.name or ident)


def _lines(done: Sequence[Act]) -> dict[tuple[str, str], int]:
    """By record, the number of the ledger's line that first told of it."""
    wanted: dict[str, set[str]] = {}
    for act in done:
        wanted.setdefault(act.record.type, set()).add(act.record.id)
    found: dict[tuple[str, str], int] = {}
    for type, refs in wanted.items():
        model, some = registers()[type], sorted(refs)
        for start in range(0, len(some), 500):
            rows = model.objects.filter(ref__in=some[start : start + 500], revision=1)
            found.update({(type, ref): seq for ref, seq in rows.values_list("ref", "seq")})
    return found


def _foot(voice: Voice) -> str:
    """The signed head of the ledger at the time of making, by which the report can be held against the log later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root FROM ledger_checkpoints ORDER BY id DESC LIMIT 1")
        found = cursor.fetchone()
    if found is None:
        return voice.said("The ledger holds no signed checkpoint yet.")
    told = "The ledger's last signed checkpoint covers %(n)s lines; the root of its tree is %(root)s."
    return voice.form(told, n=found[0], root=bytes(found[1]).hex())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
