"""Whatever a text of a report holds, the report is printed: letters that no font draws stop none."""

from __future__ import annotations

from tests.work.making_documents import minutes
from tonetop.work.printing import _printable


def test_control_characters_and_turned_letters_are_told_as_dots() -> None:
    matter = {"name\x1b": ["\x1b[31mred.md", ("\u202egnp.md", 3, None, True)], "text": minutes().text.text}
    assert _printable(matter) == {
        "name·": ["·[31mred.md", ["·gnp.md", 3, None, True]],
        "text": minutes().text.text,
    }
