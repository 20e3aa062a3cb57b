"""The answer where something went wrong that should not have: what hinders writing is told, all else is our fault."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.api.problem import problem
from tonetop.records.hindered import hindrance
from tonetop.web.middleware import PROGRAMS


def answer(request: HttpRequest) -> HttpResponse:
    """503 with the sentence, else 500; programs are told as by the API."""
    why = hindrance(sys.exc_info()[1])
    status = 503 if why else 500
    if request.path.startswith(PROGRAMS):
        said = why or "Something went wrong that should not have; nothing was stored."
        return problem(said, status)
    return render(request, "500.html", {"why": gettext(why) if why else ""}, status=status)
