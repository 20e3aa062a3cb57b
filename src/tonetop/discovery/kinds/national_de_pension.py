"""German pension insurance numbers."""

import numpy as np

from tonetop.discovery.checksum import rule
from tonetop.discovery.kind import Kind

_WEIGHTS = np.array([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1])


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The letter counts as its two digits; cross sums of the weighted digits add up to the last one."""
    letter = matrix[:, 8] - 9
    digits = np.column_stack([matrix[:, :8], letter // 10, letter % 10, matrix[:, 9:11]])
    products = digits * _WEIGHTS
    return (products // 10 + products % 10).sum(axis=1) % 10 == matrix[:, 11]


KIND = Kind(
    key="user.government_id.national_identification_number.de_pension",
    title="German pension insurance number",
    dpv="OfficialID",
    country="DE_PENSION",
    pattern=r"^\d{2} ?(?:[0-3]\d|[5-8]\d)(?:0\d|1[0-2]|[0-9]{2})\d{2} ?[A-Za-z] ?\d{3}$",
    digits=(11, 11),
    letters=(1, 1),
    check=rule({12: _stands}, letters=True),
    names=(
        r"\brenten ?versicherungs ?(nummer|nr)\b|\bsozial ?versicherungs ?(nummer|nr)\b|\bsv ?(nummer"
        r"|nr)\b|\brvnr\b|\bversicherungs ?(nummer|nr)\b"
    ),
    alone=0.93,
    found=("15070649C103", "65 180539 W 001"),
    absent=("15070649C104", "15070649C10"),
)
