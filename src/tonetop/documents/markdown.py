"""Markdown shown safely: no HTML of the text's own, no style, no picture from elsewhere, headings under the page's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LARGEST = 400_000
"""Characters of the longest text that is shown; a longer one is offered as a file."""
HEADS = 3
"""The level at which the headings of a text begin, under those of the page around it."""
REACHED = re.compile(r"(?:https?://|mailto:)[^\s]+\Z", re.IGNORECASE)


def rendered(text: str) -> str:
    """CommonMark with tables as HTML that a page may hold as it is.

    Raw HTML stands as text; links lead to http, https and mail addresses alone; a picture is told by its words.
    """
    return str(_reader().render(text))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    reader.validateLink = _leads  # type: ignore[method-assign, assignment]
    reader.core.ruler.push("ours", lambda state: _settle(state.tokens))
    reader.add_render_rule("image", _pictured)
    reader.add_render_rule("table_open", _table)
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return reader


def _leads(address: str) -> bool:
    return REACHED.match(address) is not None


def _settle(tokens: Sequence[Token]) -> None:
    """Headings begin under the page's and leave out no level; columns are told by class; links say nothing of us."""
    given, level = 0, HEADS - 1
    for token in tokens:
        if token.type == "heading_open":
            deeper = int(token.tag[1])
            level = min(level + 1, 6) if deeper > given else max(HEADS, min(level, HEADS - 1 + deeper))
            given = deeper
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
        aligned = token.attrs.pop("style", "")
        if aligned == "text-align:right":
            token.attrSet("class", "figures")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer nofollow")


def _pictured(_: Any, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """A picture's words, since nothing is fetched from elsewhere."""
    from_words = _plain(tokens[place].content)
    return f"<em>[{from_words}]</em>" if from_words else ""


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _table(*_: Any) -> str:
    return '<div class="scroll" tabindex="0"><table class="written">\n'
