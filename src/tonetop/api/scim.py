"""SCIM 2.0 (RFC 7644): a directory lists who has an account; it brings, changes and closes, and deletes nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from tonetop.api.scim_form import (
    MOST,
    USER,
    Wrong,
    asked,
    error,
    kind,
    listing,
    narrowed,
    patched,
    said,
    schema,
    service,
    user,
)
from tonetop.records.intake import Refused
from tonetop.records.ledger.database import LedgerError
from tonetop.records.models import Account
from tonetop.records.provisioning import DirectoryKey
from tonetop.records.rollback import ReadOnly
from tonetop.standard import plain_yaml
from tonetop.work import keep_listed
from tonetop.work.directory_key import key_of

TYPE = "application/scim+json"
View = Callable[..., HttpResponse]
REFUSALS = (
    (keep_listed.Missing, 404, ""),
    (keep_listed.Taken, 409, "uniqueness"),
    (keep_listed.Fixed, 400, "mutability"),
    (ReadOnly, 503, ""),
    (Refused, 400, "invalidValue"),
)


def _door(**methods: Callable[..., HttpResponse]) -> View:
    """A view that lets in the holder of a key, and answers every mistake as SCIM does."""

    @csrf_exempt  # a key is sent on purpose; no browser adds it by itself
    @never_cache
    def view(request: HttpRequest, **named: str) -> HttpResponse:
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        key = key_of(told.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            answer = _refused(401, "send the key that an administrator made as `Authorization: Bearer …`")
            answer.headers["WWW-Authenticate"] = 'Bearer realm="scim"'
            return answer
        if request.method not in methods:
            return _refused(405, f"{request.method} is not for this address")
        return _answered(methods[request.method], request, key, named)

    return view


def _answered(act: View, request: HttpRequest, key: DirectoryKey, named: dict[str, str]) -> HttpResponse:
    try:
        return act(request, key, **named)
    except LedgerError as problem:
        return _refused(503, str(problem))
    except Wrong as wrong:
        return _refused(400, str(wrong), wrong.scim_type)
    except Refused as refused:
        status, word = next((status, word) for type, status, word in REFUSALS if isinstance(refused, type))
        return _refused(status, str(refused), word)


def _refused(status: int, sentence: str, word: str = "") -> HttpResponse:
    return JsonResponse(error(status, sentence, word), status=status, content_type=TYPE)


def _told(plain: Any, status: int = 200) -> HttpResponse:
    return JsonResponse(plain, status=status, content_type=TYPE)


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/scim/v2/")


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        plain = plain_yaml.read(request.body, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Wrong("invalidSyntax", f"the body: {broken}") from None
    if not isinstance(plain, dict):
        raise Wrong("invalidSyntax", "the body is no mapping")
    return plain


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    value = request.GET.get(name, str(otherwise))
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise Wrong("invalidValue", f"{name} is no number")
    return int(value)


def _user(request: HttpRequest, account: Account, status: int = 200) -> HttpResponse:
    told = user(keep_listed.one(str(account.pk)), _base(request))
    answer = _told(_narrowed(request, told), status)
    if status == 201:
        answer.headers["Location"] = told["meta"]["location"]
    return answer


def _narrowed(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    names = (request.GET.get(name, "") for name in ("attributes", "excludedAttributes"))
    only, without = ([one.strip() for one in value.split(",") if one.strip()] for value in names)
    return narrowed(told, only, without)


def _list(request: HttpRequest, key: DirectoryKey) -> HttpResponse:
    found = keep_listed.listed().filter(**asked(request.GET.get("filter", "")))
    start = max(1, _number(request, "startIndex", 1))
    count = min(MOST, max(0, _number(request, "count", MOST)))
    rows = found[start - 1 : start - 1 + count]
    users = [_narrowed(request, user(account, _base(request))) for account in rows]
    return _told(listing(users, found.count(), start))


def _bring(request: HttpRequest, key: DirectoryKey) -> HttpResponse:
    return _user(request, keep_listed.bring(key, said(_body(request))), 201)


def _read(request: HttpRequest, key: DirectoryKey, number: str) -> HttpResponse:
    return _user(request, keep_listed.one(number))


def _replace(request: HttpRequest, key: DirectoryKey, number: str) -> HttpResponse:
    told = said(_body(request))
    if not told.user:
        raise Wrong("invalidValue", "userName is missing")
    return _user(request, keep_listed.change(key, keep_listed.one(number), told))


def _patch(request: HttpRequest, key: DirectoryKey, number: str) -> HttpResponse:
    return _user(request, keep_listed.change(key, keep_listed.one(number), patched(_body(request))))


def _take_out(request: HttpRequest, key: DirectoryKey, number: str) -> HttpResponse:
    keep_listed.take_out(key, keep_listed.one(number))
    return HttpResponse(status=204)


def _one_of(make: Callable[[str], dict[str, Any]], id: str) -> Callable[..., HttpResponse]:
    def act(request: HttpRequest, key: DirectoryKey, name: str) -> HttpResponse:
        if name != id:
            raise keep_listed.Missing(f"there is no {name[:100]}")
        return _told(make(_base(request)))

    return act


def _all_of(make: Callable[[str], dict[str, Any]]) -> Callable[..., HttpResponse]:
    return lambda request, key: _told(listing([make(_base(request))], 1))


def _nothing(request: HttpRequest, key: DirectoryKey, rest: str) -> HttpResponse:
    raise keep_listed.Missing(f"there is no /{rest[:100]}; ServiceProviderConfig tells what there is")


urlpatterns = [
    path("ServiceProviderConfig", _door(GET=lambda request, key: _told(service(_base(request))))),
    path("ResourceTypes", _door(GET=_all_of(kind))),
    path("ResourceTypes/<str:name>", _door(GET=_one_of(kind, "User"))),
    path("Schemas", _door(GET=_all_of(schema))),
    path("Schemas/<str:name>", _door(GET=_one_of(schema, USER))),
    path("Users", _door(GET=_list, POST=_bring)),
    path("Users/<str:number>", _door(GET=_read, PUT=_replace, PATCH=_patch, DELETE=_take_out)),
    path("<path:rest>", _door(GET=_nothing, POST=_nothing, PUT=_nothing, PATCH=_nothing, DELETE=_nothing)),
]
