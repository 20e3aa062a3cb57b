"""What a mail brings: who sent it, when, about what, and the files attached to it, as they are."""

from __future__ import annotations

from datetime import UTC
from email.generator import BytesGenerator
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from typing import NamedTuple

from tonetop.documents.letter import LONGEST, head, parsed
from tonetop.documents.unread import Unread

MOST = 50
"""Files of one mail that are taken."""
DEEPEST = 20


class Mail(NamedTuple):
    """A mail: the address and moment (ISO, UTC; empty for none) it says it is from, its subject, its files."""

    sender: str
    moment: str
    subject: str
    files: tuple[tuple[str, bytes], ...]


def opened(data: bytes) -> Mail:
    """The mail that these bytes are. Raises Unread for one that names no sender, or more files than are taken."""
    message = parsed(data)
    senders = message.get_all("From", [])
    _, sender = parseaddr(str(senders[0])) if len(senders) == 1 else ("", "")
    if "@" not in sender:
        raise Unread("it does not name one sender")
    files: list[tuple[str, bytes]] = []
    _gather(message, files, 0)
    subject = " ".join(head(message, "Subject").split())[:LONGEST]
    return Mail(sender.strip().lower(), _moment(message), subject, tuple(files))


def _moment(message: Message) -> str:
    try:
        moment = parsedate_to_datetime(str(message.get("Date", ""))[:LONGEST])
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""


def _gather(part: Message, files: list[tuple[str, bytes]], depth: int) -> None:
    """Put the attached files of a part, and of those within it, on the list; pictures of its words are none."""
    if depth > DEEPEST:
        raise Unread("it is nested too deep")
    type = part.get_content_type()
    if type == "message/rfc822" and depth:
        _put(files, part.get_filename() or "mail.eml", _mail_within(part))
    elif part.is_multipart():
        for below in _parts(part):
            _gather(below, files, depth + 1)
    elif part.get_content_disposition() == "attachment" or (
        part.get_filename() and not part.get("Content-ID")
    ):
        data = part.get_payload(decode=True)
        _put(files, _decoded_name(part), data if isinstance(data, bytes) else b"")


def _put(files: list[tuple[str, bytes]], name: str, data: bytes) -> None:
    if len(files) == MOST:
        raise Unread(f"it brings more than {MOST} files")
    if data:
        files.append((name, data))


def _parts(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [below for below in payload if isinstance(below, Message)] if isinstance(payload, list) else []


def _mail_within(part: Message) -> bytes:
    inner = _parts(part)
    written = BytesIO()
    for mail in inner[:1]:
        BytesGenerator(written, mangle_from_=False).flatten(mail)
    return written.getvalue()


def _decoded_name(part: Message) -> str:
    name = part.get_filename() or "attachment"
    holder = Message()
    holder["Name"] = "".join(sign for sign in name if sign.isprintable())[:LONGEST]
    return head(holder, "Name")
