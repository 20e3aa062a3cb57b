"""`tonetop assess --language`: reports in German, over a data folder and over facts alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Done

Command = Callable[..., Done]


@pytest.mark.slow
def test_a_report_is_told_in_the_language_that_is_asked_for(demo: Path, command: Command, tmp_path: Path):
    for form in ("pdf", "docx", "xlsx"):
        command("assess", "--format", form, "--language", "de", "--out", str(tmp_path / f"de.{form}"))
    assert b"/Lang(de)" in (tmp_path / "de.pdf").read_bytes()
    assert "Fallstricke" in CalamineWorkbook.from_path(tmp_path / "de.xlsx").sheet_names
    page = command("assess", "--format", "html", "--language", "de").out
    assert '<html lang="de">' in page
    assert "Fallstrick und die Anzeichen" in page
    assert '<html lang="en">' in command("assess", "--format", "html").out


@pytest.mark.slow
def test_facts_alone_are_told_in_german_without_a_data_folder(root: Path, tmp_path: Path):
    facts = root / "examples" / "rust-leadership-council.yaml"
    asked = ("assess", "--facts", str(facts), "--format", "html", "--language", "de", "--as-of", "2025-11-01")
    done = subprocess.run(
        [sys.executable, "-m", "tonetop.cli.main", *asked],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "Stand 01.11.2025" in done.stdout
    assert not list(tmp_path.iterdir())
