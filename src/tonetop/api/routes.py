"""All routes, made once for all registers; none is named here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router

from tonetop.api.acts import router as acts
from tonetop.api.body import body, once
from tonetop.api.bulk import router as bulk
from tonetop.api.centre import router as centre
from tonetop.api.described import described
from tonetop.api.due import router as due
from tonetop.api.exports import router as exports
from tonetop.api.gates import router as gates
from tonetop.api.look import Look, only
from tonetop.api.made import api
from tonetop.api.paging import CURSOR, LARGEST, PAGE, SIZE, Walked, beside, part
from tonetop.api.problem import problem
from tonetop.api.told import told
from tonetop.api.webhooks import router as webhooks
from tonetop.records.history import history, revisions
from tonetop.records.listing import Wish, listing
from tonetop.records.registry import registers
from tonetop.standard import catalogue
from tonetop.work.assess import assess
from tonetop.work.change_record import CORRECTION, change_record, withdraw_record
from tonetop.work.permission import closed, writer

SINCE = """Only records of which a version was recorded since then: an instant, as `recorded` of a history tells it;
a day, from its beginning in UTC; or, exactly, after a line of the ledger by its number (`seq`). With `withdrawn=yes`
it tells a program what to fetch and what to forget."""
SAID = {
    (
        "GET",
        False,
        True,
    ): "Those that hold on a day, searched, filtered and sorted as on the pages, a page at a time.",
    (
        "POST",
        False,
        True,
    ): "One that is there already is 409, and one that is so already is told as unchanged.",
    (
        "GET",
        True,
        False,
    ): "Each with when it was recorded, the hash of its event, who did it and who entered it.",
    ("GET", False, False): "The version that holds on a day.",
    (
        "PUT",
        False,
        False,
    ): "The whole record as it is to be: a field that is left out is emptied. A new one where none is.",
    ("DELETE", False, False): "From today on it is not there; as of earlier days it still is.",
}
"""What the operations of every register do, by method, whether they are of a history, whether of the whole list."""
AFTER = "Only if the last version is this one, else 409; 0: only if there is none."
SINCE_WHEN = "From which day it holds; correction: from when the last version held."
PAST = "/history"
"""What follows a record's id where its versions are; a key's last part may be called so too, and is the record then."""


class Page(Look):
    """Which page of a list, how long, sorted by which field, with which words in it; or what follows a record."""

    q: str = Field("", description="Words that stand in a record.")
    sort: str = Field(
        "", description="A field; with - before it downwards; empty: by id.", examples=["-name"]
    )
    page: int = Field(1, description=PAGE)
    size: int = Field(50, description="How many a page holds, up to 500.")
    cursor: str = Field("", description=CURSOR, examples=["after.1042"])
    recorded_since: str = Field("", description=SINCE, examples=["2025-03-14T09:14:07Z"])
    withdrawn: Literal["", "yes", "no"] = Field("", description="yes: with those that were withdrawn.")


class Versions(Walked):
    """Which of a record's versions."""

    size: int = Field(50, description=SIZE)


def missing(sentence: str) -> HttpResponse:
    """What is not there is 404."""
    return problem(sentence, 404)


@api.get(
    "/assessment", tags=["Assessment"], summary="Everything judged as of a day", operation_id="get_assessment"
)
def assessment(request: HttpRequest, look: Query[Look]) -> Any:
    """The form of `tonetop assess --format json`."""
    only(request, Look)
    return assess(*look.days()).plain()


@api.get(
    "/checks/{id}",
    tags=["Assessment"],
    summary="One check with its whole reason tree",
    operation_id="get_check",
)
def check(request: HttpRequest, id: str, look: Query[Look]) -> Any:
    """Result, sentence, records, lapse, next act and the tree."""
    only(request, Look)
    if id not in catalogue.checks():
        return missing(f"there is no check {id}")
    return assess(*look.days()).tree(id)


@api.get("/catalogue", tags=["Assessment"], summary="The catalogue", operation_id="get_catalogue")
def whole_catalogue(request: HttpRequest) -> Any:
    """The catalogue's data as shipped, with the product's ratings and versions."""
    only(request)
    return {**catalogue.data(), "additions": catalogue.additions()}


def _routes(type: str) -> None:
    """The routes of one register; what is told of no route is for keys that end as an address does."""
    body = {
        "requestBody": {"content": {"application/json": {"schema": described(registers()[type].shape())}}}
    }
    base = f"/registers/{type}"
    one, past = base + "/{path:ref}", base + "/{path:ref}/history"
    for method, path, view, summary, extra in (  # what each does is said once, below
        ("GET", base, _lister(type), f"List {type}", None),
        ("POST", base, _creator(type), f"Add a {type}", body),
        ("GET", past, _historian(type), f"A {type}'s versions", None),
        ("PUT", past, _ending(_changer(type)), "", None),
        ("DELETE", past, _ending(_withdrawer(type)), "", None),
        ("GET", one, _reader(type), f"One {type}", None),
        ("PUT", one, _changer(type), f"A new version of a {type}", body),
        ("DELETE", one, _withdrawer(type), f"Withdraw a {type}", None),
    ):
        name = f"{method.lower()}_{type}{'_history' if path == past else ''}{'' if 'ref' in path else 's'}"
        decorate = api.api_operation(
            [method],
            path,
            summary=summary,
            description=SAID.get((method, path == past, path == base), ""),
            tags=[type],
            operation_id=name,
            openapi_extra=extra,
            include_in_schema=bool(summary),
        )
        decorate(view)


def _ending(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of one record, for a key whose last part is `history`."""

    @wraps(view)
    def whole(request: HttpRequest, ref: str, **asked: Any) -> Any:
        return view(request, f"{ref}{PAST}", **asked)

    return whole


def _lister(type: str) -> Callable[..., Any]:
    def list_records(request: HttpRequest, page: Query[Page]) -> Any:
        only(request, Page, *registers()[type].shape().fields)
        as_of, known_on = page.days()
        known = {*Page.model_fields}
        values = {name: request.GET.get(name, "") for name in request.GET if name not in known}
        hidden = closed(_account(request), type)
        since, gone = page.recorded_since, page.withdrawn == "yes"
        wish = Wish(page.q, values, page.sort, page.page, (), hidden, page.cursor, since, gone)
        found = listing(registers()[type], as_of, known_on, wish, min(max(page.size, 1), LARGEST))
        records = [told(row, request) for row in found.rows]
        links, headers = beside(request, found.later, found.earlier)
        counted = {"count": found.count, "page": found.page, "pages": found.pages} | links
        return JsonResponse(counted | {"records": records}, headers=headers)

    return list_records


def _creator(type: str) -> Callable[..., Any]:
    def add_record(request: HttpRequest) -> Any:
        writer(_account(request), type)  # before the body is read, so that it tells nothing about it
        plain = body(request, "one record")
        row = change_record(_account(request), type, plain, after=0, once=once(request, plain))
        return JsonResponse(told(row, request) if row else {"unchanged": True}, status=201 if row else 200)

    return add_record


def _reader(type: str) -> Callable[..., Any]:
    def read_record(request: HttpRequest, ref: str, look: Query[Look]) -> Any:
        only(request, Look)
        row = registers()[type].objects.on(*look.days()).filter(ref=ref).first()
        return told(row, request) if row else missing(f"there is no {type} {ref} on that day")

    return read_record


def _historian(type: str) -> Callable[..., Any]:
    def read_history(request: HttpRequest, ref: str, which: Query[Versions]) -> Any:
        if registers()[type].objects.filter(ref=f"{ref}{PAST}").exists():
            days = {name: request.GET.get(name, "") for name in Look.model_fields}
            return _reader(type)(request, f"{ref}{PAST}", Look(**days))
        only(request, Versions)
        numbers = revisions(type, ref)
        if not numbers:
            return missing(f"there is no {type} {ref}")
        shown = part([*map(str, numbers)], which)
        wanted = numbers[shown.begin : shown.end]
        steps = history(type, ref, closed(_account(request), type, ref), wanted)
        versions = [
            told(step.version, request)
            | {
                "recorded": step.recorded,
                "leaf": step.leaf,
                "done_by": step.done_by,
                "entered_by": step.entered_by,
            }
            for step in steps
        ]
        links, headers = beside(request, shown.later, shown.earlier)
        counted = {"count": len(numbers), "page": shown.page, "pages": shown.pages} | links
        return JsonResponse(counted | {"versions": versions}, headers=headers)

    return read_history


def _changer(type: str) -> Callable[..., Any]:
    def change(
        request: HttpRequest,
        ref: str,
        after: int | None = Query(None, description=AFTER),  # noqa: B008 - it is how a parameter is described
        since: str = Query(CORRECTION, description=SINCE_WHEN),  # noqa: B008
    ) -> Any:
        plain = body(request, "one record")
        if not registers()[type].key:
            plain.setdefault("id", ref)
        asked = once(request, plain)
        row = change_record(_account(request), type, plain, after=after, since=since, once=asked, ref=ref)
        if row is None:
            return {"unchanged": True}
        return JsonResponse(told(row, request), status=201 if row.revision == 1 else 200)

    return change


def _withdrawer(type: str) -> Callable[..., Any]:
    def withdraw(
        request: HttpRequest,
        ref: str,
        after: int | None = Query(None, description=AFTER),  # noqa: B008 - it is how a parameter is described
    ) -> Any:
        row = withdraw_record(_account(request), type, ref, after=after, once=once(request))
        return told(row, request)

    return withdraw


def _account(request: HttpRequest) -> Any:
    return request.user


api.add_router("/centre", centre)
api.add_router("/due", due)
api.add_router("/gates", gates)
api.add_router("/webhooks", webhooks)
api.add_router("/bulk", bulk)
api.add_router("/acts", acts)
api.add_router("", exports)
for _type in registers():
    _routes(_type)


rest = Router()  # routers are asked in turn, so that this one comes last


@rest.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address is 404, as JSON like the rest."""
    return missing(f"there is no /{rest}; openapi.json lists what there is")


api.add_router("", rest)
