"""The order of the certificates in a time-stamp token, which strict readers ask for and authorities do not keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import der
from tonetop.core.der import DerError

ONE, TWO = der.part(0x30, b"\x02\x01\x01"), der.part(0x30, b"\x02\x01\x02" * 100)


def token(*certificates: bytes) -> bytes:
    inside = der.part(0x02, b"\x03") + der.part(0xA0, b"".join(certificates)) + der.part(0x31, b"")
    return der.part(0x30, der.part(0x06, b"\x2a") + der.part(0xA0, der.part(0x30, inside)))


@given(st.binary(max_size=300), st.integers(0, 255))
def test_a_part_reads_back_as_it_was_written(content: bytes, tag: int):
    assert der.parts(der.part(tag, content) * 2) == [(tag, content)] * 2


def test_the_certificates_are_put_in_order_and_nothing_else_is_touched():
    assert der.in_order(token(TWO, ONE)) == der.in_order(token(ONE, TWO)) == token(ONE, TWO)
    assert der.in_order(token()) == token()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x85\x00\x00\x00\x00\x00",
        b"\x30\x05a",
        b"\x30\x00",
        ONE,
        der.part(0x30, ONE + ONE),
    ],
)
def test_what_is_no_signed_data_is_refused(data: bytes):
    with pytest.raises((DerError, ValueError, IndexError)):
        der.in_order(data)
