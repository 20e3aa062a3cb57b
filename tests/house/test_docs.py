"""Links in the documents lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, files

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def links(text: str) -> Iterator[str]:
    """Targets of links and pictures, code left aside."""
    for match in LINK.finditer(CODE.sub("``", FENCE.sub("", text))):
        yield match[1] or match[2]


def anchors(text: str) -> set[str]:
    """What may stand after # in a link to a Markdown document."""
    titles = (title.replace("`", "").strip().lower() for title in HEADING.findall(FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def broken(document: Path) -> Iterator[str]:
    """Links of a document which lead to no file, or to no heading of one."""
    for link in links(document.read_text("utf-8")):
        if link.startswith(ELSEWHERE):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path) if path else document
        if (
            not target.exists()
            or anchor
            and target.suffix == ".md"
            and anchor not in anchors(target.read_text("utf-8"))
        ):
            yield f"{document.name}: {link}"


def test_every_link_in_the_documents_leads_to_a_file_and_a_heading():
    documents = list(files(".md"))
    assert ROOT / "README.md" in documents
    assert [found for document in documents for found in broken(document)] == []


def test_a_link_to_nowhere_is_found(tmp_path):
    document = tmp_path / "page.md"
    document.write_text(
        "# One thing\n[a](#one-thing) [b](other.md) ![c](page.md#two) `[d](no.md)`\n\n[e]: gone.md\n"
    )
    assert list(broken(document)) == ["page.md: other.md", "page.md: page.md#two", "page.md: gone.md"]
