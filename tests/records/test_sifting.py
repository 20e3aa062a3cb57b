"""A list is found once for each place of the ledger, and anew after whatever is written."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tonetop.records import intake, write
from tonetop.records.listing import Wish, listing
from tonetop.records.registry import registers
from tonetop.records.write import By

DAY = "2999-01-01"


def person(ref: str, name: str) -> None:
    write.save(intake.take("Person", {"id": ref, "name": name}), By())


def seen(wish: Wish, size: int = 50) -> list[str]:
    return [row.ref for row in listing(registers()["Person"], DAY, None, wish, size).rows]


def test_a_list_follows_what_is_written_changed_and_withdrawn(folder: Path):
    person("b", "Berg")
    person("a", "Dahl")
    assert seen(Wish()) == ["a", "b"]
    assert seen(Wish(sort="-name")) == ["a", "b"]
    person("a", "Aas")
    assert seen(Wish(sort="-name")) == ["b", "a"]
    person("c", "Cole")
    assert seen(Wish()) == ["a", "b", "c"]
    assert seen(Wish(sort="name")) == ["a", "b", "c"]


def test_two_wishes_are_never_taken_for_each_other(folder: Path):
    for number in range(5):
        person(f"p{number}", f"Name {number}")
    assert seen(Wish(find="p3")) == ["p3"]
    assert seen(Wish(values={"name": "Name 2"})) == ["p2"]
    assert seen(Wish(), 2) == ["p0", "p1"]
    assert seen(Wish(page=3), 2) == ["p4"]
    assert listing(registers()["Person"], DAY, "1990-01-01", Wish()).count == 0


def test_the_second_look_at_a_list_reads_nothing_but_its_page(folder: Path):
    person("a", "Aas")
    seen(Wish(sort="name"))
    with CaptureQueriesContext(connection) as queries:
        assert seen(Wish(sort="name")) == ["a"]
    assert len(queries) == 2
    assert not any("ORDER BY" in query["sql"] and "person" in query["sql"] for query in queries)
