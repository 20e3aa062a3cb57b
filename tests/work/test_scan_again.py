"""One place under several spellings is one source, and values that stand in another source are told as copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")

from tests.work.scanning import kept, shop


@pytest.mark.parametrize(
    "spelling", ["sqlite:///p/crm.db", "sqlite:///./p/crm.db", "p/crm.db", "p/../p/crm.db"]
)
def test_a_file_is_one_source_however_its_path_is_written(
    spelling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tonetop.work.scan_source import settled

    (tmp_path / "p").mkdir()
    shop(tmp_path / "p" / "crm.db")
    monkeypatch.chdir(tmp_path)
    assert settled(spelling) == settled(f"sqlite:///{tmp_path}/p/crm.db") == f"sqlite:///{tmp_path}/p/crm.db"
    assert settled(".") == str(tmp_path)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("postgres://reader@host:5432/crm", "postgresql://reader@host/crm"),
        ("postgresql://reader@host:5433/crm", "postgresql://reader@host:5433/crm"),
        ("mariadb://host:3306/", "mysql://host/"),
        ("s3://bucket/prefix", "s3://bucket/prefix"),
        ("aws:", "aws:"),
        ("scim:https://host/scim/v2", "scim:https://host/scim/v2"),
    ],
)
def test_other_sources_are_spelled_as_their_servers_are_known(source: str, told: str) -> None:
    from tonetop.work.scan_source import settled

    assert settled(source) == told


def test_sources_that_were_kept_are_spelled_anew() -> None:
    spelled = import_module("tonetop.records.migrations.0018_one_spelling").spelled
    every = ["sqlite:////srv/p/crm.db", "p/crm.db", "s3://b/p/crm.db"]
    for source in (
        "sqlite:///p/crm.db",
        "sqlite:///./p/crm.db",
        "p/crm.db",
        "/srv/p/crm.db",
        "sqlite:////srv/./p/crm.db",
    ):
        assert spelled(source, every) == "sqlite:////srv/p/crm.db", source
    assert spelled("q/crm.db", every) == "q/crm.db"
    assert spelled("s3://b/p/crm.db", every) == "s3://b/p/crm.db"
    assert spelled("p/crm.db", [*every, "/opt/p/crm.db"]) == "p/crm.db", "it could be either"


def test_scans_of_one_place_are_of_one_source_and_keep_what_people_said(
    folder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tonetop.records.models import Account
    from tonetop.work.correct_verdict import Word, correct
    from tonetop.work.declared_found import held_kinds
    from tonetop.work.run_scan import latest
    from tonetop.work.sayings import corrections

    path = shop(tmp_path / "crm.db")
    first = kept(path, "")
    dpo = Account.objects.create(email="dpo@example.org", role="dpo")
    correct(dpo, first.pk, Word("customer", "email", "user.contact.email", holds=False, reason="test data"))
    monkeypatch.chdir(tmp_path)
    second = kept(Path("crm.db"), "")
    assert [one.pk for one in latest()] == [second.pk]
    said = corrections(second.source)["customer", "email"]
    (column,) = (
        f
        for a in second.found["assets"]
        if a["name"] == "customer"
        for f in a["fields"]
        if f["name"] == "email"
    )
    assert held_kinds(column, said) == ()


def _leads(path: Path, first: int, last: int) -> Path:
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("CREATE TABLE lead (id INTEGER PRIMARY KEY, mail TEXT)")
        rows = [(f"p{n}@example.org",) for n in range(first, last)]
        link.executemany("INSERT INTO lead (mail) VALUES (?)", rows)
    return path


def _copies(scan: Any) -> list[tuple[str, str, int, str]]:
    return [
        (one["asset"], one["field"], one["count"], one["why"])
        for one in scan.found["findings"]
        if one["kind"] == "copy" and "another source" in one["why"]
    ]


def test_values_of_another_source_are_told_whichever_was_scanned_first(folder: Any, tmp_path: Path) -> None:
    leads = _leads(tmp_path / "leads.db", 0, 30)
    assert _copies(kept(leads, "")) == []
    place = f"sqlite:///{leads}, lead, mail"
    assert _copies(kept(shop(tmp_path / "crm.db"), "")) == [
        ("customer", "email", 30, f"50% of its 60 different values stand in another source, too: {place}"),
        (
            "customer_backup",
            "email",
            30,
            f"75% of its 40 different values stand in another source, too: {place}",
        ),
    ]
    (again,) = _copies(kept(leads, ""))
    assert again[:3] == ("lead", "mail", 30) and "100% of its 30 different values" in again[3]
    few = _leads(tmp_path / "few.db", 0, 10)
    kept(few, "")
    told = [why for *_, why in _copies(kept(tmp_path / "crm.db", "")) if "few.db" in why]
    assert (
        told[0] == f"it holds 100% of the 10 different values of another source: sqlite:///{few}, lead, mail"
    )


def test_others_hold_nothing_of_it_and_other_secrets_tell_nothing(folder: Any, tmp_path: Path) -> None:
    kept(_leads(tmp_path / "leads.db", 500, 560), "")
    assert _copies(kept(shop(tmp_path / "crm.db"), "")) == []
