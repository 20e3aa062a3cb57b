"""The tools: registers and their records, results and reasons, evidence and its text, search; none writes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tonetop.core import cadence
from tonetop.core.passage import Text
from tonetop.mcp.bounds import answer, fenced
from tonetop.mcp.passages import Passages
from tonetop.records import clock
from tonetop.records.history import history
from tonetop.records.intake import Refused
from tonetop.records.listing import Wish, listing
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.search import search
from tonetop.standard import catalogue
from tonetop.work.ask_here import ask_here
from tonetop.work.assess import assess
from tonetop.work.evidence_files import files_of
from tonetop.work.evidence_text import evidence_text
from tonetop.work.index_file import NotSearched
from tonetop.work.permission import all_closed, closed
from tonetop.work.quoted import Quoted
from tonetop.work.readable import disposed_on, may_read_piece

PAGE = 50
"""How many records one page holds at most."""
SLICE = 3_000
"""How many characters of a document are given at once."""
HITS = 12
EVIDENCE = "Evidence"

AsOf = Annotated[str, Field(description="The day to look at, YYYY-MM-DD; empty: today.")]
KnownOn = Annotated[str, Field(description="Only what was recorded up to this day; empty: all.")]
Type = Annotated[str, Field(description="A record type, such as PolicyVersion; `list_registers` names them.")]
Words = Annotated[str, Field(description="Words that must all stand in a record's id or texts.")]
Where = Annotated[dict[str, str] | None, Field(description='Values by field, such as {"state": "live"}.')]
Start = Annotated[int, Field(description="The character at which to begin, from 0.", ge=0)]
Page = Annotated[int, Field(description="Which page, from 1.", ge=1)]
Size = Annotated[int, Field(description="How many records a page holds.", ge=1, le=PAGE)]


class Tools:
    """What may be asked. passages: the search over documents, where there is one; account: who asks just now."""

    def __init__(self, passages: Passages | None) -> None:
        self.passages = passages
        self.account: Account | None = None

    def list_registers(
        self, type: Annotated[str, Field(description="One of them, told by its fields.")] = ""
    ) -> dict[str, Any]:
        """Name the registers; with a type, that register's fields with their kinds and closed words."""
        if type:
            return answer(_fields(_register(type)))
        told = {
            name: {"holds": _summary(model), "clause": model.requirement}
            for name, model in registers().items()
        }
        return answer(told)

    def list_records(  # noqa: PLR0913, PLR0917 - what a list is asked for
        self,
        type: Type,
        find: Words = "",
        where: Where = None,
        sort: str = "",
        as_of: AsOf = "",
        known_on: KnownOn = "",
        page: Page = 1,
        size: Size = 20,
    ) -> dict[str, Any]:
        """List the records of one register as they stood on a day, with words in them or values of fields."""
        model, days = _register(type), _days(as_of, known_on)
        wish = Wish(find, where or {}, sort, page, closed=closed(self.account, type))
        found = listing(model, *days, wish, size)
        records = [row.plain() for row in found.rows]
        return answer({"count": found.count, "page": found.page, "pages": found.pages, "records": records})

    def get_record(self, type: Type, id: str, as_of: AsOf = "", known_on: KnownOn = "") -> dict[str, Any]:
        """Give one record as it stood on a day, and who entered which version of it when."""
        row = _record(type, id, _days(as_of, known_on)).without(closed(self.account, type, id))
        return answer({"record": row.plain(), "versions": _versions(type, id)})

    def get_assessment(self, as_of: AsOf = "", known_on: KnownOn = "") -> dict[str, Any]:
        """Say how far each duty of top management, check, clause, control and pitfall is backed on a day, and why."""
        plain = assess(*_days(as_of, known_on)).plain()
        for part in ("clauses", "controls", "duties", "checks", "privacy"):
            for told in plain[part].values():
                told.pop("records", None)  # `explain_check` gives them
        return answer(plain)

    def explain_check(
        self,
        check: Annotated[str, Field(description="A check's id, such as LD-1.1.")],
        as_of: AsOf = "",
        known_on: KnownOn = "",
    ) -> dict[str, Any]:
        """Explain one check: what it asks, its result on a day, why, down to records, when it lapses, what to do."""
        if check not in catalogue.checks():
            raise Refused(f"there is no check {check!r}; `get_assessment` names them")
        asks = catalogue.checks()[check].title
        return answer({"asks": asks, **assess(*_days(as_of, known_on)).tree(check)})

    def list_evidence(  # noqa: PLR0913, PLR0917 - what a list is asked for
        self,
        find: Words = "",
        of: Annotated[str, Field(description="Id of the record that it is evidence of.")] = "",
        as_of: AsOf = "",
        known_on: KnownOn = "",
        page: Page = 1,
        size: Size = 20,
    ) -> dict[str, Any]:
        """List pieces of evidence: what each proves, of which day it is, its hash and what it is linked with."""
        return self.list_records(
            EVIDENCE, find, {"links": of} if of else None, "", as_of, known_on, page, size
        )

    def read_evidence(  # noqa: PLR0913, PLR0917 - which file of which piece from where
        self,
        id: str,
        start: Start = 0,
        file: Annotated[str, Field(description="Id of one of its files; empty: the first.")] = "",
        as_of: AsOf = "",
        known_on: KnownOn = "",
    ) -> dict[str, Any]:
        """Read the text of a file of a piece of evidence in slices; offsets count the stored text."""
        days = _days(as_of, known_on)
        record: Any = _record(EVIDENCE, id, days)
        if self.account is None or not may_read_piece(self.account, id, record.classification):
            raise Refused(
                "the classification of this piece keeps its text from guests; ask the governance lead"
            )
        if gone := disposed_on(id):
            raise Refused(f"{id} was disposed of on {gone}; its text is kept no more")
        held = {one.now.ref: one.now for one in files_of(id, days[0])}
        if file and file not in held:
            raise Refused(f"{id} has no file {file!r}; it has {', '.join(held) or 'none'}")
        chosen = held.get(file) or next(iter(held.values()), None)
        text = evidence_text(record, chosen.sha256, chosen.name or "") if chosen else evidence_text(record)
        files = [{"file": one.ref, "name": one.name, "sha256": one.sha256} for one in held.values()]
        about = {"id": id, "state": record.state, "file": chosen.ref if chosen else None, "files": files}
        return answer(about | _slice(text, start, id))

    def search_documents(  # noqa: PLR0913, PLR0917 - what texts are narrowed by
        self,
        words: Annotated[str, Field(description="Words or a question.", min_length=1, max_length=1000)],
        kind: Annotated[str, Field(description="Only evidence of this kind.")] = "",
        since: Annotated[str, Field(description="Only of this day or later, YYYY-MM-DD.")] = "",
        until: Annotated[str, Field(description="Only of this day or earlier, YYYY-MM-DD.")] = "",
        requirement: Annotated[
            str, Field(description="Only kept for this clause, control, duty or check.")
        ] = "",
    ) -> dict[str, Any]:
        """Find passages in the texts of evidence and documents that this account may read, each with its place."""
        _days(since, until, names=("since", "until"))
        narrow = {"kind": kind, "since": since, "until": until, "requirement": requirement}
        return answer({"passages": self._passages(words, **narrow)})

    def ask(
        self,
        question: Annotated[str, Field(description="A question, such as: Who approved the policy?")],
        earlier: Annotated[list[str] | None, Field(description="The questions it goes on from.")] = None,
        as_of: AsOf = "",
        known_on: KnownOn = "",
    ) -> dict[str, Any]:
        """Answer from records and quotations alone, or say that no evidence was found and what was searched."""
        if self.account is None:
            raise Refused("nobody asks; a token says who")
        found = ask_here(self.account, question, earlier or (), *_days(as_of, known_on))
        plain = found.plain()
        return answer(plain | {"quotes": [one | fenced(one.pop("quote")) for one in plain["quotes"]]})

    def search_all(self, words: str, as_of: AsOf = "", known_on: KnownOn = "") -> dict[str, Any]:
        """Find records of all registers that hold every word, and passages of documents where there is an index."""
        hits = search(words, *_days(as_of, known_on), all_closed(self.account))
        records = [
            {"type": title.type, "id": title.ref, "title": title.text, "on": title.on}
            for hit in hits
            for title in hit.found
        ]
        more = [hit.type for hit in hits if hit.more]
        return answer({"records": records, "more_in": more, "passages": self._passages(words)})

    def _passages(self, words: str, **asked: str) -> list[dict[str, Any]] | str:
        if self.passages is None or self.account is None:
            return "documents are not indexed here; only records were searched"
        try:
            return [_passage(one) for one in self.passages(self.account, words, HITS, **asked)[:HITS]]
        except NotSearched as why:
            return str(why)


def _slice(text: Text, start: int, id: str) -> dict[str, Any]:
    """So much of a text as is given at once, from a character on."""
    end = min(start + SLICE, len(text.text))
    if start >= end:
        raise Refused(f"the text of {id} has {len(text.text)} characters; start before that")
    part = text.part_at(start)
    told = {"sha256": text.sha256, "characters": len(text.text), "start": start, "end": end}
    where = {"part": f"{part.kind} {part.number}"} if part else {}
    return told | where | fenced(text.text[start:end])


def _passage(one: Quoted) -> dict[str, Any]:
    told = one.plain()
    told.pop("quote")
    return told | {"score": round(one.score, 3)} | fenced(one.quote.text)


def _days(
    as_of: str, known_on: str, names: tuple[str, str] = ("as_of", "known_on")
) -> tuple[str, str | None]:
    for name, day in zip(names, (as_of, known_on), strict=True):
        if day and not cadence.is_day(day):
            raise Refused(f"{name} {day!r} is no day; write YYYY-MM-DD")
    return as_of or clock.today(), known_on or None


def _register(type: str) -> type[Record]:
    found = registers().get(type)
    if found is None:
        raise Refused(f"there is no register {type!r}; `list_registers` names them")
    return found


def _record(type: str, id: str, days: tuple[str, str | None]) -> Record:
    row: Record | None = _register(type).objects.on(*days).filter(ref=id).first()
    if row is None:
        raise Refused(f"there is no {type} {id!r} on that day")
    return row


def _versions(type: str, id: str) -> list[dict[str, Any]]:
    return [
        {
            "revision": step.version.revision,
            "recorded": step.recorded,
            "leaf": step.leaf,
            "entered_by": step.entered_by,
        }
        for step in history(type, id)
    ]


def _summary(model: type[Record]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _fields(model: type[Record]) -> dict[str, Any]:
    fields = {
        name: {"kind": judge.kind}
        | ({"words": list(judge.words)} if judge.words else {})
        | ({"to": list(judge.to)} if judge.to else {})
        for name, judge in model.shape().fields.items()
    }
    return {"type": model.__name__, "holds": _summary(model), "clause": model.requirement, "fields": fields}
