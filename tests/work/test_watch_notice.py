"""Checking public notices: what may be fetched and what never, change of the text, the record of each check."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work import fetch_public, jobs, watch_notice
from tonetop.work.assess import assess
from tonetop.work.fetch_public import PUBLIC, Unreachable, Way, fetch, is_public
from tonetop.work.permission import Forbidden

HOST = "notice.example"
PAGES: dict[str, tuple[int, str, bytes]] = {
    "/": (200, "", b"<html><script>var token=1</script><h1>Privacy</h1> <p>We keep claims.</p></html>"),
    "/same": (302, "/", b""),
    "/other": (302, "http://elsewhere.example/", b""),
    "/loop": (302, "/loop", b""),
    "/gone": (404, "", b"Not here"),
    "/large": (200, "", b"x" * 2_100_000),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(60):
                time.sleep(0.05)
                self.wfile.write(b"X: y\r\n")
                self.wfile.flush()
            return
        status, location, body = PAGES[self.path]
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Way]]:
    """A site of this machine under a public name, and a way that takes its address for a public one."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_address[1]
    monkeypatch.setenv(fetch_public.ALLOWED, f"{HOST}, www.example.org")
    yield f"http://{HOST}:{port}", Way(lambda host, port: ["127.0.0.1"], lambda address: True, {port})
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1"),
    ],
)
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://notice.example/", "none of http or https"),
        ("file:///etc/passwd", "none of http or https"),
        ("http://a:b@notice.example/", "name or password"),
        ("http://other.example/", "not among those"),
        ("http://notice.example:22/", "port 22"),
        ("http://notice.example:99999/", "cannot be read"),
        ("http://[notice/", "cannot be read"),
    ],
)
def test_what_is_not_to_be_asked_for_is_refused_before_any_name_is_resolved(address: str, why: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(Unreachable, match=why):
        fetch(address, {HOST}, Way(never, is_public, PUBLIC.ports))


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], []])
def test_a_name_that_leads_anywhere_private_is_not_met(addresses: list[str]) -> None:
    with pytest.raises(Unreachable, match="not public"):
        fetch(f"http://{HOST}/", {HOST}, Way(lambda host, port: addresses, is_public, PUBLIC.ports))


def test_the_connection_goes_to_the_address_that_was_checked(site: tuple[str, Way]) -> None:
    base, way = site
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    assert fetch(f"{base}/", {HOST}, Way(once, way.is_public, way.ports)).status == 200
    assert asked == [HOST]


@pytest.mark.parametrize(
    ("path", "why"),
    [("/other", "not among those"), ("/loop", "again and again"), ("/large", "larger than 2 MB")],
)
def test_other_hosts_loops_and_large_pages_are_left(site: tuple[str, Way], path: str, why: str) -> None:
    base, way = site
    with pytest.raises(Unreachable, match=why):
        fetch(base + path, {HOST}, way)


def test_an_allowed_host_may_not_lead_on_to_another_one(
    site: tuple[str, Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, way = site
    monkeypatch.setitem(PAGES, "/other", (302, base.replace(HOST, "www.example.org"), b""))
    with pytest.raises(Unreachable, match="another host"):
        fetch(f"{base}/other", fetch_public.allowed_hosts(), way)


def test_who_talks_slowly_is_cut_off(site: tuple[str, Way], monkeypatch: pytest.MonkeyPatch) -> None:
    base, way = site
    monkeypatch.setattr(fetch_public, "SECONDS", 0.5)
    with pytest.raises(Unreachable, match="did not answer within"):
        fetch(f"{base}/slow", {HOST}, way)


def test_nobody_who_answers_is_told_as_such() -> None:
    way = Way(lambda host, port: ["127.0.0.1"], lambda address: True, {1})
    with pytest.raises(Unreachable, match="no answer"):
        fetch(f"http://{HOST}:1/", {HOST}, way)
    with pytest.raises(Unreachable, match="leads to no address"):
        fetch_public.resolved("no-such-name.invalid", 80)


def test_a_redirect_within_the_host_is_followed(site: tuple[str, Way]) -> None:
    base, way = site
    assert fetch(f"{base}/same", {HOST}, way).raw == PAGES["/"][2]


def test_scripts_layout_and_blanks_are_no_change_of_the_text() -> None:
    other = b"<HTML><style>p{}</style><SCRIPT nonce=2>var token=2</SCRIPT><h1>Privacy</h1>\n<div>We keep  claims.</div>"
    assert watch_notice.visible(other) == watch_notice.visible(PAGES["/"][2]) == b"Privacy We keep claims."
    assert watch_notice.visible(b"Open <script>never closed") == b"Open"


def notice(url: str) -> None:
    from tonetop.records import intake

    row: Any = write.latest("PrivacyNotice", "notice-5")
    write.save(intake.take("PrivacyNotice", write.values_of(row) | {"url": url}), write.By("tester", "vos"))


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
def test_each_check_is_a_record_and_one_in_reach_sets_the_day_that_counts(
    site: tuple[str, Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, way = site
    notice(f"{base}/")
    assert watch_notice.looked_up("notice-5", write.By("tester"), way)
    held: Any = write.latest("PrivacyNotice", "notice-5")
    assert held.last_checked_reachable_on == "2025-12-31"
    assert assess().privacy["PV-4"].result == "fail"  # a purpose is still hidden, which is another point
    monkeypatch.setitem(PAGES, "/", (200, "", b"<p>We keep everything.</p>"))
    watch_notice.looked_up("notice-5", write.By("tester"), way)
    watch_notice.looked_up("notice-5", write.By("tester"), way)
    assert [row.changed for row in watch_notice.history(assess().facts, "notice-5")] == [False, True, None]
    notice(f"{base}/gone")
    assert not watch_notice.looked_up("notice-5", write.By("tester"), way)
    last = watch_notice.history(assess().facts, "notice-5")[0]
    assert (last.reachable, last.why) == (False, "the server answers with the status 404")


@pytest.mark.usefixtures("demo")
def test_nothing_is_fetched_where_no_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(fetch_public.ALLOWED, raising=False)
    assert watch_notice.watched() is None
    with pytest.raises(Refused, match="no host may be fetched yet"):
        watch_notice.check(Account.objects.get(role="dpo"), "notice-5")
    with pytest.raises(Forbidden):
        watch_notice.check(Account.objects.get(role="process-owner"), "notice-5")
    assert "notices" in jobs.SCHEDULE


@pytest.mark.usefixtures("demo")
def test_the_job_checks_the_notice_that_counts_and_tells_what_came_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(fetch_public.ALLOWED, "www.example.org")
    assert jobs.notices.func() == {"checked": 1, "in_reach": 0}
    why = watch_notice.history(assess().facts, "notice-5")[0].why
    assert why == "the host varnholm.example is not among those that may be fetched"
