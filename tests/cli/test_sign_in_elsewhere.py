"""What the terminal says of signing in elsewhere: a file that cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done

Command = Callable[..., Done]


def test_a_house_does_not_open_with_a_file_that_cannot_be_used(folder: Path, command: Command):
    from tonetop.work.ways_in import WaysRefused

    (folder / "sign-in.yaml").write_text("ways: [{kind: ldap}]\n", encoding="utf-8")
    with pytest.raises(WaysRefused, match=r"^sign-in.yaml: way 1: kind is 'ldap'; write oidc or saml$"):
        command("up", "--port", "8912")
