"""A working paper as a file: the check, what was examined, what lacks, questions; conclusion and grade stay empty."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tonetop.work.assessment_page import WORDS
from tonetop.work.quoted import Quoted
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report, Section, Table
from tonetop.work.reports.voice import Voice
from tonetop.work.working_paper import Condition, WorkingPaper


def working_paper(paper: WorkingPaper, organisation: str, as_of: str) -> Report:
    """The report; nothing in it is concluded."""
    voice = reader()
    about = _(
        "A draft: the program examined and computed, the auditor concludes. Conclusion and grade are empty."
    )
    sections = [
        _check(paper, voice),
        *_conditions(paper, voice),
        _records(paper, voice),
        _quotations(paper),
        *_samples(paper, voice),
        *_questions(paper, voice),
        _conclusion(),
    ]
    title = f"{_('Working paper')}: {paper.text.id} {voice.said(paper.text.title)}"
    return Report(title, organisation, as_of, about, sections, "", voice)


def _check(paper: WorkingPaper, voice: Voice) -> Section:
    result = paper.result
    rows = [
        [_("Clause"), paper.clause],
        [_("What is asked"), voice.said(paper.asks)],
        [_("Check"), voice.said(paper.text.title)],
        [_("Result as computed"), voice.said(WORDS[result.result])],
        [_("Why"), voice.said(result.why)],
        [_("Lapses on"), voice.day(result.expires_on)],
        [_("What would change this"), voice.said(result.next_act or "")],
    ]
    told = [row for row in rows if row[1]]
    return Section(_("The check"), table=Table((_("What"), _("As computed")), (3, 9), told))


def _conditions(paper: WorkingPaper, voice: Voice) -> Iterable[Section]:
    if paper.lacking:
        rows = [[voice.said(why)] for why in paper.lacking]
        yield Section(_("What is lacking"), table=Table((_("Condition"),), (12,), rows))
    rows = [_row(one, voice) for one in paper.conditions]
    if rows:
        heads = (_("Part of the rule"), _("Condition"), _("Speaks"))
        yield Section(_("The reasons"), table=Table(heads, (3, 8, 2), rows))


def _row(one: Condition, voice: Voice) -> list[str]:
    return [voice.said(one.heading), voice.said(one.why), _("for it") if one.is_met else _("against it")]


def _records(paper: WorkingPaper, voice: Voice) -> Section:
    rows, leads = [], []
    for row, files in paper.records:
        proofs = "\n".join(
            f"{file.title or file.id}: {file.sha256 or _('no hash on record')}" for file in files
        )
        rows.append([voice.kind(row.type), row.id, proofs or _("no file is on record")])
        leads.append((row.type, row.id))
    heading = _("Records that were examined")
    if not rows:
        return Section(heading, (_("No record is there to examine."),))
    more = (_("%(n)s more records are not listed.") % {"n": paper.more},) if paper.more else ()
    heads = (_("Register"), _("Record"), _("Files and their SHA-256"))
    return Section(heading, more, table=Table(heads, (3, 4, 8), rows, leads=leads))


def _quotations(paper: WorkingPaper) -> Section:
    heading = _("Quotations that may speak to it")
    if not paper.quotes:
        return Section(heading, (paper.missing or _("No evidence found in the texts that are searched."),))
    rows = [[one.quote.text, _place(one), one.source.sha256] for one in paper.quotes]
    said = _("Found by the words of the check. What they are evidence of the auditor judges.")
    return Section(heading, (said,), table=Table((_("Quotation"), _("Where"), "SHA-256"), (8, 4, 4), rows))


def _place(one: Quoted) -> str:
    told = _("characters %(start)s to %(end)s") % {"start": one.quote.start, "end": one.quote.end}
    notice = _("It speaks to whoever reads it; nothing was done that it says.") if one.orders else ""
    return "\n".join(filter(None, (one.source.called, one.part, told, notice)))


def _samples(paper: WorkingPaper, voice: Voice) -> Iterable[Section]:
    if paper.samples:
        heads = (_("Sample"), _("Register"), _("Drawn"), _("Seed"))
        rows = [
            [row.id, voice.kind(row.register), ", ".join(row.drawn or ()), str(row.seed or "")]
            for row in paper.samples
        ]
        yield Section(_("Samples drawn"), table=Table(heads, (2, 3, 7, 3), rows))


def _questions(paper: WorkingPaper, voice: Voice) -> Iterable[Section]:
    if paper.questions:
        rows = [[voice.said(text), ""] for text in paper.questions]
        yield Section(_("Interview questions"), table=Table((_("Question"), _("Answer")), (6, 6), rows))


def _conclusion() -> Section:
    rows = [[name, ""] for name in (_("Conclusion"), _("Grade"), _("Auditor"), _("Day"))]
    said = _("For the auditor alone; the program proposes nothing.")
    return Section(
        _("Conclusion and grade"), (said,), table=Table((_("What"), _("By the auditor")), (3, 9), rows)
    )
