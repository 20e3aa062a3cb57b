"""The API itself, and how it refuses: one sentence, a status, and never a page."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tonetop import __version__
from tonetop.api.document import Described
from tonetop.api.doors import DOORS
from tonetop.api.problem import problem
from tonetop.records.intake import Refused
from tonetop.records.ledger.database import LedgerError
from tonetop.records.rollback import ReadOnly
from tonetop.records.write import Missing, Overtaken
from tonetop.work.change_several import SHOWN
from tonetop.work.permission import Forbidden

api = Described(
    title="Tonetop",
    version=__version__,
    description="Registers, assessments and reasons. Every change has its ledger line.",
    auth=DOORS,
    urls_namespace="api",
    docs_url=None,  # its page would load scripts from a foreign host; openapi.json says the same
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Bad input is 400, not there 404, overtaken 409, a folder that only reads 503; the sentence is as everywhere."""
    if isinstance(error, ReadOnly):
        return problem(str(error), 503)
    status = 409 if isinstance(error, Overtaken) else 404 if isinstance(error, Missing) else 400
    errors = [
        {"pointer": f"#/records/{place}", "detail": sentence}
        for place, sentence in getattr(error, "problems", ())[:SHOWN]
    ]
    return problem(str(error), status, **({"errors": errors} if errors else {}))


@api.exception_handler(Forbidden)
def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    """What the role does not allow is 403."""
    return problem(str(error), 403)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Whoever brings neither a token that works nor a session is 401."""
    return problem("no token that works came with the request; `tonetop token` makes one", 401)


@api.exception_handler(HttpError)
def guarded(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A session that changes something without its CSRF token is 403."""
    return problem(f"{str(error).rstrip('.')}; send the session's token as X-CSRFToken", error.status_code)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A query parameter of a wrong kind is 400, in one sentence too."""
    first = error.errors[0]
    return problem(f"{first['loc'][-1]}: {first['msg']}", 400)


@api.exception_handler(LedgerError)
def unwritable(request: HttpRequest, error: LedgerError) -> HttpResponse:
    """What keeps the ledger from being written to, such as a missing key file, is 503."""
    return problem(str(error), 503)


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def unparsed(request: HttpRequest, error: Exception) -> HttpResponse:
    """A body that cannot be taken apart, or is larger than any that is taken, is 400."""
    return problem("the body cannot be read: it is broken, or larger than what is taken at once", 400)
