"""What a file tells about an act by itself: a mail's head, the first lines of a text, a day in the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

LARGEST = 2 * 1024 * 1024
"""Bytes that are read of a file; what follows is kept and not read."""
LONGEST = 300
"""Characters of a title or a name."""
FRONT = 20
"""Lines of a text that may tell its day, its author and its title."""
DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
NAMED = re.compile(
    r"\s*(?:[-*#>]\s*)?\**(date|day|on|from|by|author|speaker|subject|title)\**\s*:\**\s*(\S.*)", re.I
)
FIELDS = {
    "date": "day",
    "day": "day",
    "on": "day",
    "from": "by",
    "by": "by",
    "author": "by",
    "speaker": "by",
    "subject": "title",
    "title": "title",
}
TYPES = {".eml": "message/rfc822", ".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
PLAIN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells: the day (ISO), who (name, mail address), the title, the text; empty where it says nothing."""

    day: str = ""
    by: str = ""
    address: str = ""
    title: str = ""
    text: str = ""
    type: str = PLAIN


def read(name: str, data: bytes, zone: str = "UTC") -> Told:
    """What a file of that name tells; nothing is refused, for whatever it is, it is kept.

    zone: the IANA time zone in which a mail's moment becomes a day.
    """
    path = PurePosixPath(name)
    type, data = TYPES.get(path.suffix.lower(), PLAIN), data[:LARGEST]
    if type == TYPES[".eml"]:
        told = _mail(data, zone)
    elif type == PLAIN:
        told = Told()
    else:
        told = _text(data.decode("utf-8-sig", "replace"))
    return replace(
        told,
        day=told.day or _day(path.stem),
        title=" ".join((told.title or DAY.sub("", path.stem).strip(" -_")).split())[:LONGEST],
        by=" ".join(told.by.split())[:LONGEST],
        type=type,
    )


def _day(text: str) -> str:
    """The first day written YYYY-MM-DD in a text; empty when there is none."""
    for found in DAY.finditer(text):
        try:
            return date(*map(int, found.groups())).isoformat()
        except ValueError:
            continue
    return ""


def _text(text: str) -> Told:
    """A text whose first lines may name its day, its author and its title; else its first heading and first day."""
    front = text.splitlines()[:FRONT]
    said: dict[str, str] = {}
    for line in front:
        found = NAMED.match(line[:LONGEST])
        if found:
            said.setdefault(FIELDS[found[1].lower()], found[2].strip().strip("*").strip())
    heading = next((line.lstrip("# ").strip() for line in front if line.startswith("#")), "")
    return Told(
        day=_day(said.get("day", "")) or _day("\n".join(front)),
        by=said.get("by", ""),
        title=said.get("title", "") or heading,
        text=text,
    )


def _mail(data: bytes, zone: str) -> Told:
    message = parsed(data)
    by, address = parseaddr(head(message, "From"))
    return Told(sent(message, zone), by or address, address, head(message, "Subject"), _body(message))


def parsed(data: bytes) -> Message:
    """The mail that these bytes are."""
    return BytesParser(policy=policy.compat32).parsebytes(data)


def head(message: Message, name: str) -> str:
    """A line of a mail's head, decoded; as it stands where it cannot be."""
    raw = str(message.get(name, ""))[: 4 * LONGEST]
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        return raw


def sent(message: Message, zone: str = "") -> str:
    """The day on which a mail was sent, in a zone, else by the sender's own clock; empty where it is not told."""
    try:
        moment = parsedate_to_datetime(str(message.get("Date", ""))[:LONGEST])
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)
        return (moment.astimezone(ZoneInfo(zone)) if zone else moment).date().isoformat()
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""


def _body(message: Message) -> str:
    """The mail's plain text, else the words of its HTML."""
    parts = {part.get_content_type(): part for part in reversed(list(message.walk()))}
    for type in ("text/plain", "text/html"):
        if type in parts:
            text = decoded(parts[type])
            return text if type == "text/plain" else _words(text)
    return ""


def decoded(part: Message) -> str:
    """The text of a part, by the encoding it names, else UTF-8."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


class _Words(HTMLParser):
    """Collects the words between tags, those of scripts and styles apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hide what is no text."""
        self.hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        """Show again."""
        self.hidden = False

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self.hidden:
            self.found.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return "".join(reader.found)
