"""An assessment as a report to hand out: the matter that the PDF and the DOCX have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.work import printing
from tonetop.work.assessment_page import WORDS

SHOWN = 12
"""How many records one result names; how many more there are is told."""
Matter = dict[str, Any]


def pdf(found: Assessment, name: str) -> bytes:
    """The report as tagged PDF/A."""
    return printing.pdf("assessment.typ", matter(found, name), found.as_of)


def docx(found: Assessment, name: str) -> bytes:
    """The report as a document that people can go on writing in."""
    return printing.docx(printing.own_template("assessment.docx"), matter(found, name), found.as_of)


def matter(found: Assessment, name: str) -> Matter:
    """What the report says, as plain data: texts, and lists of rows in the order in which they are read."""
    leadership = found.clauses.get(LEADERSHIP)
    others = {id: result for id, result in found.clauses.items() if id != LEADERSHIP}
    return {
        "title": f"{name}: leadership commitment as of {found.as_of}",
        "name": name,
        "as_of": found.as_of,
        "known_on": found.known_on or "",
        "catalogue": catalogue.label(),
        "leadership": _row(found, LEADERSHIP, "Leadership and commitment", leadership)
        if leadership
        else None,
        "counts": _counts(result.result for id, result in found.duties.items()),
        "duties": [
            _row(found, id, catalogue.duties()[id]["name"], result)
            | {"checks": _checks(found, {c: r for c, r in found.checks.items() if c.startswith(f"{id}.")})}
            for id, result in found.duties.items()
        ],
        "pitfalls": [_pitfall(found, id) for id in found.pitfalls],
        "privacy": _checks(found, found.privacy),
        "clauses": [_row(found, id, catalogue.clauses()[id]["title"], r) for id, r in others.items()],
        "controls": [
            _row(found, id, catalogue.controls()[id]["title"], r) for id, r in found.controls.items()
        ],
    }


def _counts(results: Iterable[str]) -> list[Matter]:
    told = list(results)
    order = (PASS, PARTIAL, FAIL, NO_DATA, NOT_APPLICABLE)
    return [{"word": WORDS[word], "result": word, "n": told.count(word)} for word in order if word in told]


def _checks(found: Assessment, results: dict[str, Result]) -> list[Matter]:
    texts = catalogue.checks()
    return [_row(found, id, texts[id].title, r) | {"key": texts[id].key} for id, r in results.items()]


def _pitfall(found: Assessment, id: str) -> Matter:
    signals = found.pitfalls[id]
    told = [{"letter": letter, "why": node.why} for letter, node in sorted(signals.signals.items())]
    raised = "Raised" if signals.raised else "Not raised"
    name = catalogue.pitfalls()[id]["name"]
    return {"id": id, "title": name, "raised": signals.raised, "word": raised, "signals": told}


def _row(found: Assessment, id: str, title: str, result: Result) -> Matter:
    return {
        "id": id,
        "title": title,
        "result": result.result,
        "word": WORDS[result.result],
        "why": result.why,
        "next": result.next_act or "",
        "lapses": result.expires_on or "",
        "records": [found.name(row) for row in result.records[:SHOWN]],
        "more": max(0, len(result.records) - SHOWN),
    }
