"""What goes out goes where it may: no inner address in any writing, no redirect, no name that changes meanwhile."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.work.hostile_addresses import INNER, METADATA, SIX, addresses, six


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection that is tried is noted, and fails."""
    import socket

    tried: list[Any] = []

    def refuse(place: Any, *_: Any, **__: Any) -> None:
        tried.append(place)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", lambda self, place: refuse(place))
    return tried


@pytest.mark.parametrize("where", [*INNER, *SIX, *(one for four in INNER for one in six(four))])
def test_no_inner_address_counts_as_public_however_it_is_hidden(where: str):
    from tonetop.work.fetch_public import is_public

    assert not is_public(where)


@pytest.mark.parametrize("four", METADATA)
def test_even_a_named_place_is_never_where_machines_ask_for_keys(four: str):
    from tonetop.work.post_public import is_no_metadata

    assert not any(map(is_no_metadata, (four, *six(four))))
    assert is_no_metadata("10.0.0.5") and is_no_metadata("127.0.0.1") and is_no_metadata("93.184.216.34")


@pytest.mark.slow
def test_no_address_of_the_corpus_is_connected_to_though_its_host_were_allowed(
    connected: list[Any], monkeypatch: pytest.MonkeyPatch
):
    from urllib.parse import urlsplit

    from tonetop.work.fetch_public import Unreachable, fetch
    from tonetop.work.post_public import post

    for address in addresses():
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", f"allowed.example,{host}")
        with pytest.raises(Unreachable):
            fetch(address, {"allowed.example", host.casefold().rstrip(".")})
        with pytest.raises(Unreachable):
            post(address, {}, b"")
    assert connected == []


def test_a_name_that_changes_after_it_was_checked_leads_to_what_was_checked(connected: list[Any]):
    from dataclasses import replace

    from tonetop.work.fetch_public import PUBLIC, Unreachable, fetch

    answers = iter((["93.184.216.34"], ["127.0.0.1"]))
    changing = replace(PUBLIC, resolve=lambda host, port: next(answers))
    with pytest.raises(Unreachable):
        fetch("https://allowed.example/", {"allowed.example"}, changing)
    assert connected == [("93.184.216.34", 443)]
    mixed = replace(PUBLIC, resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Unreachable, match="not public"):
        fetch("https://allowed.example/", {"allowed.example"}, mixed)
    assert len(connected) == 1


class Leads(http.server.BaseHTTPRequestHandler):
    """Answers every question by leading elsewhere."""

    asked: list[str] = []

    def do_POST(self) -> None:
        """A redirect."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Leads.asked.append(self.path)
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        """The same."""
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def leads() -> Iterator[str]:
    """A server that leads elsewhere, by its address."""
    Leads.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Leads) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_is_sent_to_a_named_place_or_a_provider_follows_no_redirect(
    leads: str, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.web.sso_session import ProviderSession
    from tonetop.work.post_public import post, send_named

    monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", leads)
    assert send_named(f"{leads}/tsa", {}, b"x", 5)[0] == 307
    assert post(f"{leads}/hook", {}, b"x") == 307
    with ProviderSession() as session:
        assert session.get(f"{leads}/config").status_code == 307
        assert session.post(f"{leads}/token").status_code == 307
    assert Leads.asked == ["/tsa", "/hook", "/config", "/token"]


@pytest.mark.parametrize(
    "url",
    [
        *(f"https://{four}/" for four in METADATA),
        *("http://provider.example/keys", "file:///etc/passwd", "https://[fd00:ec2::254]/", "https://[::1"),
        "https://[::ffff:169.254.169.254]/",
    ],
)
def test_a_provider_does_not_lead_to_keys_of_the_machine_nor_off_encryption(connected: list[Any], url: str):
    from tonetop.web.sso_session import Barred, ProviderSession

    with ProviderSession() as session, pytest.raises(Barred):
        session.get(url)
    assert connected == []


@pytest.mark.parametrize(
    "address", ["", "ftp://x/", "http://", "http://u:p@host/", "https://169.254.169.254/x"]
)
def test_a_named_place_is_told_why_it_is_not_asked(connected: list[Any], address: str):
    from tonetop.work.fetch_public import Unreachable
    from tonetop.work.post_public import send_named

    with pytest.raises(Unreachable):
        send_named(address, {}, b"", 5)
    assert connected == []
