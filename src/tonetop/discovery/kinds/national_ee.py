"""Estonian and Lithuanian personal codes."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind

_FIRST, _SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)


def _stands(digits: np.ndarray) -> np.ndarray:
    """Weighted modulo 11; where that is ten, with other weights."""
    first, second = total(digits, _FIRST) % 11, total(digits, _SECOND) % 11
    return np.where(first == 10, second % 10, first) == digits[:, 10]


KIND = Kind(
    key="user.government_id.national_identification_number.ee",
    title="Estonian or Lithuanian personal code",
    dpv="OfficialID",
    country="EE",
    pattern=r"^[1-6]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$",
    digits=(11, 11),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({11: _stands}),
    names=r"\bisikukood\b|\basmens kodas\b",
    alone=0.85,
    found=("36805280109",),
    absent=("36805280108", "12345678901"),
)
