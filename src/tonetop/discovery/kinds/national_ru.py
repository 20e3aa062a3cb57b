"""Russian pension insurance numbers (SNILS)."""

import numpy as np

from tonetop.discovery.checksum import number, rule, total
from tonetop.discovery.kind import Kind


def _stands(digits: np.ndarray) -> np.ndarray:
    """The last two digits are the weighted sum modulo 101."""
    return total(digits, range(9, 0, -1)) % 101 % 100 == number(digits[:, 9:])


KIND = Kind(
    key="user.government_id.national_identification_number.ru",
    title="Russian pension insurance number",
    dpv="OfficialID",
    country="RU",
    pattern=r"^\d{3}-\d{3}-\d{3}[ -]\d{2}$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule({11: _stands}),
    names=r"\bsnils\b",
    alone=0.93,
    found=("112-233-445 95",),
    absent=("112-233-445 96",),
)
