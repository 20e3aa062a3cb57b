"""The log as JSON: one line a request, joined by its number, in which nothing that anybody gave can be found."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from tests.web.conftest import House
from tonetop.site.logs import logging_of
from tonetop.work import json_lines, request_id

PLANTED = (
    "Wilhelmina Planted",
    "wilhelmina@planted.example",
    "203.0.113.77",
    "planted-query",
    "planted-secret",
    "planted-agent",
    "planted-ref",
)


class Kept(logging.Handler):
    """Keeps lines as the formatter writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(json_lines.JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line that is logged, as JSON."""
    kept, root, requests = Kept(), logging.getLogger(), logging.getLogger("tonetop.requests")
    root.addHandler(kept)
    requests.setLevel(logging.INFO)
    yield kept.lines
    root.removeHandler(kept)
    requests.setLevel(logging.NOTSET)


def test_each_request_is_one_line_with_its_number(house: House, lines: list[str]):
    answer = house["governance-lead"].get(
        "/registers/Person/", headers={"X-Request-ID": "0af7651916cd43dd8448"}
    )
    assert answer["X-Request-ID"] == "0af7651916cd43dd8448"
    (told,) = map(json.loads, lines)
    assert {name: told[name] for name in ("event", "route", "method", "status", "request")} == {
        "event": "request",
        "route": "register",
        "method": "GET",
        "status": 200,
        "request": "0af7651916cd43dd8448",
    }
    assert told["milliseconds"] > 0
    assert request_id.present() == ""


@pytest.mark.parametrize("given", ["", "wilhelmina.planted", "12345", "a" * 65, "0af76519\u00e9"])
def test_a_number_that_might_be_a_name_is_not_taken_over(house: House, given: str):
    told = house.anybody.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(told) == 32
    assert told != house.anybody.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]


def test_nothing_that_anybody_gave_stands_in_the_log(own: House, lines: list[str]):
    lead = own["governance-lead"]
    lead.raise_request_exception = False
    headers = {"User-Agent": "planted-agent", "X-Forwarded-For": "203.0.113.77", "Cookie": "a=planted-secret"}
    lead.get("/registers/Person/record/planted-ref/?q=planted-query")
    own.anybody.get("/welcome/planted-secret/", headers=headers, REMOTE_ADDR="203.0.113.77")
    own.anybody.post(
        "/accounts/login/", {"login": "wilhelmina@planted.example", "password": "planted-secret"}
    )
    lead.post("/registers/Person/new/", {"id": "planted-ref", "name": "Wilhelmina Planted"})
    own.anybody.get("/healthz", headers={"Host": "planted-query.example"})
    assert len([line for line in lines if json.loads(line).get("event") == "request"]) == 5
    assert not [line for line in lines for word in PLANTED if word in line]
    told = [json.loads(line) for line in lines]
    missed = next(one for one in told if one.get("event") == "Not Found")
    assert missed["request"] == next(one["request"] for one in told if one.get("route") == "record")
    assert all(one["request"] for one in told)


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words(
    own: House, lines: list[str], monkeypatch: pytest.MonkeyPatch
):
    def fails(*_: object) -> None:
        raise ValueError("Key (email)=(wilhelmina@planted.example) already exists")

    monkeypatch.setattr("tonetop.web.health.connection", None)
    own.anybody.raise_request_exception = False
    monkeypatch.setattr("tonetop.web.health.HttpResponse", fails)
    assert own.anybody.get("/healthz?q=planted-query").status_code == 500
    told = [json.loads(line) for line in lines]
    fault = next(one for one in told if "error" in one)
    assert fault["error"] == "builtins.AttributeError"
    assert any(place.startswith("health:") for place in fault["through"])
    assert not [line for line in lines for word in PLANTED if word in line]
    assert len({one["request"] for one in told}) == 1


def test_sentences_of_ours_keep_their_places_open_and_numbers_are_filled_in(lines: list[str]):
    logging.getLogger("tonetop.x").warning(
        "To %s: %d mails, %s", "wilhelmina@planted.example", 3, OSError("x")
    )
    logging.getLogger("elsewhere").warning("To %s", "wilhelmina@planted.example")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: 'planted-query'")
    first, second, third = map(json.loads, lines)
    assert first["event"] == "To …: 3 mails, OSError"
    assert "event" not in second
    assert second["logger"] == "elsewhere"
    assert "event" not in third


def test_the_log_is_text_unless_json_is_asked_for(monkeypatch: pytest.MonkeyPatch):
    assert "formatters" not in logging_of("")
    assert logging_of("json")["formatters"]["lines"]
    assert json_lines.of_server()["loggers"]["_granian"]["handlers"] == ["lines"]
    monkeypatch.setenv("TONETOP_LOG", "xml")
    with pytest.raises(json_lines.LogMisnamedError, match="TONETOP_LOG=xml: is no form of the log"):
        json_lines.demand_known()
    monkeypatch.setenv("TONETOP_LOG", "json")
    json_lines.demand_known()
    assert json_lines.is_wanted()
