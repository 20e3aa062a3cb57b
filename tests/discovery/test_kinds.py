"""Every kind finds its own examples, and does not find those that only look like it."""

from __future__ import annotations

import csv
import re
from importlib import import_module
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest

from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.kind import Kind, kinds
from tonetop.discovery.names import words_of
from tonetop.discovery.verdict import named

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "discovery"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the vocabularies lie beside the repository")
FORMED = [kind for kind in kinds() if kind.formed]


def hits(kind: Kind, *texts: str) -> int:
    """In how many of the texts of one column a kind is found."""
    batch = pa.RecordBatch.from_pydict({"column": list(texts)})
    column = scan(batch, Spec(kinds=(kind,))).columns["column"]
    return column.hits.get(kind.key, 0) or column.traits.get(f"like {kind.family}", 0)


@pytest.mark.parametrize("kind", FORMED, ids=lambda kind: kind.key)
def test_a_kind_finds_its_examples_and_nothing_else(kind):
    assert kind.found, "no example"
    assert kind.absent
    assert [text for text in kind.found if not hits(kind, text)] == []
    assert [text for text in kind.absent if hits(kind, text)] == []


@pytest.mark.parametrize("kind", [kind for kind in kinds() if not kind.formed], ids=lambda kind: kind.key)
def test_a_kind_without_a_form_is_told_by_names_of_columns(kind):
    assert kind.found, "no example"
    assert kind.absent
    assert [name for name in kind.found if not named(kind, words_of(name))] == []
    assert [name for name in kind.absent if named(kind, words_of(name))] == []


ORACLES = {
    "nl": "nl.bsn",
    "it": "it.codicefiscale",
    "fr": "fr.nir",
    "be": "be.nn",
    "ch": "ch.ssn",
    "se": "se.personnummer",
    "pl": "pl.pesel",
    "ro": "ro.cnp",
    "hr": "hr.oib",
    "ee": "ee.ik",
    "tr": "tr.tckimlik",
    "br": "br.cpf",
    "ca": "ca.sin",
    "au": "au.tfn",
    "za": "za.idnr",
    "cl": "cl.rut",
    "ar": "ar.cuit",
    "gb_nhs": "gb.nhs",
    "no": "no.fodselsnummer",
    "es": "es.dni",
    "fi": "fi.hetu",
    "at": "at.vnr",
    "il": "il.idnr",
    "in": "in_.aadhaar",
    "gr": "gr.amka",
}


@pytest.mark.parametrize("code", sorted(ORACLES))
def test_checksums_of_whole_columns_agree_with_the_library_of_numbers(code):
    """What the library takes is taken; of numbers with one digit changed, none that it refuses for its checksum."""
    [kind] = [one for one in kinds() if one.country == code.upper() and not one.family and one.check]
    valid = import_module(f"stdnum.{ORACLES[code]}").is_valid
    random_ = Random(code)
    example = next(text for text in kind.found if valid(text))
    places = [index for index, letter in enumerate(example) if letter.isdigit()]
    changed = {example}
    for _ in range(400):
        text = list(example)
        for index in random_.sample(places, 2):
            text[index] = str(random_.randint(0, 9))
        changed.add("".join(text))
    good = [text for text in sorted(changed) if valid(text) and re.search(kind.pattern, text)]
    assert good
    assert hits(kind, *good) == len(good)
    assert hits(kind, *sorted(changed)) <= len(good) + len(changed) // 20


def test_there_are_at_least_forty_kinds_and_national_numbers_of_twenty_countries():
    keys = {kind.key for kind in kinds()}
    assert len(keys) == len(kinds())
    assert len([kind for kind in kinds() if not kind.family]) >= 40
    assert len({kind.country[:2] for kind in kinds() if kind.country}) >= 20


@needs_shared
def test_every_kind_stands_below_a_category_of_the_tree_and_names_a_term_of_the_vocabulary():
    with (SHARED / "fideslang" / "data_categories.csv").open() as file:
        categories = {row["fides_key"] for row in csv.DictReader(file)}
    with (SHARED / "dpv-2.3" / "pd.csv").open() as file:
        terms = {row["term"] for row in csv.DictReader(file)}
    above = {
        kind.key: {kind.key, kind.key.rpartition(".")[0], ".".join(kind.key.split(".")[:2])}
        for kind in kinds()
    }
    assert [key for key, keys in above.items() if not keys & categories and key != "user.education"] == []
    assert [kind.key for kind in kinds() if kind.dpv not in terms] == []
