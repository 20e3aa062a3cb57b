"""Singaporean identity numbers (NRIC)."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind

_ST, _FG = (np.array([ord(letter) - 55 for letter in letters]) for letters in ("JZIHGFEDCBA", "XWUTRQPNMLK"))


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The last letter by the weighted sum, shifted by four for those born or admitted since 2000."""
    late = (matrix[:, 0] == 29) | (matrix[:, 0] == 16)
    rest = (total(matrix[:, 1:], (2, 7, 6, 5, 4, 3, 2)) + 4 * late) % 11
    return np.where(matrix[:, 0] >= 28, _ST[rest], _FG[rest]) == matrix[:, 8]


KIND = Kind(
    key="user.government_id.national_identification_number.sg",
    title="Singaporean identity number",
    dpv="OfficialID",
    country="SG",
    pattern=r"^(?i:[STFGM]\d{7}[A-Z])$",
    digits=(7, 7),
    letters=(2, 2),
    marks=(0, 0),
    check=rule({9: _stands}, letters=True),
    names=r"\bnric\b|\bfin( ?(number|no))?\b",
    alone=0.93,
    found=("S1234567D", "T1234567J"),
    absent=("S1234567A",),
)
