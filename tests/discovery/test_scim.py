"""A directory asked by SCIM 2.0, over HTTP on this machine: pages, tokens, and answers that make no sense."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tonetop.discovery.source import Asset, Sampling, Unreachable
from tonetop.discovery.sources.scim import ScimSource
from tonetop.work.scan import Plan, scan

KEY = "a key of the test"
TYPES = {"Resources": [{"endpoint": "/Users"}, {"endpoint": "/Groups"}, {"endpoint": "/Devices"}]}
USERS = [
    {
        "id": str(n),
        "userName": f"p{n}",
        "name": {"givenName": "Ann", "familyName": "Jones"},
        "emails": [{"value": f"p{n}@example.org", "type": "work"}, {"value": f"q{n}@example.com"}],
        "active": True,
    }
    for n in range(250)
]


class Directory(BaseHTTPRequestHandler):
    """A directory with users, an endless group and a place that makes no sense."""

    lists_types = True

    def do_GET(self) -> None:
        """Answer as RFC 7644 has it."""
        parts = urlsplit(self.path)
        place = parts.path.removeprefix("/scim/v2/")
        wanted = {name: int(value[0]) for name, value in parse_qs(parts.query).items()}
        if self.headers["Authorization"] != f"Bearer {KEY}":
            self._say(401, {})
        elif place == "ResourceTypes" and self.lists_types:
            self._say(200, TYPES)
        elif place == "Users":
            begin = wanted["startIndex"] - 1
            page = USERS[
                begin : begin + min(wanted["count"], 60)
            ]  # a server may give less than was asked for
            self._say(200, {"totalResults": len(USERS), "Resources": page})
        elif place == "Groups":
            self._say(200, {"totalResults": 0})
        elif place == "Devices":
            self._say(200, [])
        elif place == "moved":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
        else:
            self._say(404, {})

    def _say(self, status: int, told: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TONETOP_SCIM_TOKEN", KEY)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Directory)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/scim/v2"
    server.shutdown()
    server.server_close()


def test_resource_types_are_assets_and_every_resource_is_read_once(address: str) -> None:
    with ScimSource(address, "here") as source:
        assets = {asset.name: asset for asset in source.assets()}
        assert {name: asset.rows for name, asset in assets.items()} == {
            "Users": 250,
            "Groups": 0,
            "Devices": None,
        }
        assert "no SCIM" in str(assets["Devices"].skipped)
        batches = list(source.batches(assets["Users"], Sampling()))
        rows = [row for _, batch in batches for row in batch.to_pylist()]
        assert [row["id"] for row in rows] == [user["id"] for user in USERS]
        assert rows[3]["emails"] == "p3@example.org\nq3@example.com"
        assert rows[3]["name.familyName"] == "Jones"
        later = [
            row
            for _, batch in source.batches(assets["Users"], Sampling(), "120")
            for row in batch.to_pylist()
        ]
        assert [row["id"] for row in later] == [user["id"] for user in USERS[120:]]
        assert list(source.batches(assets["Groups"], Sampling())) == []


def test_a_sample_is_the_same_for_the_same_seed(address: str) -> None:
    with ScimSource(address, "here") as source:
        users = next(asset for asset in source.assets() if asset.name == "Users")
        drawn = [
            [row["id"] for _, batch in source.batches(users, Sampling(50)) for row in batch.to_pylist()]
            for _ in range(2)
        ]
        assert drawn[0] == drawn[1]
        assert 20 < len(drawn[0]) < 90
        assert source.rows(users) == 250


def test_a_scan_finds_who_is_in_it(address: str) -> None:
    found = scan(f"scim:{address}", Plan("2026-06-01"))
    users = next(one for one in found.assets if one.name == "Users")
    held = {column.name: {one.kind for one in column.held()} for column in users.columns}
    assert "user.contact.email" in held["emails"]
    assert "user.name.last" in held["name.familyName"]
    assert users.rows == users.rows_scanned == 250


def test_a_directory_that_lists_no_types_has_users_and_groups(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Directory, "lists_types", False)
    with ScimSource(address, "here") as source:
        assert [asset.name for asset in source.assets()] == ["Groups", "Users"]


def test_what_cannot_be_asked_is_told_in_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreachable, match="by https alone"):
        ScimSource("http://directory.example/scim/v2", "far")
    with ScimSource(address.removesuffix("/scim/v2") + "/moved", "moved") as source:
        assert all("has no" in str(asset.skipped) for asset in source.assets())
    monkeypatch.setenv("TONETOP_SCIM_TOKEN", "another")
    with ScimSource(address, "here") as source, pytest.raises(Unreachable, match="TONETOP_SCIM_TOKEN"):
        source.assets()
    with (
        ScimSource("http://127.0.0.1:9/scim", "gone") as source,
        pytest.raises(Unreachable, match="cannot be reached"),
    ):
        source.assets()


def told(monkeypatch: pytest.MonkeyPatch, types: Any) -> None:
    monkeypatch.setitem(TYPES, "Resources", types)


def test_a_directory_never_leads_the_token_elsewhere(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "//127.0.0.1:1/x",
        "../../admin",
        f"{address}/Users",
    ]
    told(monkeypatch, [{"endpoint": one} for one in [*places, "My Devices", 7]])
    with ScimSource(address, "here") as source:
        assets = {asset.name: asset.skipped or "" for asset in source.assets()}
    assert set(assets) == {
        "http://127.0.0.1:1",
        "file:///etc/passwd",
        "127.0.0.1:1/x",
        "../../admin",
        "Users",
        "My Devices",
    }
    outside = [name for name, why in assets.items() if "lies outside" in why]
    assert sorted(outside) == ["../../admin", "127.0.0.1:1/x", "file:///etc/passwd", "http://127.0.0.1:1"]
    assert not assets["Users"]
    assert "has no My Devices" in assets["My Devices"]


@pytest.mark.parametrize(
    "wrong",
    [
        "file://localhost/etc/passwd",
        "ftp://localhost/x",
        "https:///scim",
        "https://user:secret-of-u@directory.example/scim",
        "https://directory.example/scim?token=secret-of-u",
        "https://directory.example:secret-of-u/scim",
        "https://[secret-of-u/scim",
    ],
)
def test_an_address_that_is_no_directory_is_refused_without_its_secret(wrong: str) -> None:
    with pytest.raises(Unreachable) as told:
        ScimSource(wrong, "far")
    assert "secret-of-u" not in str(told.value)


def test_a_token_stands_in_no_message(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONETOP_SCIM_TOKEN", f"{KEY}\n")
    with ScimSource(address, "here") as source:
        assert len(source.assets()) == 3
    for broken in ("one-half\nother-half", "héllo-half"):
        monkeypatch.setenv("TONETOP_SCIM_TOKEN", broken)
        with ScimSource(address, "here") as source, pytest.raises(Unreachable) as told:
            source.assets()
        assert "half" not in str(told.value)


@pytest.mark.parametrize(
    "answer", [b"[" * 200_000, b'{"totalResults": "many", "Resources": 7}', b"\xff", b'{"Resources": null}']
)
def test_an_odd_answer_costs_its_asset_alone(
    address: str, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(Directory, "do_GET", lambda self: (_headed(self), self.wfile.write(answer)))
    with ScimSource(address, "here") as source:
        try:
            found = source.assets()
        except Unreachable as why:
            assert "no SCIM" in str(why)
        else:
            assert [asset.rows for asset in found] == [None, None]
            assert list(source.batches(found[0], Sampling())) == []


def _headed(self: BaseHTTPRequestHandler) -> None:
    self.send_response(200)
    self.end_headers()


def test_a_directory_that_gives_one_page_for_ever_is_not_read_for_ever(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = json.dumps({"totalResults": 10**9, "Resources": USERS[:2]}).encode()
    monkeypatch.setattr(Directory, "do_GET", lambda self: (_headed(self), self.wfile.write(page)))
    with ScimSource(address, "here") as source, pytest.raises(Unreachable, match="again and again"):
        list(source.batches(Asset("Users", rows=10**9), Sampling()))
