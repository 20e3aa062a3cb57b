"""Words for categories of data lead to kinds; what says nothing leads nowhere."""

from __future__ import annotations

import pytest

from tonetop.discovery.categories import covers, is_none, keys_of


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("E-mail addresses", "user.contact.email"),
        ("e-mail", "user.contact.email"),
        ("EmailAddress", "user.contact.email"),
        ("dpv-pd:EmailAddress", "user.contact.email"),
        ("user.contact", "user.contact.email"),
        ("Kontaktdaten", "user.contact.phone_number"),
        ("contact details of customers", "user.contact.email"),
        ("Names and phone numbers", "user.contact.phone_number"),
        ("Names and phone numbers", "user.name"),
        ("health", "user.health_and_medical"),
        ("customer data", "user.financial"),
    ],
)
def test_a_phrase_covers_the_kinds_it_names(phrase: str, kind: str) -> None:
    assert covers(keys_of(phrase), kind)


def test_the_longest_words_of_a_phrase_hold() -> None:
    assert not covers(keys_of("e-mail address"), "user.contact.address.street")
    assert not covers(keys_of("customer data: names"), "user.financial")


def test_a_phrase_of_unknown_words_covers_nothing() -> None:
    assert keys_of("loyalty points") == frozenset()
    assert is_none("Not personal data")
    assert not is_none("names")
