"""ODT and ODP: headings, paragraphs, lists, tables and slides of OpenDocument; deletions are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.formats.days import iso_day
from tonetop.documents.formats.office import MACROS
from tonetop.documents.formats.xml import child, name, tree, value
from tonetop.documents.manuscript import Manuscript, Run, one_line
from tonetop.documents.package import Package
from tonetop.documents.unread import Unread

CONTENT, META = "content.xml", "meta.xml"
APART = frozenset(("annotation", "note", "tracked-changes"))
"""What stands within a paragraph and is no part of its sentence."""


def read(data: bytes, name: str) -> Text:
    """The text of an OpenDocument text or presentation. Raises Unread."""
    package = Package(data)
    root = tree(package.read(CONTENT), CONTENT)
    body = child(root, "body")
    kind = next(iter(body), None) if body is not None else None
    if kind is None:
        raise Unread("it has no body")
    story = _Story(Manuscript(), _hiding(root))
    if any(entry.startswith(("Basic/", "Scripts/")) for entry in package.names()):
        story.script.notice("macros", MACROS)
    story.whole(kind)
    story.comments(kind)
    return story.script.done(data, "odt", _about(package))


def _about(package: Package) -> dict[str, str]:
    meta = child(tree(package.read(META), META), "meta") if META in package else None
    told = {name(entry): "".join(entry.itertext()) for entry in meta} if meta is not None else {}
    return {
        "title": told.get("title", ""),
        "author": told.get("initial-creator", "") or told.get("creator", ""),
        "created": iso_day(told.get("creation-date", "")),
        "modified": iso_day(told.get("date", "")),
    }


def _hiding(root: Any) -> frozenset[str]:
    """The names of styles whose letters are not shown."""
    styles = child(root, "automatic-styles")
    return frozenset(
        value(style, "name")
        for style in (styles if styles is not None else ())
        for properties in style
        if value(properties, "display") == "none"
    )


SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}


class _Story:
    """Writes the blocks of a text down, one after the other."""

    def __init__(self, script: Manuscript, hiding: frozenset[str]) -> None:
        self.script = script
        self.hiding = hiding

    def whole(self, story: Any) -> None:
        """A presentation by its slides, any other as one body."""
        slides = [page for page in story if name(page) == "page"]
        if not slides:
            with self.script.part("body"):
                self.blocks(story)
        for slide in slides:
            with self.script.part("slide", one_line(value(slide, "name"))):
                self.blocks(slide)

    def blocks(self, element: Any, depth: int = 0) -> None:
        """Headings, paragraphs, lists and tables in order, also within sections and frames."""
        for block in element:
            kind = name(block)
            if kind == "h":
                level = value(block, "outline-level")
                self.script.gap()
                runs = [(text.replace("\n", " "), odd) for text, odd in self._runs(block)]
                self.script.runs("#" * min(int(level) if level.isdigit() else 1, 6) + " ", runs)
            elif kind == "p":
                self.script.runs("", self._runs(block))
                self._frames(block)
            elif kind == "list":
                self._list(block, depth)
            elif kind == "table":
                self._table(block)
            elif kind not in APART:
                self.blocks(block, depth)

    def comments(self, story: Any) -> None:
        """What readers wrote at the side, and notes, after the text."""
        for kind, called in (("note", "footnote"), ("annotation", "comment")):
            found = [entry for entry in story.iter() if name(entry) == kind]
            if not found:
                continue
            with self.script.part(called):
                for entry in found:
                    if kind == "annotation":
                        self.script.notice("comments", "it has comments, which stand after its text")
                        self.script.line(f"Comment by {_said(entry, 'creator') or 'nobody named'}:")
                    for block in entry.iter():
                        if name(block) == "p":
                            self.script.runs("", self._runs(block))

    def _list(self, entries: Any, depth: int) -> None:
        if not depth:
            self.script.gap()
        for entry in entries:
            for block in entry:
                if name(block) == "list":
                    self._list(block, depth + 1)
                elif name(block) in ("p", "h"):
                    runs = [(text.replace("\n", " "), odd) for text, odd in self._runs(block)]
                    self.script.runs("  " * min(depth, 8) + "- ", runs, "\n")
        if not depth:
            self.script.gap()

    def _table(self, table: Any) -> None:
        self.script.gap()
        for row in table.iter():
            if name(row) == "table-row":
                cells = [cell for cell in row if name(cell) == "table-cell"]
                self.script.row(
                    [
                        " ".join(
                            "".join(text for text, _ in self._runs(p)) for p in cell.iter() if name(p) == "p"
                        )
                        for cell in cells
                    ]
                )
        self.script.gap()

    def _frames(self, paragraph: Any) -> None:
        for frame in paragraph:
            if name(frame) == "frame":
                self.blocks(frame)

    def _runs(self, element: Any, odd: str = "") -> Iterator[Run]:
        """The letters within a paragraph; frames, notes and comments stand elsewhere."""
        if value(element, "style-name") in self.hiding:
            odd = "hidden text"
        if element.text:
            yield element.text, odd
        for below in element:
            kind = name(below)
            if kind in SIGNS:
                yield SIGNS[kind], odd
            elif kind in ("hidden-text", "hidden-paragraph"):
                yield "".join(below.itertext()) or value(below, "string-value"), "hidden text"
            elif kind not in APART and kind != "frame":
                yield from self._runs(below, odd)
            if below.tail:
                yield below.tail, odd


def _said(entry: Any, what: str) -> str:
    return one_line("".join(text for below in entry if name(below) == what for text in below.itertext()))
