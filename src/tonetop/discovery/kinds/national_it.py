"""Italian tax codes (codice fiscale)."""

import numpy as np

from tonetop.discovery.checksum import rule
from tonetop.discovery.kind import Kind

_ODD = np.array(
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
)
_WORTH = np.concatenate([_ODD[:10], _ODD])  # by character, digits first


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The last letter is the sum of the others, each worth by whether its place is odd."""
    even = np.where(matrix > 9, matrix - 10, matrix)
    total = _WORTH[matrix[:, 0:15:2]].sum(axis=1) + even[:, 1:15:2].sum(axis=1)
    return total % 26 == matrix[:, 15] - 10


KIND = Kind(
    key="user.government_id.national_identification_number.it",
    title="Italian tax code",
    dpv="OfficialID",
    country="IT",
    pattern=r"^(?i:[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z])$",
    digits=(4, 7),
    letters=(9, 16),
    marks=(0, 0),
    check=rule({16: _stands}, letters=True),
    within=r"\b[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b",
    names=r"\bcodice ?fiscale\b|\bcod ?fisc(ale)?\b|\bcf\b",
    alone=0.97,
    found=("RCCMNL83S18D969H", "MRTMTT91D08F205J"),
    absent=("RCCMNL83S18D969I", "ABCDEFGHIJKLMNOP"),
)
