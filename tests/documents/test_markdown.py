"""Markdown is shown as it was meant, and nothing of it does harm."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tonetop.documents.markdown import rendered

TAGS = {"p", "a", "em", "code", "pre", "strong"}


class Tags(HTMLParser):
    """The tags of some HTML, and the values of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.attributes = set[str](), dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes.update({name: value or "" for name, value in attrs})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# One", "<h3>One</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("**so**", "<strong>so</strong>"),
        ("~~no~~", "<s>no</s>"),
        ("[here](https://example.org/)", 'href="https://example.org/" rel="noopener noreferrer nofollow"'),
        ("<mailto:a@example.org>", 'href="mailto:a@example.org"'),
    ],
)
def test_what_is_written_is_shown(text: str, shown: str):
    assert shown in rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](/accounts/logout/)",
        "[x](//elsewhere.example/)",
        "<javascript:alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "![<b onload=x>](data:image/svg+xml,x)",
        '[x](https://a.example/ "\\"><script>alert(1)</script>")',
        "`<script>`\n\n    <script>\n\n```<script>\n<script>\n```",
    ],
)
def test_nothing_of_a_text_runs_or_is_fetched(text: str):
    found = Tags()
    found.feed(rendered(text))
    assert found.tags <= TAGS
    assert set(found.attributes) <= {"href", "rel", "class", "tabindex", "title", "start"}
    assert not found.attributes.get("href", "https://").startswith(("javascript", "data", "/", "file"))


def test_headings_stand_under_those_of_the_page_and_leave_out_no_level():
    html = rendered("## Two\n\n##### Five\n\n# One\n\n### Three\n\n###### Six")
    assert [part[:2] for part in html.split("<h")[1:]] == ["3>", "4>", "3>", "4>", "5>"]


def test_a_table_scrolls_by_itself_and_sets_numbers_without_a_style():
    html = rendered("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<div class="scroll" tabindex="0"><table class="written">' in html
    assert '<td class="figures">2</td>' in html
    assert "style" not in html
    assert html.count("</tbody>") == html.count("</table>") == html.count("</div>") == 1


def test_a_table_without_rows_is_closed_too():
    html = rendered("| a | b |\n|---|---|")
    assert html.count("<table") == html.count("</table>")
    assert html.count("<tbody>") == html.count("</tbody>")


def test_a_picture_is_told_by_its_words():
    assert rendered("![The board](https://a.example/x.png)") == "<p><em>[The board]</em></p>\n"
    assert "img" not in rendered("![](https://a.example/x.png)")
