"""The language model as a page: whether one may be asked, what may be sent to it, and every call that was made."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.records.intake import Refused
from tonetop.web.shell import manages
from tonetop.web.wording import sentence
from tonetop.work import switch_model
from tonetop.work.model_calls import calls, costs, last
from tonetop.work.model_settings import Settings, SettingsRefused, settings_of
from tonetop.work.switch_model import OFF, ON, Off

SHOWN = 100
ACTS = {"on": switch_model.switch_on, "off": switch_model.switch_off}


def language_model(request: HttpRequest) -> HttpResponse:
    """The page; POST switches the model that the data folder names on or off."""
    if not manages(request.user):
        raise PermissionDenied(gettext("Your role does not see the language model; ask the governance lead."))
    if request.method == "POST":
        return _switched(request)
    found, problem = _named()
    made, told = calls(), last((ON, OFF))
    context = {
        "model": found,
        "problem": problem,
        "off": _off(),
        "was_on": told is not None and told[0] == ON,
        "system": told[1]["system"] if told else "",
        "calls": made[:SHOWN],
        "count": len(made),
        "costs": costs(made),
    }
    return render(request, "language_model.jinja", context)


def _switched(request: Any) -> HttpResponse:
    act = request.POST.get("act", "")
    try:
        if act not in ACTS or (act == "on" and "sure" not in request.POST):
            raise Refused(gettext("Tick that you are sure, and send it once more."))
        ACTS[act](request.user)
    except (Off, SettingsRefused) as why:
        messages.error(request, str(why))
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        on, off = gettext("The language model is on."), gettext("The language model is off.")
        messages.success(request, on if act == "on" else off)
    return redirect("language-model")


def _named() -> tuple[Settings | None, str]:
    """The model that the data folder names, or why the file cannot be used."""
    try:
        return settings_of(django_settings.DATA), ""
    except SettingsRefused as why:
        return None, str(why)


def _off() -> str:
    """Why no model may be asked; empty when one may be."""
    try:
        switch_model.in_use()
    except (Off, SettingsRefused) as why:
        return str(why)
    return ""
