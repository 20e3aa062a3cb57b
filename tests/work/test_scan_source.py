"""The address of a source is told without the password in it, whatever signs the password holds."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("sqlalchemy")

SECRETS = ["plain", "sla/sh", "two:parts", "an@sign", "qu?estion", "ha#sh", "a/b@c:d?e"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("kind", ["postgresql", "mysql", "scim:https", "unknown"])
def test_a_name_holds_nothing_of_a_password(kind: str, secret: str) -> None:
    from tonetop.work.scan_source import named

    assert named(f"{kind}://reader:{secret}@host.example/db") == f"{kind}://reader@host.example/db"
    assert named(f"{kind}://host.example:5432/db?password={secret.replace('@', '')}") in (
        f"{kind}://host.example:5432/db?password=…",
    )


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_what_cannot_be_opened_is_told_without_the_password(kind: str, secret: str) -> None:
    from tonetop.discovery.source import Unreachable
    from tonetop.work.scan_source import Opaque, opened

    opaque = Opaque()
    for address in (f"{kind}://reader:{secret}@127.0.0.1:1/db", f"{kind}:reader:{secret}@host/db"):
        with pytest.raises(Unreachable) as told:
            opened(address, opaque)
        assert secret not in str(told.value)
        assert not any(part in str(told.value) for part in re.split("[@/:?#]", secret) if len(part) > 3)
    with pytest.raises(Unreachable, match="its port is a number") as told:
        opened(f"{kind}://reader:cut-short", opaque)  # as a list that is divided within a password leaves it
    opaque.close()
