"""Lists of applications of identity providers: told by their columns, AI by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tonetop.discovery.sources.directory import ai_of, applications, layout
from tonetop.work.scan_code import ai_use


@pytest.mark.parametrize(
    ("head", "provider"),
    [
        ("Application Label,Application Name,Status", "Okta"),
        ("displayName,appId,accountEnabled,homepage", "Microsoft Entra ID"),
        ("App name,App ID,Users", "Google Workspace"),
        ("name,email", None),
        ("", None),
    ],
)
def test_a_list_is_told_by_its_columns(head: str, provider: str | None) -> None:
    told = layout(head.split(","))
    assert (told[0] if told else None) == provider


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("ChatGPT Enterprise", "OpenAI"),
        ("GitHub Copilot", "GitHub Copilot"),
        ("Payroll", ""),
        ("Canada Post", ""),
    ],
)
def test_applications_that_are_ai_are_told_by_words_of_their_names(name: str, what: str) -> None:
    assert ai_of(name) == what


def test_a_scan_tells_them_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "apps.csv"
    path.write_text("displayName,appId,accountEnabled\nPayroll,1,true\nClaude for Work,2,true\n,3,true\n")
    assert [one.name for one in applications(path)] == ["Payroll", "Claude for Work"]
    (use,) = ai_use(path)
    assert (use.where, use.what) == ("apps.csv:3", "Anthropic Claude")
    assert "Microsoft Entra ID" in use.why
    (tmp_path / "other.csv").write_text("a,b\nClaude,1\n")
    assert applications(tmp_path / "other.csv") == applications(tmp_path / "none.csv") == ()
