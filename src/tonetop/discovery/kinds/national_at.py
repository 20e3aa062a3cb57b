"""Austrian social insurance numbers."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind

_WEIGHTS = (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)


def _stands(digits: np.ndarray) -> np.ndarray:
    """The fourth digit checks the others."""
    return (total(digits, _WEIGHTS) % 11 == digits[:, 3]) & (digits[:, 0] > 0)


KIND = Kind(
    key="user.government_id.national_identification_number.at",
    title="Austrian social insurance number",
    dpv="OfficialID",
    country="AT",
    pattern=r"^\d{4} ?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-5])\d{2}$",
    digits=(10, 10),
    letters=(0, 0),
    check=rule({10: _stands}),
    names=r"\bsvnr\b|\bsv ?nr\b|\bsozial ?versicherungs ?(nummer|nr)\b|\bvsnr\b",
    found=("1237010180", "1237 010180"),
    absent=("1238010180", "1234567890"),
)
