"""Mails: who wrote to whom, when and about what, as lines; the words; and what is attached, by its own readers."""

from __future__ import annotations

from email.message import Message
from pathlib import PurePosixPath

from tonetop.core.passage import Text
from tonetop.documents.formats import web_page
from tonetop.documents.letter import decoded, head, parsed, sent
from tonetop.documents.manuscript import Manuscript, one_line
from tonetop.documents.reading import read as read_any
from tonetop.documents.unread import Unread

HEADS = ("From", "To", "Cc", "Date", "Subject")
TOLD = 1_000
"""Characters of a head that are told."""


def read(data: bytes, name: str, depth: int = 0) -> Text:
    """The text of a mail. Raises Unread."""
    script = Manuscript()
    message = parsed(data)
    write(message, script, depth)
    return script.done(data, "eml", about(message))


def about(message: Message) -> dict[str, str]:
    """What the head says: subject, sender, day of sending by the sender's clock."""
    return {"title": head(message, "Subject"), "author": head(message, "From"), "created": sent(message)}


def write(message: Message, script: Manuscript, depth: int) -> None:
    """Write a mail down: head and words as one part, each attachment as another."""
    attached: list[Message] = []
    with script.part("message", one_line(head(message, "Subject"))[:200]):
        for name in HEADS:
            told = one_line(head(message, name))[:TOLD]
            if told:
                script.line(f"{name}: {told}")
        script.gap()
        _body(message, script, attached)
    for number, part in enumerate(attached, 1):
        _attachment(part, _named(part, number), script, depth)


def _body(part: Message, script: Manuscript, attached: list[Message]) -> None:
    """The words of a mail; files are put aside."""
    type = part.get_content_type()
    if part.get_content_disposition() == "attachment" or part.get_filename() or type == "message/rfc822":
        attached.append(part)
    elif part.is_multipart():
        for below in _said_once(part):
            _body(below, script, attached)
    elif type == "text/html":
        _page(decoded(part), script)
    elif part.get_content_maintype() == "text":
        script.block(decoded(part))
    elif part.get_payload():
        attached.append(part)


def _said_once(part: Message) -> list[Message]:
    """The parts of a part; of several ways to say the same the plainest."""
    payload = part.get_payload()
    parts = [below for below in payload if isinstance(below, Message)] if isinstance(payload, list) else []
    if part.get_content_type() != "multipart/alternative":
        return parts
    return [below for below in parts if below.get_content_type() == "text/plain"][:1] or parts[-1:]


def _page(source: str, script: Manuscript) -> None:
    """A mail's words that are written as a web page."""
    page = web_page.read(source.encode("utf-8-sig", "replace"), "")
    at = script.length
    script.write(page.text)
    for seen in page.noticed:
        if seen.start is not None and seen.end is not None:
            script.notice(seen.what, seen.why, (at + seen.start, at + seen.end))


def _named(part: Message, number: int) -> str:
    """What an attachment is called."""
    name = one_line(PurePosixPath((part.get_filename() or "").replace("\\", "/")).name)[:200]
    if name:
        return name
    return f"{number}.eml" if part.get_content_type() == "message/rfc822" else f"attachment {number}"


def _attachment(part: Message, name: str, script: Manuscript, depth: int) -> None:
    """An attachment's text by its own reader; one that is not read is said."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        data = (
            inner[0].as_bytes()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message)
            else b""
        )
    else:
        given = part.get_payload(decode=True)
        data = given if isinstance(given, bytes) else b""
    try:
        script.take(read_any(data, name, depth + 1), "attachment", name)
    except Unread as why:
        script.notice("not read", f"its attachment {name} is not read: {why}")
