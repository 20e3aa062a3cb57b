"""Help in plain words: a page for each clause, duty and journey, found by search and by the question mark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text
from tonetop.standard import catalogue

HELP = Path(catalogue.__file__).parents[1] / "web" / "help"
SLUGS = [*map(str, range(4, 11)), *(f"ld-{n}" for n in range(1, 10))]


def test_the_index_leads_to_every_clause_duty_and_journey(house: House):
    from tonetop.web import help_pages

    page = text(house["executive"].get("/help/"))
    listed = re.findall(r'href="/help/([^/"]+)/"', page.partition("<main")[2])
    assert listed == list(help_pages.pages())
    assert set(SLUGS) <= set(listed)
    assert set(catalogue.duties()) == {
        page.item for page in help_pages.pages().values() if page.kind == "duty"
    }


@pytest.mark.slow
def test_every_page_says_what_is_asked_who_acts_and_what_counts_and_leads_somewhere(house: House):
    from tonetop.web import help_pages

    client = house["guest-auditor"]
    for slug, page in help_pages.pages().items():
        shown = client.get(f"/help/{slug}/").content.decode()
        heads = re.findall(r"<h3>([^<]+)</h3>", shown)
        wanted = (
            ["What it is for"]
            if page.kind == help_pages.JOURNEY
            else ["What it asks", "Who acts", "What counts here"]
        )
        assert heads[: len(wanted)] == wanted, slug
        assert "auditors" in shown.partition("<main")[2], slug
        leads = re.findall(
            r'href="(/[^"?#]*)"', shown.partition("Where in the product")[2].partition("</section>")[0]
        )
        assert leads, slug
        assert {client.get(address).status_code for address in leads} == {200}, slug


def test_one_reads_on_from_page_to_page_and_back(house: House):
    from tonetop.web import help_pages

    client, slug, read = house["dpo"], next(iter(help_pages.pages())), []
    while slug:
        read.append(slug)
        found = re.search(r'rel="next" href="/help/([^/]+)/"', client.get(f"/help/{slug}/").content.decode())
        slug = found[1] if found else ""
    assert read == list(help_pages.pages())
    assert f'rel="prev" href="/help/{read[0]}/"' in client.get(f"/help/{read[1]}/").content.decode()


def test_the_search_looks_into_the_help(house: House):
    page = text(house["executive"].get("/search/?q=sixteen+cells"))
    assert 'href="/help/resources/"' in page
    assert "/help/" not in text(house["executive"].get("/search/?q=zzzz")).partition("<main")[2]


@pytest.mark.parametrize("asked", ["sechzehn Zellen", "sixteen cells"])
def test_on_a_german_page_the_help_is_found_by_german_and_by_english_words(own: House, asked: str):
    session = own["executive"].session
    session["language"] = "de"
    session.save()
    assert 'href="/help/resources/"' in text(own["executive"].get("/search/", {"q": asked}))
    assert 'href="/help/5/"' in text(own["executive"].get("/search/", {"q": "Führung"}))


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/", "5/"),
        ("/inbox/", "inbox/"),
        ("/checks/LD-3.2/", "ld-3/"),
        ("/requirements/LD-9/", "ld-9/"),
        ("/requirements/9.2.1/", "9/"),
        ("/requirements/A.2.2/", "6/"),
        ("/registers/PolicyVersion/", "5/"),
        ("/registers/Meeting/record/meeting-2025-10-21/", "9/"),
        ("/documents/", "documents/"),
        ("/pitfalls/PF-1/", ""),
    ],
)
def test_the_question_mark_of_a_page_leads_to_its_help(house: House, address: str, slug: str):
    page = house["executive"].get(address).content.decode()
    assert f'<a class="pill help-link" href="/help/{slug}"><b aria-hidden="true">?</b>' in page


def test_a_page_of_help_that_there_is_not_is_not_found(house: House):
    assert house["executive"].get("/help/nonsense/").status_code == 404


@pytest.mark.parametrize("name", sorted(path.name for path in HELP.glob("*.md")))
def test_every_page_of_help_is_told_in_german_with_as_many_parts(name: str):
    english, german = ((folder / name).read_text(encoding="utf-8") for folder in (HELP, HELP / "de"))
    for mark in ("## ", "- "):
        assert _lines(german, mark) == _lines(english, mark)
    assert german != english


def _lines(text: str, mark: str) -> int:
    return sum(line.startswith(mark) for line in text.splitlines())
