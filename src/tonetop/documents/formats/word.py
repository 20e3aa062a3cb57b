"""DOCX: paragraphs, tables row by row, notes, headers, footers and comments; what is hidden or tracked is said."""

from __future__ import annotations

import re
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.formats.days import iso_day
from tonetop.documents.formats.office import about, left_alone, related
from tonetop.documents.formats.word_runs import is_shown, runs_of
from tonetop.documents.formats.xml import child, name, tree, value
from tonetop.documents.manuscript import Manuscript, Run, one_line
from tonetop.documents.package import Package
from tonetop.documents.unread import Unread

LEVEL = re.compile(r"(?:heading|überschrift)\s*([1-9])", re.I)
AFTER = {
    "footnotes": "footnote",
    "endnotes": "endnote",
    "header": "header",
    "footer": "footer",
    "comments": "comment",
}
"""What follows the body, in this order: relation -> kind of part."""
AROUND = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
"""What may stand around blocks and rows."""
HOLDERS = ("comment", "footnote", "endnote")


def read(data: bytes, name: str) -> Text:
    """The text of a Word document. Raises Unread."""
    package = Package(data)
    main = next((part for kind, part in related(package, "").values() if kind == "officeDocument"), "")
    links = list(related(package, main).values())
    styles = next((part for kind, part in links if kind == "styles" and part in package), "")
    story = _Story(Manuscript(), _levels(tree(package.read(styles), styles)) if styles else {})
    left_alone(package, story.script)
    body = child(tree(package.read(main), main), "body")
    if body is None:
        raise Unread("it has no body")
    with story.script.part("body"):
        story.blocks(body)
    for relation, kind in AFTER.items():
        for part in sorted({part for found, part in links if found == relation and part in package}):
            story.after(tree(package.read(part), part), kind)
    return story.script.done(data, "docx", about(package))


def _levels(styles: Any) -> dict[str, int]:
    """The level of each style that is a heading, by its id; a style based on a heading is one too."""
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles:
        called, outline, above = (
            child(style, "name"),
            child(style, "pPr", "outlineLvl"),
            child(style, "basedOn"),
        )
        title = value(called, "val").lower() if called is not None else ""
        found = LEVEL.match(title)
        if found or title == "title":
            levels[value(style, "styleId")] = int(found[1]) if found else 1
        elif outline is not None and value(outline, "val") in "012345678":
            levels[value(style, "styleId")] = int(value(outline, "val") or 0) + 1
        elif above is not None:
            based[value(style, "styleId")] = value(above, "val")
    for id, above in based.items():
        seen, over = {id}, above
        while over in based and over not in seen:
            seen.add(over)
            over = based[over]
        if over in levels:
            levels[id] = levels[over]
    return levels


class _Story:
    """Writes the blocks of a story down, one after the other."""

    def __init__(self, script: Manuscript, levels: dict[str, int]) -> None:
        self.script = script
        self.levels = levels

    def blocks(self, element: Any) -> None:
        """Paragraphs and tables in order, those within content controls too."""
        for block in element:
            kind = name(block)
            if kind == "p":
                self._paragraph(block)
            elif kind == "tbl":
                self.script.gap()
                self._table(block)
            elif kind in AROUND:
                self.blocks(block)
        self.script.gap()

    def after(self, story: Any, kind: str) -> None:
        """Notes, a header or footer, or comments: one part, where it has words."""
        if not any(text.strip() for text in story.itertext()):
            return
        with self.script.part(kind):
            if kind == "comment":
                self.script.notice("comments", "it has comments, which stand after its text")
            for entry in story if kind in HOLDERS else (story,):
                if kind == "comment":
                    who, day = one_line(value(entry, "author")), iso_day(value(entry, "date"))
                    self.script.line(f"Comment by {who or 'nobody named'}{f' on {day}' if day else ''}:")
                self.blocks(entry)

    def _paragraph(self, paragraph: Any) -> None:
        """A heading, an entry of a list (the next entry right below it), or a paragraph with a gap around it."""
        runs = list(runs_of(paragraph, self.script))
        style = child(paragraph, "pPr", "pStyle")
        level = self.levels.get(value(style, "val"), 0) if style is not None else 0
        deep = child(paragraph, "pPr", "numPr", "ilvl")
        if level:
            self.script.gap()
            self.script.runs("#" * min(level, 6) + " ", _on_one_line(runs))
        elif child(paragraph, "pPr", "numPr") is not None:
            indent = (
                "  " * min(int(value(deep, "val") or 0), 8)
                if deep is not None and value(deep, "val").isdigit()
                else ""
            )
            self.script.runs(f"{indent}- ", _on_one_line(runs), "\n")
        else:
            self.script.gap()
            self.script.runs("", runs)
        for box in paragraph.iter():
            if name(box) == "txbxContent" and is_shown(box):
                self.blocks(box)

    def _table(self, table: Any) -> None:
        """Each row on a line; a table within a cell is written in that cell."""
        for row in table:
            if name(row) in AROUND:
                self._table(row)
            if name(row) != "tr":
                continue
            holders = [cell for cell in row if name(cell) in ("tc", "sdt")]
            if len(holders) == 1:
                # A frame around text is no table.
                self.script.gap()
                self.blocks(holders[0])
                continue
            cells = [
                [
                    run
                    for text in cell.iter()
                    if name(text) == "p"
                    for run in (*runs_of(text, self.script), (" ", ""))
                ]
                for cell in holders
            ]
            place = self.script.row(["".join(text for text, _ in cell) for cell in cells])
            for odd in sorted({odd for cell in cells for text, odd in cell if odd and text.strip()}):
                self.script.notice(odd, f"a row of a table has {odd}", place)
        self.script.gap()


def _on_one_line(runs: list[Run]) -> list[Run]:
    return [(text.replace("\n", " "), odd) for text, odd in runs]
