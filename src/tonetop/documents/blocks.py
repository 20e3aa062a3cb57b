"""The blocks of a text that is written as Markdown writes: headings, paragraphs, entries, rows, and what leads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADING, PROSE, ITEM, ROW = "heading", "prose", "item", "row"
HASHES = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$|\s*<h([1-6])[^>]*>(.*?)</h\3>\s*$", re.I)
UNDER = re.compile(r" {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}$")
MARK = re.compile(r"([ \t]*)(?:[-*+•‣◦▪●○■–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})[.)])[ \t]+(?=\S)")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
CELLS = re.compile(r"[ \t]*\|.*\|[ \t\\]*$|[^|\n]*\S[ \t]*\|[ \t]*\S[^\n]*$")
DASHES = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t\\]*$")
TABLE = re.compile(r"[ \t]*<table\b", re.I)
TABLE_END = re.compile(r"</table\s*>", re.I)
BOLD = re.compile(r"[ \t]*(\*\*|__)(?P<words>[^*_\n]{2,100})\1[ \t:]*$")
LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)|<?https?://\S+>?|:\w+:")
TAGS = re.compile(r"</?[A-Za-z!][^>\n]{0,300}>|<!--.*?-->")
COMMENT = re.compile(r"[ \t]*<!--")
DEFINED = re.compile(r" {0,3}\[[^\]\n]+\]:[ \t]*\S+")
QUOTED = re.compile(r"[ \t]*>[ \t]?")
WORD = re.compile(r"[^\W\d_]{2,}")
ENDS = ".!?;,"
LOOKED_AT = 1_000
"""Characters of a line or a block that are looked at to tell what it is."""
SHORT = 80
"""Characters of a line alone that may be a heading without being marked as one."""


class Block(NamedTuple):
    """A range of the text, what it is, and under what it stands; level: of a heading, 1 to 7."""

    kind: str
    start: int
    end: int
    lead: str = ""
    level: int = 0


class Line(NamedTuple):
    """A line without its newline: where it begins and ends."""

    start: int
    end: int
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks in order, each with its lead; front matter, rules, navigation and lists of links are left out."""
    lines = _lines(text)
    scanner = _Scanner(lines[_front(lines) :])
    for block in scanner.blocks():
        if block.kind == HEADING or _says_something(text[block.start : block.end], block.kind):
            yield block


def _lines(text: str) -> list[Line]:
    lines, at = list[Line](), 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), line))
        at += len(line) + 1
    return lines


def _front(lines: list[Line]) -> int:
    """How many lines the front matter takes."""
    if lines and lines[0].text.rstrip() == "---":
        for number, line in enumerate(lines[1:80], 1):
            if line.text.rstrip() in ("---", "..."):
                return number + 1
    return 0


def _is_nothing(text: str) -> bool:
    """Whether a line is empty, a rule, or says only where a link leads."""
    return not text.strip() or len(text) <= LOOKED_AT and bool(RULE.match(text) or DEFINED.match(text))


def _says_something(text: str, kind: str) -> bool:
    """Whether words stand there beyond links: an entry that is a link alone is navigation."""
    text = text[:LOOKED_AT]
    bare = TAGS.sub(" ", text) if "<" in text else text
    without = LINK.sub(" ", bare) if "](" in bare or "://" in bare else bare
    words = len(WORD.findall(without))
    if words >= 2:
        return True
    linked = " ".join(found[1] or "" for found in LINK.finditer(bare))
    return kind != ITEM and (words >= 1 or len(WORD.findall(linked)) >= 4)


class _Scanner:
    """Goes over lines once, remembering headings, the sentence that leads a list, and the head of a table."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.at = 0
        self.headings: list[tuple[int, str]] = []
        self.before = ""
        self.items: list[tuple[int, str]] = []

    def blocks(self) -> Iterator[Block]:
        """All blocks."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _is_nothing(line.text):
                self.at += 1
            elif COMMENT.match(line.text):
                self._commented()
            elif FENCE.match(line.text):
                yield from self._fenced()
            elif self._is_table():
                yield from self._table()
            else:
                yield self._heading(line) or self._plain(line)

    def _plain(self, line: Line) -> Block:
        """What begins with no sign of structure, or with that of an entry."""
        if TABLE.match(line.text):
            return self._html_table()
        return self._item() if MARK.match(line.text) else self._paragraph()

    def _lead(self, *more: str) -> str:
        """The nearest heading, and what else leads."""
        return " — ".join(part for part in (self.headings[-1][1] if self.headings else "", *more) if part)

    def _heading(self, line: Line) -> Block | None:
        """A heading, marked with hashes, underlined, bold alone, or short and alone above others."""
        if len(line.text) > LOOKED_AT:
            return None
        found = HASHES.match(line.text)
        if found:
            level, words = (len(found[1]), found[2]) if found[1] else (int(found[3]), found[4])
            return self._headed(line, level, words, 1)
        below = self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""
        if MARK.match(line.text) or "|" in line.text:
            return None
        if below and UNDER.match(below) and len(line.text) <= 2 * SHORT and self._is_first():
            return self._headed(line, 1 if "=" in below else 2, line.text.strip(), 2)
        if below.strip() or not self._is_first():
            return None
        bold = BOLD.match(line.text)
        words = bold["words"] if bold else line.text.strip()
        is_plain = (
            len(words) <= SHORT
            and words[-1] not in f"{ENDS}:"
            and words[0].isupper()
            and not LINK.search(words)
        )
        if (bold or is_plain) and self._is_followed():
            return self._headed(line, 7, words, 1)
        return None

    def _is_first(self) -> bool:
        """Whether nothing stands right above the line."""
        return self.at == 0 or not self.lines[self.at - 1].text.strip()

    def _is_followed(self) -> bool:
        """Whether a block follows that a heading may lead."""
        return any(line.text.strip() for line in self.lines[self.at + 1 : self.at + 4])

    def _headed(self, line: Line, level: int, words: str, lines: int) -> Block:
        words = TAGS.sub("", words).strip("*_ \t")
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        lead = self._lead()
        self.headings.append((level, words))
        self.before, self.items = "", []
        self.at += lines
        return Block(HEADING, line.start, line.end, lead, level)

    def _fenced(self) -> Iterator[Block]:
        """The paragraphs between fences."""
        self.at += 1
        begun = None
        while self.at < len(self.lines):
            line = self.lines[self.at]
            is_end = bool(FENCE.match(line.text))
            if line.text.strip() and not is_end:
                begun = line.start if begun is None else begun
                last = line.end
            elif begun is not None:
                yield Block(PROSE, begun, last, self._lead(self.before))
                begun = None
            self.at += 1
            if is_end:
                return
        if begun is not None:
            yield Block(PROSE, begun, last, self._lead(self.before))

    def _commented(self) -> None:
        """Pass over a comment."""
        while self.at < len(self.lines) and "-->" not in self.lines[self.at].text:
            self.at += 1
        self.at += 1

    def _html_table(self) -> Block:
        first = self.lines[self.at]
        while self.at < len(self.lines) - 1 and not TABLE_END.search(self.lines[self.at].text):
            self.at += 1
        last = self.lines[self.at]
        self.at += 1
        return Block(PROSE, first.start, last.end, self._lead(self.before))

    def _is_table(self) -> bool:
        """Whether rows begin here: two lines of cells, or one with a bar at each end."""
        line = self.lines[self.at].text
        if "|" not in line or not CELLS.match(line):
            return False
        below = self.lines[self.at + 1].text[:LOOKED_AT] if self.at + 1 < len(self.lines) else ""
        return bool(line.lstrip().startswith("|") or DASHES.match(below) and "|" in below)

    def _table(self) -> Iterator[Block]:
        """Each row, led by the table's head: the row above the dashes, else the first of several."""
        rows = list[Line]()
        while self.at < len(self.lines) and "|" in self.lines[self.at].text:
            rows.append(self.lines[self.at])
            self.at += 1
        has_dashes = len(rows) > 1 and bool(DASHES.match(rows[1].text[:LOOKED_AT]))
        head = " | ".join(_cells(rows[0].text)) if has_dashes or len(rows) > 2 else ""
        body = rows[2:] if has_dashes else rows[1:] if head else rows
        for row in body:
            if not DASHES.match(row.text[:LOOKED_AT]):
                yield Block(ROW, row.start, row.end, self._lead(head))

    def _item(self) -> Block:
        """An entry with its further lines, led by the entry it is indented below, or by the sentence above."""
        line = self.lines[self.at]
        mark = MARK.match(line.text)
        deep = len(mark[1].expandtabs(4)) if mark else 0
        while self.items and self.items[-1][0] >= deep:
            self.items.pop()
        above = self.items[-1][1] if self.items else self.before
        lead = self._lead(above)
        begun, last = line.start + _indent(line.text), line
        self.at += 1
        while self.at < len(self.lines) and self._goes_on(self.lines[self.at].text):
            last = self.lines[self.at]
            self.at += 1
        words = line.text.strip().lstrip("-*+•‣◦▪●○■– ").strip()
        self.items.append((deep, words[:200]))
        return Block(ITEM, begun, last.end, lead)

    def _goes_on(self, text: str) -> bool:
        """Whether a line belongs to the paragraph or entry above it."""
        return bool(text.strip()) and not (
            MARK.match(text)
            or HASHES.match(text)
            or FENCE.match(text)
            or RULE.match(text)
            or TABLE.match(text)
            or text.lstrip().startswith("|")
        )

    def _paragraph(self) -> Block:
        first = last = self.lines[self.at]
        self.at += 1
        while self.at < len(self.lines) and self._goes_on(self.lines[self.at].text) and not self._is_table():
            last = self.lines[self.at]
            self.at += 1
        indent = _indent(first.text)
        if not indent:
            self.items = []
        lead = self._lead(self.items[-1][1] if self.items else self.before)
        words = last.text.strip().strip("*_ ")
        self.before = words[-200:] if words.endswith(":") else ""
        quoted = QUOTED.match(first.text)
        return Block(PROSE, first.start + (quoted.end() if quoted else indent), last.end, lead)


def _indent(text: str) -> int:
    """How many signs of space a line begins with."""
    return len(text) - len(text.lstrip())


def _cells(row: str) -> list[str]:
    return [cell.strip(" \t\\") for cell in row.strip().strip("|\\").split("|")]


def records(text: str) -> Iterator[Block]:
    """The records of a table written as text, led by its first; a newline within quotes ends none."""
    rows, start, quoted = list[Block](), 0, False
    for line in _lines(text):
        quoted ^= line.text.count('"') % 2 == 1
        if not quoted:
            if text[start : line.end].strip(' ,;\t\n"'):
                rows.append(Block(ROW, start, line.end))
            start = line.end + 1
    if quoted and start < len(text):
        rows.append(Block(ROW, start, len(text)))
    head = (
        " | ".join(part.strip() for part in re.split(r"[,;\t]", text[rows[0].start : rows[0].end]))
        if rows
        else ""
    )
    yield from (row._replace(lead=head) for row in (rows[1:] if len(rows) > 1 else rows))
