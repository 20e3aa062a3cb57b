"""Who is said to have been at a meeting, in which capacity, and who is said to have been away; each where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tonetop.core.quote import Quote, slice_of

FIRST = 9000
"""How far from the start attendance is looked for, in characters: minutes begin with it."""
HEADED = re.compile(
    r"^(?:#{1,6}[ \t]*|\*\*)?(?P<head>(?:members? |council ?members? |councillors |directors "
    r"|commissioners |others? |also |board members? |committee members? )?"
    r"(?:attendance|attendees|present|in attendance|participants|roll call|apologies|absent"
    r"|regrets|members|guests|observers|staff)"
    r"(?: (?:present|absent|members?|attending|list))?)(?:\*\*)?:?(?:\*\*)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
LINE = re.compile(
    r"^[ \t>|]*(?:[-*+•][ \t]+)?(?:\*\*|__)?(?P<head>[A-Za-z][A-Za-z /&-]{2,45}?)(?:\*\*"
    r"|__)?:(?:\*\*|__)?[ \t]+(?P<names>\S[^\n]*)$",
    re.MULTILINE,
)
ENTRY = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?P<name>\S[^\n]*)$", re.MULTILINE)
ROW = re.compile(r"^\|(?P<cells>[^\n]+)\|[ \t]*$", re.MULTILINE)
NEXT = re.compile(r"^(?:#{1,6}[ \t]|\*\*[^*\n]+\*\*:?[ \t]*$|---)", re.MULTILINE)
AWAY = re.compile(r"\b(?:apolog|absent|regret|missing|excused|not present|did not attend)", re.IGNORECASE)
GUEST = re.compile(r"\b(?:observer|guest|invited|visitor|public|also)", re.IGNORECASE)
STAFF = re.compile(
    r"\b(?:staff|secretariat|support|administration|presenter|scribe|minutes|note ?taker|facilitator)",
    re.IGNORECASE,
)
MEMBER = re.compile(
    r"\b(?:council|board|committee|members?|directors?|trustees?|commissioners?|councillors?"
    r"|councilmembers?|present|attendance|attendees|attending|participants|chair(?:man|woman"
    r"|person)?|mayor|roll call|executives?|quorum)\b",
    re.IGNORECASE,
)
HANDLE = re.compile(r"\(@[\w-]+\)|@[\w-]+|\[[^\]]*\]\([^)]*\)|\*\*|\[|\]")
ASIDE = re.compile(r"\(([^)]*)\)")
NAME = re.compile(
    r"^(?:[A-ZÀ-ÞŁŠŽ][\w.'’-]*(?: (?:[A-ZÀ-ÞŁŠŽ][\w.'’-]*|de|da|van|von|der|den|del|la|bin|al"
    r"|y)){0,4}|[a-z][\w-]{1,14})$"
)
BODIES = re.compile(
    r"\b(?:foundation|council|committee|board|team|department|the|members?|group|project|office)\b",
    re.IGNORECASE,
)
PARTED = re.compile(r",\s*(?:and\s+)?|;\s*|\s+and\s+")
TITLES = re.compile(
    r"^(?:council ?members?|councillors?|commissioners?|directors?|mayor(?: pro tem)?"
    r"|vice[- ]mayor|chair(?:man|woman|person)?|vice[- ]chair|president|trustees?|mr|mrs|ms|dr"
    r"|prof)\.? ",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"^(?:the )?(?:[A-Za-z&-]+ ){0,4}(?:secretary|lead|counsel|officer|director|manager|clerk|president|treasurer"
    r"|attorney|auditor|advis[eo]r|consultant|recorder|administrator|chair(?:man|woman|person)?|engineer|c[efiot]o|ciso"
    r"|dpo)(?: (?:of|for) [\w &-]{2,40})?$",
    re.IGNORECASE,
)
BESIDE = re.compile(r"\b(?:also )?in attendance\b", re.IGNORECASE)
SEATED = re.compile(
    r"^[ \t>|*#-]*(?:[\w]+ )?(?:present|members?|directors|trustees)\b", re.IGNORECASE | re.MULTILINE
)
NEVER = frozenset(
    [
        "none",
        "n/a",
        "no",
        "one",
        "nobody",
        "quorum",
        "yes",
        "everyone",
        "all",
        "tbd",
        "guests",
        "staff",
        "links",
        "agenda",
    ]
)


class Attendee(NamedTuple):
    """A person named as present or absent (mode), as member, staff or guest (capacity); role as it is told."""

    name: str
    capacity: str
    mode: str
    role: str
    quote: Quote


def attendance(text: str) -> list[Attendee]:
    """Everybody named in the attendance of minutes, in order, each name once."""
    found: dict[str, Attendee] = {}
    for attendee in (*_by_line(text), *_by_heading(text)):
        found.setdefault(attendee.name.lower(), attendee)
    written = sum(attendee.name[0].isupper() for attendee in found.values())
    if 2 * written < len(found) and not HEADED.search(text, 0, FIRST):
        return []  # words in small letters under no heading of their own: a list of something else
    return sorted(found.values(), key=lambda attendee: attendee.quote.start)


def _by_line(text: str) -> Iterator[Attendee]:
    for line in LINE.finditer(text, 0, min(len(text), FIRST)):
        head = line["head"]
        if len(head.split()) > 5 or not _is_about_people(head):
            continue
        for start, end in _with_offices(text, _split(line["names"], line.start("names"))):
            yield from _attendee(text, start, end, head)


def _is_about_people(head: str) -> bool:
    return bool(AWAY.search(head) or GUEST.search(head) or STAFF.search(head) or MEMBER.search(head))


def _by_heading(text: str) -> Iterator[Attendee]:
    for headed in HEADED.finditer(text, 0, min(len(text), FIRST)):
        stop = NEXT.search(text, headed.end() + 1)
        end = min(stop.start() if stop else len(text), headed.end() + 4000)
        for entry in ENTRY.finditer(text, headed.end(), end):
            if ":" not in entry["name"]:
                yield from _attendee(text, entry.start("name"), entry.end("name"), headed["head"])
        yield from _by_row(text, headed.end(), end, headed["head"])


def _by_row(text: str, start: int, end: int, head: str) -> Iterator[Attendee]:
    """The rows of a table: name, role, and whether present where a cell says so."""
    rows = list(ROW.finditer(text, start, end))
    for row in rows[1:]:
        cells = [cell.strip() for cell in row["cells"].split("|")]
        if set(row["cells"]) <= set("|-: "):
            continue
        name = text.find(cells[0], row.start())
        away = any(AWAY.match(cell) or cell.lower() in {"no", "absent"} for cell in cells[1:])
        for attendee in _attendee(text, name, name + len(cells[0]), head):
            role = cells[1] if len(cells) > 1 else ""
            yield attendee._replace(
                role=role,
                mode="absent" if away else attendee.mode,
                quote=slice_of(text, row.start(), row.end()),
            )


def _split(names: str, at: int) -> Iterator[tuple[int, int]]:
    """The ranges between commas, outside of brackets."""
    depth, begun = 0, 0
    masked = []
    for character in names:
        depth += (character == "(") - (character == ")")
        masked.append("x" if depth > 0 and character in ",;" else character)
    for parted in PARTED.finditer("".join(masked)):
        yield at + begun, at + parted.start()
        begun = parted.end()
    yield at + begun, at + len(names)


def _with_offices(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges, with an office that stands alone behind a comma joined to the name before it."""
    held: tuple[int, int] | None = None
    for start, end in ranges:
        if held and OFFICE.match(text[start:end].strip(" .*_")):
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def _attendee(text: str, start: int, end: int, head: str) -> Iterator[Attendee]:
    told, comma, office = text[start:end].partition(",")
    if comma and not OFFICE.match(office.strip(" .*_")):
        told, office = text[start:end], ""
    asides = [aside for aside in ASIDE.findall(told) if not aside.startswith("@")]
    name = TITLES.sub("", " ".join(ASIDE.sub(" ", HANDLE.sub(" ", told)).split()).strip(" .*|-"))
    if not NAME.match(name) or BODIES.search(name) or name.lower() in NEVER or len(name) < 2:
        return
    role = asides[0] if asides else office.strip(" .*_")
    is_beside = BESIDE.search(head) and SEATED.search(text, 0, start)
    is_staff = is_beside or STAFF.search(f"{head} {role}")
    capacity = "guest" if GUEST.search(head) else "staff" if is_staff else "member"
    mode = "absent" if AWAY.search(f"{head} {role}") else "present"
    yield Attendee(name, capacity, mode, role, slice_of(text, start, end))
