"""Spanish identity numbers (DNI and NIE)."""

import numpy as np

from tonetop.discovery.checksum import number, rule
from tonetop.discovery.kind import Kind

_LETTERS = np.array([ord(letter) - 55 for letter in "TRWAGMYFPDXBNJZSQVHLCKE"])


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The letter is the number modulo 23; X, Y and Z stand for 0, 1 and 2."""
    first = np.where(matrix[:, 0] > 9, matrix[:, 0] - 33, matrix[:, 0])
    digits = np.column_stack([first, matrix[:, 1:8]])
    return _LETTERS[number(digits) % 23] == matrix[:, 8]


KIND = Kind(
    key="user.government_id.national_identification_number.es",
    title="Spanish identity number",
    dpv="OfficialID",
    country="ES",
    pattern=r"^(?i:\d{8}[ -]?[A-HJ-NP-TV-Z]|[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z])$",
    digits=(7, 8),
    letters=(1, 2),
    check=rule({9: _stands}, letters=True),
    within=r"\b(?:\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z])\b",
    names=r"\bdni\b|\bnie\b|\bnif\b|\bdocumento (nacional )?(de )?identidad\b|\bcedula\b",
    alone=0.95,
    found=("12345678Z", "X1234567L", "54362315-K"),
    absent=("12345678A", "X1234567A"),
)
