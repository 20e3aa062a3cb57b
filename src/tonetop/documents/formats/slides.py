"""PPTX: each slide with its title, its text, its tables and its notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.formats.office import about, left_alone, related
from tonetop.documents.formats.xml import child, name, tree, value
from tonetop.documents.manuscript import Manuscript, Run
from tonetop.documents.package import Package
from tonetop.documents.unread import Unread

TINY = 200
"""Hundredths of a point."""


def read(data: bytes, name: str) -> Text:
    """The text of a presentation. Raises Unread."""
    package = Package(data)
    main = next((part for kind, part in related(package, "").values() if kind == "officeDocument"), "")
    links = related(package, main)
    slides = child(tree(package.read(main), main), "sldIdLst")
    if slides is None:
        raise Unread("it has no slides")
    script = Manuscript()
    left_alone(package, script)
    for entry in slides:
        # p:sldId carries an id of its own and one, in the namespace of relations, of the slide's part.
        kind, part = next((links[id] for id in entry.attrib.values() if id in links), ("", ""))
        if kind == "slide":
            _slide(package, part, script)
    return script.done(data, "pptx", about(package))


def _slide(package: Package, part: str, script: Manuscript) -> None:
    """A slide, and the notes that its speaker has."""
    root = tree(package.read(part), part)
    with script.part("slide"):
        begun = script.length
        _shapes(root, script)
        if value(root, "show") in ("0", "false"):
            script.notice("hidden slide", "a slide that is not shown", (begun, script.length))
        for kind, notes in related(package, part).values():
            if kind == "notesSlide" and notes in package:
                _notes(tree(package.read(notes), notes), script)


def _notes(root: Any, script: Manuscript) -> None:
    for shape in root.iter():
        body = child(shape, "txBody") if name(shape) == "sp" and _role(shape) == "body" else None
        if body is not None and any(text.strip() for text in body.itertext()):
            script.line("Notes:")
            _text(body, script, "")


def _shapes(root: Any, script: Manuscript) -> None:
    """The shapes in the order in which they lie; the title first, as it is read."""
    shapes = [shape for shape in root.iter() if name(shape) in ("sp", "graphicFrame")]
    shapes.sort(key=lambda shape: _role(shape) not in ("title", "ctrTitle"))
    for shape in shapes:
        body, table = child(shape, "txBody"), child(shape, "graphic", "graphicData", "tbl")
        if body is not None and _role(shape) not in ("sldNum", "dt", "ftr"):
            _text(body, script, _role(shape), _is_hidden(shape))
        elif table is not None:
            for row in table:
                if name(row) == "tr":
                    script.row(["".join(_words(cell)) for cell in row if name(cell) == "tc"])
            script.gap()


def _role(shape: Any) -> str:
    place = child(shape, "nvSpPr", "nvPr", "ph")
    return value(place, "type") or "obj" if place is not None else ""


def _is_hidden(shape: Any) -> bool:
    named = child(shape, "nvSpPr", "cNvPr")
    return named is not None and value(named, "hidden") in ("1", "true")


def _text(body: Any, script: Manuscript, role: str, is_hidden: bool = False) -> None:
    """The paragraphs of a shape; several in the place for a slide's text are entries of a list."""
    paragraphs = [
        runs for paragraph in body if name(paragraph) == "p" and (runs := list(_runs(paragraph, is_hidden)))
    ]
    if role in ("title", "ctrTitle"):
        joined = [run for runs in paragraphs for run in (*runs, (" ", ""))]
        script.runs("# ", [(text.replace("\n", " "), odd) for text, odd in joined])
        return
    is_list = len(paragraphs) > 1 and role in ("body", "obj")
    for runs in paragraphs:
        script.runs("- " if is_list else "", [(text.replace("\n", " "), odd) for text, odd in runs], "\n")
    script.gap()


def _runs(paragraph: Any, is_hidden: bool) -> Iterator[Run]:
    for run in paragraph:
        if name(run) == "br":
            yield "\n", ""
        if name(run) in ("r", "fld"):
            size = value(child(run, "rPr"), "sz") if child(run, "rPr") is not None else ""
            is_tiny = size.isdigit() and int(size) <= TINY
            yield "".join(_words(run)), "hidden text" if is_hidden else "tiny text" if is_tiny else ""


def _words(element: Any) -> Iterator[str]:
    """The text of all runs below an element, paragraphs parted by a space."""
    for below in element.iter():
        if name(below) == "t":
            yield below.text or ""
        elif name(below) in ("p", "br"):
            yield " "
