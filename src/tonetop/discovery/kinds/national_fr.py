"""French social security numbers (NIR)."""

import numpy as np

from tonetop.discovery.checksum import number, rule
from tonetop.discovery.kind import Kind


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The last two digits are 97 less the rest of the others; Corsica's 2A and 2B count as 19 and 18."""
    corsica = matrix[:, 6] > 9
    digits = matrix.copy()
    digits[corsica, 5], digits[corsica, 6] = 1, 19 - digits[corsica, 6]
    return number(digits[:, 13:]) == 97 - number(digits[:, :13]) % 97


KIND = Kind(
    key="user.government_id.national_identification_number.fr",
    title="French social security number",
    dpv="OfficialID",
    country="FR",
    pattern=r"^[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3} ?\d{2}$",
    digits=(14, 15),
    letters=(0, 1),
    check=rule({15: _stands}, letters=True),
    names=r"\bnir\b|\b(numero )?(de )?securite sociale\b|\bnumero secu\b|\bnss\b|\binsee\b",
    alone=0.9,
    found=("255081416802538", "1 84 12 76 451 089 46"),
    absent=("255081416802539", "123456789012345"),
)
