"""The file that names a language model is refused by its place, and no backup holds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.work.pointing import Write, on, provider, settings_file

__all__ = ["provider", "settings_file"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"provider": "other"}, "provider is 'other'; write openai or anthropic or ollama"),
        ({"address": "http://models.example"}, "no https address"),
        ({"address": "https://user:key@models.example"}, "more than host and path"),
        ({"address": None}, "address is missing"),
        ({"model": ""}, "model is missing"),
        ({"send": []}, "send is no list"),
        ({"send": "public"}, "send is no list"),
        ({"key_from": "NO_SUCH_KEY"}, "exclude each other"),
        (
            {"key_from": "NO_SUCH_KEY", "key_file": None},
            "names NO_SUCH_KEY, which the environment does not hold",
        ),
        ({"key": "k"}, "'key' is not known"),
        ({"seconds": 0}, "seconds is 0; write a whole number"),
        ({"price_in": "dear"}, "price_in is no price"),
        ({"price_in": -1}, "price_in is no price"),
        ({"proxies": "yes"}, "proxies is 'yes'; write true or false"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_its_place(
    settings_file: Write, changed: Any, says: str
) -> None:
    """One sentence, at switching on and later."""
    from tonetop.work.model_settings import SettingsRefused

    settings_file(**changed)
    with pytest.raises(SettingsRefused, match=r"^language-model.yaml: ") as refused:
        on()
    assert says in str(refused.value)


def test_keys_lie_where_nobody_else_reads_and_no_backup_holds_them(
    demo: Path, settings_file: Write, tmp_path: Path
) -> None:
    """Mode 600, outside the data folder; neither this file nor that of signing in is part of a backup."""
    from datetime import UTC, datetime

    from tonetop.work.backup import backup
    from tonetop.work.model_settings import SettingsRefused

    for file, mode, says in (
        (tmp_path / "open", 0o644, "others can read"),
        (demo / "model.key", 0o600, "backups hold"),
    ):
        file.write_text("k", encoding="ascii")
        file.chmod(mode)
        settings_file(key_file=str(file))
        with pytest.raises(SettingsRefused, match=says):
            on()
    (demo / "sign-in.yaml").write_text("ways: []\n", encoding="utf-8")
    held = ZipFile(backup(demo, tmp_path / "one.backup", datetime(2026, 1, 2, tzinfo=UTC)).path).namelist()
    assert not {name for name in held if name.endswith(("language-model.yaml", "sign-in.yaml"))}
