"""For whoever watches over the server: whether it lives, whether it can work, and its figures for Prometheus."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tonetop.work import measure
from tonetop.work.ready import checks
from tonetop.work.vital_signs import vital_signs

PLAIN, FRESH = "text/plain; charset=utf-8", {"Cache-Control": "no-store"}


def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_log")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every check holds, else 503; a line for each says which, in plain words and without secrets.

    As JSON for whoever takes that before plain text.
    """
    found = checks()
    well = all(one.holds for one in found)
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        told = {"ready": well, "checks": {one.name: {"holds": one.holds, "said": one.said} for one in found}}
        return JsonResponse(told, status=200 if well else 503, headers=FRESH)
    lines = [f"{'ok' if one.holds else 'NO':<3} {one.name}: {one.said}" for one in found]
    said = "\n".join(["ready" if well else "not ready", *lines, ""])
    return HttpResponse(said, status=200 if well else 503, content_type=PLAIN, headers=FRESH)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever has the token that the operator set; without one set there are none."""
    if not measure.is_on():
        raise Http404
    if not measure.opens_to(request.headers.get("Authorization", "")):
        said = "send the token of TONETOP_METRICS_TOKEN as Authorization: Bearer ...\n"
        return HttpResponse(said, status=401, content_type=PLAIN, headers={"WWW-Authenticate": "Bearer"})
    written, media = measure.text(vital_signs())
    return HttpResponse(written, content_type=media, headers=FRESH)
