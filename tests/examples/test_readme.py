"""What the README shows of the real body is what the command says."""

from __future__ import annotations

from pathlib import Path

from tonetop.cli import telling
from tonetop.work.assess_file import Look, assess_file


def test_the_readme_shows_the_output_as_it_is(root: Path) -> None:
    """Between its marks stands the output of the command named there, line for line."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- rust:begin -->")[2].partition("<!-- rust:end -->")[0]
    example = root / "examples" / "rust-leadership-council.yaml"
    found, judged = assess_file(example, telling.today, Look(as_of="2026-08-31", clause="5.1"))
    told = telling.unstyled("\n".join(telling.lines(judged, found.organisation["name"])))
    assert told.strip() in shown
