"""The page of settings holds what the program reads from its environment, no more and no less."""

import re

from tests.house.source import ROOT

NAME = re.compile(r"TONETOP_[A-Z]+(?:_[A-Z]+)*")
ROW = re.compile(r"^\| `(TONETOP_[A-Z_]+)` \| .+ \| .+ \| \[.+\]\((.+)\) \|$", re.MULTILINE)


def test_every_setting_that_is_read_stands_on_the_page_once_with_where_more_is_said():
    page = ROOT / "docs" / "operations" / "settings.md"
    listed = dict(ROW.findall(page.read_text("utf-8")))
    source = (ROOT / "src" / "tonetop").rglob("*.py")
    read = {name for path in source for name in NAME.findall(path.read_text("utf-8"))}
    assert len(read) > 30
    assert sorted(listed) == sorted(read)
    assert len(ROW.findall(page.read_text("utf-8"))) == len(listed)
    silent = [name for name, more in listed.items() if name not in (page.parent / more).read_text("utf-8")]
    assert silent == []
