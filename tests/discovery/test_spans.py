"""Personal data in running text: found where it stands, and not where something only looks like it."""

from __future__ import annotations

import pytest

from tonetop.discovery.spans import spans


def told(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to ada@example.org please", ("user.contact.email", "ada@example.org")),
        (
            "Refund to DE89 3704 0044 0532 0130 00.",
            ("user.financial.bank_account.iban", "DE89 3704 0044 0532 0130 00"),
        ),
        ("My card 4111 1111 1111 1111 was lost", ("user.financial.credit_card", "4111 1111 1111 1111")),
        ("Call me on +31 20 624 1111 today", ("user.contact.phone_number", "+31 20 624 1111")),
        ("Logged in from 192.168.0.17 twice", ("user.device.ip_address.v4", "192.168.0.17")),
        (
            "from 2001:db8:85a3:0:0:8a2e:370:7334",
            ("user.device.ip_address.v6", "2001:db8:85a3:0:0:8a2e:370:7334"),
        ),
        ("SSN: 460-89-9847", ("user.government_id.national_identification_number.us", "460-89-9847")),
        ("We met Sofia García yesterday", ("user.name", "Sofia García")),
        ("Please ask Mr. Zzyx about it", ("user.name", "Zzyx")),
        ("She moved here from Estonia", ("user.contact.address.city", "Estonia")),
        ("He lives at 221 Baker Street now", ("user.contact.address.street", "221 Baker Street")),
        ("CF RCCMNL83S18D969H", ("user.government_id.national_identification_number.it", "RCCMNL83S18D969H")),
    ],
)
def test_what_stands_in_a_text_is_told_with_its_place(text, expected):
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Order 1234567890 was shipped at 10:30:59",
        "Version 1.2.3 of 2024-01-02 fixes it",
        "id 550e8400-e29b-41d4-a716-446655440000",
        "Thanks for the update on Monday",
        "The Northern Orchestra played again",
        "Invoice number 20240001",
    ],
)
def test_what_only_looks_like_it_is_not_told(text):
    assert told(text) == []


def test_spans_lie_apart_and_in_order():
    found = spans("Anna Müller, 12 Main Street, anna@example.org, +49 30 901820, IBAN DE89370400440532013000")
    assert len(found) == 5
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert all(0 < one.confidence <= 1 for one in found)
