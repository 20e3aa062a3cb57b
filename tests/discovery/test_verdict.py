"""Verdicts on columns, by their values, their names and their neighbours."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from bench.people import DECOYS, LOOKALIKES, PEOPLE, made
from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.kind import kinds
from tonetop.discovery.verdict import judge

SENSITIVE = ("user.contact.phone_number", "user.financial.credit_card", "user.government_id.national")


def verdicts(columns: dict[str, list], asset: str = "table") -> dict[str, list[str]]:
    batch = pa.RecordBatch.from_pydict(columns)
    return {
        name: [one.kind for one in told] for name, told in judge(asset, scan(batch, Spec()), kinds()).items()
    }


def test_a_table_of_people_is_told_column_by_column():
    batch = made(PEOPLE | DECOYS, 400)
    told = judge("people", scan(batch, Spec()), kinds())
    first = {name: kinds_[0].kind for name, kinds_ in told.items() if kinds_}
    assert first == {
        "full_name": "user.name",
        "first_name": "user.name.first",
        "last_name": "user.name.last",
        "email": "user.contact.email",
        "phone": "user.contact.phone_number",
        "street_address": "user.contact.address.street",
        "city": "user.contact.address.city",
        "birth_date": "user.demographic.date_of_birth",
        "iban": "user.financial.bank_account.iban",
        "card_number": "user.financial.credit_card",
        "bsn": "user.government_id.national_identification_number.nl",
        "ip_address": "user.device.ip_address.v4",
        "diagnosis": "user.health_and_medical.diagnosis",
        "notes": first["notes"],
    }
    inside = {one.kind for one in told["notes"]}
    assert inside == {
        "user.contact.email",
        "user.contact.phone_number",
        "user.financial.bank_account.iban",
        "user.name",
    }
    assert all(
        0 < one.share <= 1 and 0.5 <= one.confidence < 1 and one.why
        for kinds_ in told.values()
        for one in kinds_
    )


def test_what_only_looks_like_personal_data_is_not_told_under_any_name():
    batch = made(LOOKALIKES, 500)
    bare = pa.RecordBatch.from_arrays(batch.columns, [f"c{index}" for index in range(batch.num_columns)])
    for table in (batch, bare):
        told = judge("t", scan(table, Spec()), kinds())
        assert not [one for kinds_ in told.values() for one in kinds_ if one.kind.startswith(SENSITIVE)]


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Vorname", ["Jürgen", "Xaveria", "Sabine"], "user.name.first"),
        ("NACHNAME", ["Müller", "Zwrtek", "Huber"], "user.name.last"),
        ("Geburtsdatum", ["29.02.1984", "01.12.1990", "3.4.2001"], "user.demographic.date_of_birth"),
        ("Straße", ["Hauptstraße 12", "Am Ring 3", "Lindenweg 7a"], "user.contact.address.street"),
        ("PLZ", ["10115", "80331", "50667"], "user.contact.address.postal_code"),
        ("Telefonnummer", ["030901820", "0891234567", "0221555555"], "user.contact.phone_number"),
        ("Konfession", ["ev", "rk", "keine"], "user.demographic.religious_belief"),
        ("prénom", ["Chloé", "Zéphyrin", "Luc"], "user.name.first"),
        (
            "numéro de sécurité sociale",
            ["255081416802538"] * 3,
            "user.government_id.national_identification_number.fr",
        ),
        ("fecha_nacimiento", ["1990-01-02", "1985-12-31", "1970-05-06"], "user.demographic.date_of_birth"),
        ("apellidos", ["García López", "Ruiz", "Quispe"], "user.name.last"),
        (
            "codice_fiscale",
            ["RCCMNL83S18D969H", "MRTMTT91D08F205J"],
            "user.government_id.national_identification_number.it",
        ),
        ("geslacht", ["M", "V", "M"], "user.demographic.gender"),
        ("achternaam", ["de Vries", "Jansen", "Bakker"], "user.name.last"),
        ("salary", [52000, 61000, 48000], "user.financial.salary"),
        (
            "ssn",
            ["219-09-9999", "536-22-8726", "219-09-9998"],
            "user.government_id.national_identification_number.us",
        ),
        ("Age", [31, 45, 62], "user.demographic.age"),
        ("trade_union", ["yes", "no", "yes"], "user.demographic.trade_union"),
        ("fingerprint_template", ["A9F3", "B771", "C013"], "user.biometric"),
        ("passport_no", ["C01X00T47", "XR1001R58", "AB1234567"], "user.government_id.passport_number"),
    ],
)
def test_names_of_columns_in_other_languages_speak(name, values, kind):
    assert verdicts({name: values})[name][:1] == [kind]


def test_names_alone_say_nothing_where_values_speak_against_them():
    told = verdicts(
        {
            "email": ["yes", "no", "yes"],
            "phone_model": ["X200", "X300", "X400"],
            "product_name": ["Blue chair", "Red table", "Oak desk"],
            "birth_date": ["soon", "later", "never"],
            "ip_version": ["1.2.3.4", "1.2.3.5", "1.2.3.6"],
            "empty_ssn": [None, None, None],
        }
    )
    assert told == dict.fromkeys(told, [])


def test_names_of_things_and_of_people_are_told_apart_by_their_values():
    people = verdicts(
        {"name": ["Anna Smith", "Peter García", "Lars Müller", "Eva Novák", "Hans Weber"]}, "customers"
    )
    things = verdicts(
        {"name": ["Oak Table", "Steel Lamp", "Paper Clip", "Wool Rug", "Glass Vase"]}, "products"
    )
    assert people["name"] == ["user.name"]
    assert things["name"] == []


def test_a_question_over_a_column_is_no_name_of_what_stands_below_it():
    asked = "Is this information maintained by the agency at its own work place in the city?"
    born = "What is the date of birth of the person who answers here?"
    told = verdicts({asked: ["Yes", "No, not yet"] * 30, born: ["1980-02-03", "1991-12-24"] * 30})
    assert told == {asked: [], born: ["user.demographic.date_of_birth"]}


def test_what_stands_in_running_text_passes_its_checksum_too():
    links = [f"see https://example.org/d/{n}?from={1577854800000 + n} for the month" for n in range(40)]
    cards = ["paid with 4111 1111 1111 1111 on Monday", "card 4111 1111 1111 1112 was refused"] * 20
    sketch = scan(pa.RecordBatch.from_pydict({"link": links, "note": cards}), Spec())
    assert "user.financial.credit_card" not in sketch.columns["link"].within
    assert sketch.columns["note"].within["user.financial.credit_card"] == 20


def test_columns_of_a_database_are_told_by_their_own_types():
    """As in a well-known sample database: days of birth that are days, titles of contacts, pictures of things."""
    columns = {
        "employee_id": [1, 2, 3],
        "last_name": ["Davolio", "Fuller", "Peacock"],
        "birth_date": [date(1948, 12, 8), date(1952, 2, 19), date(1937, 9, 19)],
        "hire_date": [date(1992, 5, 1), date(1992, 8, 14), date(1993, 5, 3)],
        "seen_at": [datetime(2026, 1, 1, 8), None, None],
        "photo": [b"\x89PNG", b"\x89PNG", b"\x89PNG"],
    }
    told = verdicts(columns, "employees")
    assert told["birth_date"] == ["user.demographic.date_of_birth"]
    assert told["hire_date"] == told["seen_at"] == []
    assert told["photo"] == ["user.content.self_image"]
    assert verdicts({"picture": [b"\x89PNG"], "name": ["Beverages"]}, "categories")["picture"] == []
    titles = ["Sales Representative", "Marketing Manager", "Owner", "Order Administrator"] * 5
    assert verdicts({"contact_title": titles}, "customers")["contact_title"] == ["user.job_title"]


def test_names_of_hosts_are_names_and_those_of_machines_are_none():
    people = ["Anna", "Jonas", "Marie", "Luca", "Sofia", "Peter"] * 20
    assert verdicts({"host name": people})["host name"] == ["user.name"]
    machines = [f"web-{n}.example.org" for n in range(100)]
    assert verdicts({"host name": machines})["host name"] == []


def test_numbers_of_social_security_are_no_telephone_numbers():
    for first in ("269-73", "012-34"):
        told = verdicts({"number": [f"{first}-{n:04d}" for n in range(1, 200)]})["number"]
        assert told == ["user.government_id.national_identification_number.us"]


def test_names_of_columns_that_only_sound_like_a_rating_tell_none():
    table = {"Changed_Credit_Limit": [1.5, 2.5], "Credit_History_Age": ["2 Years", "3 Years"]}
    assert verdicts(table) == {"Changed_Credit_Limit": [], "Credit_History_Age": []}
    assert verdicts({"kfz": ["B-MW 123", "M-AB 17"], "zip": ["98122.0", "98101.0"]}) == {
        "kfz": ["user.government_id.vehicle_registration"],
        "zip": ["user.contact.address.postal_code"],
    }


def test_lists_and_objects_written_without_a_space_are_looked_into():
    mails = [f"p{n}@example.org" for n in range(60)]
    columns = {
        "semicolons": [f"{one};q{one}" for one in mails],
        "list": [f'["{one}"]' for one in mails],
        "object": [f'{{"a":"{one}"}}' for one in mails],
        "link": [f"https://example.org/a?e={one}&n=1" for one in mails],
        "array": [f"{{{one},{one}}}" for one in mails],
    }
    assert verdicts(columns) == dict.fromkeys(columns, ["user.contact.email"])
    phones = [f"+49301234{n:03};+49301235{n:03}" for n in range(60)]
    assert verdicts({"several": phones}) == {"several": ["user.contact.phone_number"]}


@pytest.mark.parametrize("form", ["{0};{0}", "{0},{0},{0}", '["{0}"]', '{{"a":{0},"b":"x"}}', "a={0}|b={0}"])
def test_what_only_looks_like_it_is_none_in_lists_either(form):
    table = made(LOOKALIKES, 1000)
    columns = [[form.format(value) for value in column.to_pylist()] for column in table.columns]
    batch = pa.RecordBatch.from_arrays([pa.array(one) for one in columns], names=table.schema.names)
    told = judge("t", scan(batch, Spec()), kinds()).values()
    assert [one for verdicts_ in told for one in verdicts_ if one.kind.startswith(SENSITIVE)] == []
