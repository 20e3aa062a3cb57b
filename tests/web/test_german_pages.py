"""Every page in German: it is there, says so, and its headings and navigation hold nothing English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.pages import PAGES
from words import catalogue

HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
NAV = re.compile(r'<nav aria-label="[^"]*">(.*?)</nav>', re.DOTALL)


@pytest.fixture
def reader(house: House) -> Client:
    """An administrator who reads German."""
    session = house["administrator"].session
    session["language"] = "de"
    session.save()
    return house["administrator"]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_there_in_german(reader: Client, address: str) -> None:
    page = reader.get(address)
    assert page.status_code in (200, 404)
    assert '<html lang="de">' in page.content.decode()


@pytest.mark.slow
def test_headings_and_navigation_hold_no_english(reader: Client) -> None:
    english = set(_plain_messages())
    left = {}
    for what, address in PAGES.items():
        text = reader.get(address).content.decode()
        shown = [*HEADING.findall(text), *re.findall(r"<a[^>]*>([^<]+)</a>", "".join(NAV.findall(text)))]
        found = {unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in shown} & english
        if found:
            left[what] = found
    assert left == {}


def _plain_messages() -> Iterator[str]:
    """English messages that German tells otherwise."""
    for message in catalogue.read("de"):
        if message.id and isinstance(message.id, str) and message.string != message.id:
            yield message.id
