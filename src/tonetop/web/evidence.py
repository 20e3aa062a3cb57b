"""Evidence as pages: the list with states, the queue of those who judge, a piece with its files and its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazy
from django.utils.translation import gettext

from tonetop.core.facts import Facts, Row
from tonetop.records import blobs
from tonetop.records.titles import titles
from tonetop.records.write import latest
from tonetop.web import wording
from tonetop.web.document_words import person
from tonetop.web.documents import looked_at, sent
from tonetop.web.register import model_of
from tonetop.work import evidence_state as state
from tonetop.work.evidence_files import counts, files_of
from tonetop.work.keep_evidence import known_requirements
from tonetop.work.mail_in import POST
from tonetop.work.permission import JUDGE, may, may_write
from tonetop.work.readable import disposed_on, may_read_piece
from tonetop.work.watch_folder import WATCHED

SHOWN = 50
"""Pieces on a page of the list."""
HELD, PAST, GONE, EXPIRED, NONE = "held", "past", "disposed", "expired", "none"
told = lazy(gettext, str)
WORDS = {
    "ready": told("ready to be judged"),
    "flagged": told("asked for again"),
    "not-ready": told("not ready"),
    "approved": told("approved"),
    "not-applicable": told("not applicable"),
    NONE: told("in no state"),
    EXPIRED: told("expired"),
    HELD: told("under legal hold"),
    PAST: told("past retention"),
    GONE: told("disposed of"),
}
"""The tabs of the list in their order, by word; those after `NONE` lie across the states."""
MARKS = {
    "ready": ("partial", "…"),
    "flagged": ("fail", "!"),
    "not-ready": ("no-data", ""),
    "approved": ("pass", "✓"),
    "not-applicable": ("not-applicable", "–"),
    NONE: ("no-data", ""),
}


def groups(row: Row, day: str) -> list[str]:
    """The tabs under which a piece stands on a day."""
    found = [row.state or NONE]
    marks = (
        (EXPIRED, row.expires_on and row.expires_on <= day),
        (HELD, row.hold_since),
        (PAST, state.is_past_retention(row, day)),
        (GONE, row.disposed_on),
    )
    return [*found, *(name for name, holds in marks if holds)]


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the evidence is asked for: a state or mark of `WORDS`, a requirement, words of its title or id."""

    state: str = ""
    requirement: str = ""
    find: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """The wish of a query string."""
        return cls(asked.get("state", ""), asked.get("for", ""), asked.get("q", "").strip())


def narrowed(facts: Facts, wish: Wish) -> list[Row]:
    """The pieces that the filters leave, the newest first."""
    words = wish.find.casefold()
    found = [
        row
        for row in facts.rows("Evidence")
        if (not wish.state or wish.state in groups(row, facts.as_of))
        and (not wish.requirement or wish.requirement in (row.requirements or ()))
        and words in f"{row.id} {row.title or ''}".casefold()
    ]
    return sorted(found, key=lambda row: (row.occurred_on or "", row.id), reverse=True)


def evidence(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by state, by requirement and by words."""
    facts = looked_at(request)
    wish, asked = Wish.of(request.GET), request.GET
    rows, found = list(facts.rows("Evidence")), narrowed(facts, wish)
    pages = max(1, -(-len(found) // SHOWN))
    page = min(_number(asked.get("page", "1")), pages)
    shown = found[(page - 1) * SHOWN : page * SHOWN]
    tally = Counter(name for row in rows for name in groups(row, facts.as_of))
    context = telling(facts) | {
        "rows": shown,
        "files": counts([row.id for row in shown]),
        "total": len(rows),
        "found": len(found),
        "chosen": wish.state if wish.state in WORDS else "",
        "wanted": wish.requirement,
        "words": wish.find,
        "wanted_of": sorted({id for row in rows for id in row.requirements or ()}),
        "tabs": [(name, words_of, tally[name]) for name, words_of in WORDS.items() if tally[name]],
        "page": page,
        "pages": pages,
        "waiting": tally["ready"],
        "writes": may_write(request.user, "Evidence"),  # type: ignore[arg-type]
        "judges": may(request.user, JUDGE),  # type: ignore[arg-type]
    }
    return render(request, "evidence.jinja", context)


def _number(text: str) -> int:
    return max(int(text), 1) if text.isdecimal() else 1


def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be judged, what is past its retention, and the mails in quarantine."""
    facts = looked_at(request)
    account: Any = request.user
    waiting = facts.prepared(state.queue)
    context = telling(facts) | {
        "lines": [(row, is_plainly_own(row, account.person)) for row in waiting[:SHOWN]],
        "total": len(waiting),
        "past": [row for row in facts.rows("Evidence") if state.is_past_retention(row, facts.as_of)][:SHOWN],
        "quarantined": [*POST.quarantined(), *WATCHED.quarantined()] if may(account, JUDGE) else [],
        "judges": may(account, JUDGE),
    }
    return render(request, "evidence_queue.jinja", context)


def piece(request: HttpRequest, ref: str, problem: str = "") -> HttpResponse:
    """A piece of evidence: its files, what it proves and for what, and who did what with it."""
    facts, account = looked_at(request), request.user
    row = facts.get("Evidence", ref)
    last: Any = latest("Evidence", ref)
    if row is None or last is None:
        raise Http404(gettext("There is no such piece of evidence on this day."))
    files = files_of(ref, facts.as_of)
    names = {version.sha256 for file in files for version in file.versions}
    alone = row.sha256 if row.sha256 and row.sha256 not in names else ""
    today = request.look.is_today  # type: ignore[attr-defined]
    person_id = getattr(account, "person", "")
    stands = today and not row.disposed_on
    judges = stands and may(account, JUDGE)  # type: ignore[arg-type]
    context = telling(facts) | {
        "piece": row,
        "last": last,
        "files": files,
        "alone": alone,
        "alone_kept": bool(alone) and blobs.holds(alone),
        "links": [title for found in titles(row.links or ()).values() for title in found[:1]],
        "history": [
            (version, before, groups(version, facts.as_of))
            for version, before in state.history(ref, facts.as_of)
        ],
        "groups": groups(row, facts.as_of),
        "lacks": state.lacks(last) if stands else "",
        "writes": stands and may_write(account, "Evidence"),  # type: ignore[arg-type]
        "judges": judges,
        "is_own": judges and person_id in state.own(last),
        "is_past": state.is_past_retention(row, facts.as_of),
        "problem": problem,
    }
    return render(request, "evidence_piece.jinja", context, status=400 if problem else 200)


def file(request: HttpRequest, ref: str, version: int) -> FileResponse:
    """One version of a file, to be taken away; it is never shown within the site."""
    facts = looked_at(request)
    row = model_of("EvidenceFile").objects.filter(ref=ref, revision=version).first()
    piece = facts.get("Evidence", row.evidence) if row is not None else None
    if row is None or piece is None:
        raise Http404(gettext("There is no such file."))
    demand_readable(request, piece)
    return sent(row.sha256, row.name or row.ref, row.media_type or "")


def only_file(request: HttpRequest, ref: str) -> FileResponse:
    """The file of a piece that has but one, known by its hash alone."""
    row = looked_at(request).get("Evidence", ref)
    if row is None or not row.sha256:
        raise Http404(gettext("There is no such file."))
    demand_readable(request, row)
    return sent(row.sha256, row.title or row.id, "")


def demand_readable(request: HttpRequest, piece: Row) -> None:
    """Raises PermissionDenied for a guest where the piece's classification keeps its files from guests."""
    account: Any = request.user
    if not may_read_piece(account, piece.id, piece.classification):
        told = gettext("Guests do not read evidence of this classification; ask the governance lead.")
        raise PermissionDenied(told)
    if gone := disposed_on(piece.id):
        told = gettext("It was disposed of on %(day)s; its files are kept no more.")
        raise Http404(told % {"day": wording.day(gone)})


def telling(facts: Facts) -> dict[str, Any]:
    """How states, people and requirements are told, for every template of evidence."""
    return {
        "STATES": WORDS,
        "STATE_MARKS": MARKS,
        "name": lambda ref: person(facts, ref) if ref else gettext("nobody of the register"),
        "REQUIREMENTS": known_requirements(),
        "facts": facts,
    }


def is_plainly_own(row: Row, person: str) -> bool:
    """Whether a row itself says that it is somebody's own evidence; the verb looks at its files too."""
    return bool(person) and person in (row.owner, row.recorded_by, row.state_by)
