"""HTML: what the page says, without scripts; what a reader of the page would not see is said."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from tonetop.core.passage import Text
from tonetop.documents.formats import plain
from tonetop.documents.formats.days import iso_day
from tonetop.documents.manuscript import Manuscript, Run
from tonetop.documents.unread import Unread

LEFT_OUT = frozenset(
    ("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head", "select", "nav")
)
BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "ul", "ol", "dl", "dt", "dd",
     "table", "thead", "tbody", "tfoot", "caption", "figure", "figcaption", "form", "fieldset", "address", "details",
     "summary", "hr", "pre", "body", "html", "li", "tr", "center")
)  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*[01](?:\.\d+)?\s*(?:px|pt|em)?\s*(?:;|$)"
    r"|(?:^|[;\s])(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
WHITE = re.compile(r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255)", re.I)
GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*([^;]+)", re.I)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
SPACE = re.compile(r"\s+")
ABOUT = {"author": "author", "dcterms.creator": "author", "date": "created", "dcterms.created": "created",
         "article:published_time": "created", "article:modified_time": "modified", "last-modified": "modified",
         "dcterms.modified": "modified"}  # fmt: skip
DEEPEST = 300


def read(data: bytes, name: str) -> Text:
    """The text of a page. Raises Unread."""
    source, noticed = plain.decoded(_recoded(data))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser) if source.strip() else None
    except etree.ParserError:
        root = None
    except etree.XMLSyntaxError:
        raise Unread("it is damaged, or nested too deep") from None
    page = _Page(Manuscript())
    page.script.noticed.extend(noticed)
    if root is not None:
        page.element(root, "", 0)
        page.end_line("\n\n")
    return page.script.done(data, "html", _about(root) if root is not None else {})


def _recoded(data: bytes) -> bytes:
    """The bytes in UTF-8 where the page names another encoding that is known."""
    named = CHARSET.search(data[:2048])
    if not named or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data
    try:
        return data.decode(named[1].decode()).encode()
    except (LookupError, UnicodeError):
        return data


def _about(root: Any) -> dict[str, str]:
    told = {"title": " ".join("".join(title.itertext()) for title in root.iter("title"))}
    for meta in root.iter("meta"):
        key = ABOUT.get((meta.get("name") or meta.get("property") or "").lower())
        if key:
            content = meta.get("content") or ""
            told.setdefault(key, content if key == "author" else iso_day(content))
    return told


class _Page:
    """Gathers the runs of a line until a block begins or ends."""

    def __init__(self, script: Manuscript) -> None:
        self.script = script
        self.prefix = ""
        self.line: list[Run] = []
        self.lists = 0

    def end_line(self, end: str) -> None:
        """Write what was gathered."""
        runs, before = [], " "
        for found, odd in self.line:
            text = SPACE.sub(" ", found)
            text = text.lstrip() if before.endswith(" ") else text
            if text:
                runs.append((text, odd))
                before = text
        if runs:
            runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
            self.script.runs(self.prefix, runs, end)
            self.prefix = ""
        self.line = []

    def element(self, element: Any, odd: str, depth: int) -> None:
        """An element and what it holds, in order. Raises Unread where it is nested too deep."""
        if depth > DEEPEST:
            raise Unread("its elements are nested too deep")
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag not in LEFT_OUT:
            odd = odd or _odd(element)
            if tag in HEADINGS:
                self._block("#" * HEADINGS[tag] + " ", element, odd, depth)
            elif tag == "li":
                self._block("  " * min(max(self.lists - 1, 0), 8) + "- ", element, odd, depth, "\n")
            elif tag == "tr":
                self._row(element, odd, depth)
            elif tag in BLOCKS:
                self._block("", element, odd, depth)
            elif tag == "br":
                self.line.append((" ", odd))
            else:
                self._inside(element, odd, depth)

    def _block(self, prefix: str, element: Any, odd: str, depth: int, end: str = "\n\n") -> None:
        is_list = element.tag in ("ul", "ol")
        if element.tag == "table":
            self.end_line("\n\n")
            self.script.gap()
        self.end_line("\n" if self.lists else "\n\n")
        if not self.lists or prefix.startswith("#"):
            self.script.gap()
        self.prefix = prefix or self.prefix
        self.lists += is_list
        self._inside(element, odd, depth)
        self.lists -= is_list
        self.end_line("\n" if self.lists else end)
        if prefix:
            self.prefix = ""

    def _inside(self, element: Any, odd: str, depth: int) -> None:
        if element.text:
            self.line.append((element.text, odd))
        for below in element:
            self.element(below, odd, depth + 1)
            if below.tail:
                self.line.append((below.tail, odd))

    def _row(self, row: Any, odd: str, depth: int) -> None:
        """A table's row on one line; words of tables within its cells stand in the cell."""
        if any(below.tag == "table" for below in row.iter()):
            # A table that holds tables lays the page out.
            self._block("", row, odd, depth)
            return
        self.end_line("\n\n")
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        told = [
            "".join(
                text
                for part in cell.iter()
                if part.tag not in LEFT_OUT
                for text in (part.text or "", "", (part.tail or "") if part is not cell else "", " ")
            )
            for cell in cells
        ]
        place = self.script.row([SPACE.sub(" ", text) for text in told])
        oddities = {
            odd,
            *(_odd(part) for cell in cells for part in cell.iter() if isinstance(part.tag, str)),
        } - {""}
        for found in sorted(oddities):
            self.script.notice(found, f"a row of a table has {found}", place)


def _odd(element: Any) -> str:
    style = element.get("style") or ""
    if element.get("hidden") is not None or (style and HIDING.search(style)):
        return "hidden text"
    return "white text" if style and WHITE.search(style) and _is_on_white(style) else ""


def _is_on_white(style: str) -> bool:
    """Whether no other ground is named than white."""
    named = [found[1] for found in GROUND.finditer(style)]
    return all(WHITE.match("color:" + ground) for ground in named)
