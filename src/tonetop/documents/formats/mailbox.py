"""A mailbox (RFC 4155): one mail after the other, each a part."""

from __future__ import annotations

import re

from tonetop.core.passage import Text
from tonetop.documents.formats import mail
from tonetop.documents.manuscript import Manuscript
from tonetop.documents.unread import Unread

FROM = re.compile(rb"(?:\A|\n\n)From [^\n]*\n")
ESCAPED = re.compile(rb"^>(>*From )", re.M)
MAILS = 5_000


def read(data: bytes, name: str, depth: int = 0) -> Text:
    """The text of all mails of a mailbox. Raises Unread."""
    told = data.replace(b"\r\n", b"\n")
    begun = [found.span() for found in FROM.finditer(told)]
    if not begun or begun[0][0]:
        raise Unread("it does not begin as a mailbox does")
    if len(begun) > MAILS:
        raise Unread(f"it holds more than {MAILS} mails")
    script = Manuscript()
    ends = [start for start, _ in begun[1:]] + [len(told)]
    for (_, start), end in zip(begun, ends, strict=True):
        script.gap()
        mail.write(mail.parsed(ESCAPED.sub(rb"\1", told[start:end])), script, depth)
    return script.done(data, "mbox")
