"""The public trust page: what the organisation chose to show, told to everybody alike, without a cookie or a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts
from tonetop.records import clock
from tonetop.web.documents import sent
from tonetop.work.assess import assess
from tonetop.work.read_text import shown_as, text_of
from tonetop.work.trust_shown import DOCUMENT, KINDS, Shown, Text, by_handle, introduction, is_open, public

HEADINGS = {
    "policy": "Policies",
    "notice": "Privacy notice",
    "certificate": "Certificates",
    "document": "On request",
    "contact": "Contact",
}
STRICT = "; ".join(
    ("default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'")
    + ("base-uri 'none'", "frame-ancestors 'none'")
)
"""What a public page may load: our own style sheets and the icon; no script at all."""


def guarding(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A public view whose 404 tells no more than that, whatever the reason."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except Http404:
            return told(request, "trust_gone.jinja", {"house": ""}, status=404)

    return answered


@require_safe
@guarding
def trust(request: HttpRequest) -> HttpResponseBase:
    """The page; there is none while it is closed."""
    facts = opened()
    shown = public(facts)
    context = grouped(shown) | {"introduction": introduction(facts)}
    return told(request, "trust.jinja", context)


@require_safe
@guarding
def text(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The text of a policy that is shown."""
    one = by_handle(opened(), handle)
    if one is None or one.item.kind == DOCUMENT or one.text is None:
        raise Http404
    return told(request, "trust_text.jinja", {"one": one, **matter(one.text)})


@require_safe
@guarding
def file(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The file of a policy whose text no page can show."""
    one = by_handle(opened(), handle)
    if one is None or one.item.kind == DOCUMENT or one.text is None or is_readable(one.text):
        raise Http404
    return guarded(sent(one.text.sha256, one.text.name, one.text.media_type))


def opened() -> Facts:
    """The facts of today, while the page is open; nothing tells a closed page from none."""
    facts = assess().facts
    if not is_open(facts):
        raise Http404
    return facts


def grouped(shown: list[Shown]) -> dict[str, Any]:
    """What is shown by kind, as the template reads it."""
    groups = [(kind, HEADINGS[kind], [one for one in shown if one.item.kind == kind]) for kind in KINDS]
    return {"groups": [group for group in groups if group[2]], "readable": is_readable}


def is_readable(text: Text | None) -> bool:
    """Whether a page can show a text."""
    return text is not None and text_of(text.sha256, text.media_type) is not None


def matter(text: Text) -> dict[str, Any]:
    """A text as HTML, or as it was typed; both None for a file alone."""
    html = shown_as(text.sha256, text.media_type)
    if html is not None:
        return {"html": SafeString(html), "plain": None}  # noqa: S308 - made by our own reader, which lets no HTML in
    return {"html": None, "plain": text_of(text.sha256, text.media_type)}


def tongue(request: HttpRequest) -> str:
    """The language that a reader wishes: the one in the address, else what the browser asks for."""
    wish = request.GET.get("lang", "")
    return wish if wish in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def told(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponseBase:
    """A public page: the same bytes for whoever asks, in the language wished, and asked for anew each time."""
    language = tongue(request)
    with translation.override(language):
        around = {
            "house": clock.organisation().name,
            "path": request.path,
            "today": clock.today(),
            "preview": None,
            "lang": f"?lang={language}" if request.GET.get("lang") == language else "",
        }
        made = render_to_string(template, around | dict(context))
    response = HttpResponse(made, status=status, headers={"Content-Language": language})
    etag = f'"{salted_hmac("trust", made).hexdigest()}"'
    response["ETag"] = etag
    guarded(response)
    return (get_conditional_response(request, etag, None, response) if status == 200 else None) or response


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """The headers of what everybody may read: checked anew each time, so that what is taken off is gone at once."""
    response["Cache-Control"] = "no-cache, must-revalidate"
    response["Content-Security-Policy"] = STRICT
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
