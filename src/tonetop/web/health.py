"""Whether the server and its database answer, for whoever watches over them; says nothing else."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_log")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
