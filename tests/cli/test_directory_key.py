"""Keys of directories in the terminal: made once, listed without being told again, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse

Command = Callable[..., Done]


def test_a_directory_gets_a_key_which_is_listed_and_withdrawn(folder: Path, command: Command):
    from tonetop.work.directory_key import key_of

    made = json.loads(command("directory_key", "--name", "Halden", "--format", "json").out)
    assert (made["name"], made["role"], made["key"][:13]) == ("Halden", "staff", "tonetop_scim_")
    assert key_of(made["key"])
    assert "Halden, whose people become staff, made on" in command("directory_key", "--list").out
    (listed,) = json.loads(command("directory_key", "--list", "--format", "json").out)
    assert made["key"] not in str(listed)
    gone = command("directory_key", "--withdraw", str(listed["key"]))
    assert gone.out == f"Key {listed['key']} no longer works.\n"
    assert key_of(made["key"]) is None
    assert command("directory_key", "--list").out == "0 keys.\n"


def test_a_key_is_told_to_people_once_and_needs_a_name(folder: Path, command: Command):
    told = command("directory_key", "--name", "Halden", "--role", "dpo").out
    assert "whose people become dpo; shown this once" in told
    assert "tonetop_scim_" in told
    gone = json.loads(command("directory_key", "--withdraw", "1", "--format", "json").out)
    assert gone == {"withdrawn": 1}
    with pytest.raises(Misuse, match="say with --name"):
        command("directory_key")
