"""Chilean tax and identity numbers (RUT)."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The last is eleven less the weighted sum modulo eleven, K for ten; weights run 2 to 7 from the right."""
    weights = [2 + place % 6 for place in reversed(range(matrix.shape[1] - 1))]
    check = (11 - total(matrix, weights) % 11) % 11
    return np.where(check == 10, 20, check) == matrix[:, -1]


KIND = Kind(
    key="user.government_id.national_identification_number.cl",
    title="Chilean identity number",
    dpv="OfficialID",
    country="CL",
    pattern=r"^\d{1,2}\.?\d{3}\.?\d{3}-?[0-9Kk]$",
    digits=(7, 9),
    letters=(0, 1),
    check=rule({8: _stands, 9: _stands}, letters=True),
    names=r"\brut\b|\brun\b",
    found=("12.531.909-2", "12531909-2"),
    absent=("12531909-3",),
)
