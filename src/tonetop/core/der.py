"""Just enough of DER (ITU-T X.690) to put a time-stamp token into the order that strict readers ask for."""

from __future__ import annotations

LONG, MOST = 0x80, 4
SEQUENCE, CERTIFICATES = 0x30, 0xA0


class DerError(ValueError):
    """The bytes are no DER of the kind that was asked for."""


def parts(data: bytes) -> list[tuple[int, bytes]]:
    """The tag and content of each part that stands in `data`, one after the other. Raises DerError."""
    found, at = list[tuple[int, bytes]](), 0
    while at < len(data):
        head = data[at : at + 2]
        if len(head) < 2 or head[1] == LONG or head[1] > LONG + MOST:
            raise DerError("it is no DER")
        start, size = at + 2, head[1]
        if size > LONG:
            start, size = start + size - LONG, int.from_bytes(data[start : start + size - LONG], "big")
        if start + size > len(data):
            raise DerError("it is no DER")
        found.append((head[0], data[start : start + size]))
        at = start + size
    return found


def part(tag: int, content: bytes) -> bytes:
    """One part, with its length in the shortest spelling."""
    size = len(content)
    if size < LONG:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, LONG + len(length))) + length + content


def in_order(token: bytes) -> bytes:
    """A time-stamp token with the certificates that it encloses in the order of DER.

    Authorities put them in the order of their chain, which strict readers refuse; no signature is over that order.
    Raises ValueError for bytes that are no signed data (RFC 5652, section 5.1).
    """
    outer = parts(token)
    kind, boxed = parts(outer[0][1])[:2] if outer else [(0, b""), (0, b"")]
    inside = parts(boxed[1])
    if [each[0] for each in (*outer, *inside)] != [SEQUENCE, SEQUENCE]:
        raise DerError("it is no signed data")
    told = [
        part(
            tag, b"".join(sorted(part(*each) for each in parts(content))) if tag == CERTIFICATES else content
        )
        for tag, content in parts(inside[0][1])
    ]
    signed = part(SEQUENCE, b"".join(told))
    return part(SEQUENCE, part(*kind) + part(boxed[0], signed))
