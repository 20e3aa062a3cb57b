"""A short text as a QR code (ISO/IEC 18004), so that a checkpoint goes from paper into a file without typing."""

from __future__ import annotations

EDGE = 4
"""Modules that stay white around it, as readers ask."""


def code(text: str) -> str:
    """The code as a picture in SVG; the same text gives the same picture."""
    from qrcode import QRCode  # noqa: PLC0415 - only what is printed needs it
    from qrcode.constants import ERROR_CORRECT_L  # noqa: PLC0415

    drawn = QRCode(error_correction=ERROR_CORRECT_L, border=EDGE)
    drawn.add_data(text.encode())
    drawn.make()
    rows = drawn.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
