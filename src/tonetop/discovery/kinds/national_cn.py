"""Chinese resident identity numbers."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)


def _stands(matrix: np.ndarray) -> np.ndarray:
    """ISO/IEC 7064 MOD 11-2, whose X stands for ten."""
    digits = matrix.copy()
    digits[:, 17] = np.where(digits[:, 17] == 33, 10, digits[:, 17])
    return total(digits, _WEIGHTS) % 11 == 1


KIND = Kind(
    key="user.government_id.national_identification_number.cn",
    title="Chinese resident identity number",
    dpv="OfficialID",
    country="CN",
    pattern=r"^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]$",
    digits=(17, 18),
    letters=(0, 1),
    marks=(0, 0),
    check=rule({18: _stands}, letters=True),
    names=r"\bresident id\b|\bshenfenzheng\b|\bid ?card( ?(number|no))?\b",
    alone=0.96,
    found=("11010519491231002X", "360426199101010071"),
    absent=("110105194912310021", "12345678901234567X"),
)
