"""What other houses ask of this one as their witness: to sign a checkpoint (c2sp.org/tlog-witness)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tonetop.work.be_witness import answer
from tonetop.work.witness import BEHIND, MALFORMED, NotSignedError

LARGEST = 65_536
PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"


@csrf_exempt  # whoever asks is known by the signature of their log; there is no session
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """The signature line, or why there is none; a log that is behind is told the size that was signed last."""
    try:
        text = request.read(LARGEST + 1).decode()
    except UnicodeDecodeError:
        return HttpResponse("what was asked is no text\n", PLAIN, MALFORMED)
    if len(text) > LARGEST:
        return HttpResponse(f"what was asked is longer than {LARGEST} bytes\n", PLAIN, MALFORMED)
    try:
        return HttpResponse(answer(text), PLAIN)
    except NotSignedError as refused:
        if refused.status == BEHIND:
            return HttpResponse(f"{refused.size}\n", SIZE, BEHIND)
        return HttpResponse(f"{refused}\n", PLAIN, refused.status)
