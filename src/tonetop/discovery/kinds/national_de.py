"""German tax identification numbers."""

import numpy as np

from tonetop.discovery.checksum import mod11_10, rule
from tonetop.discovery.kind import Kind


def _stands(digits: np.ndarray) -> np.ndarray:
    """ISO/IEC 7064, and among the first ten digits one or two come more than once, none more than three times."""
    counts = (digits[:, :10, None] == np.arange(10)).sum(axis=1)
    return mod11_10(digits) & (counts.max(axis=1) <= 3) & (counts.max(axis=1) >= 2)


KIND = Kind(
    key="user.government_id.national_identification_number.de",
    title="German tax identification number",
    dpv="OfficialID",
    country="DE",
    pattern=r"^[1-9]\d ?\d{3} ?\d{3} ?\d{3}$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule({11: _stands}),
    names=(
        r"\bsteuer ?(id(entifikations)?( ?(nummer|nr))?|identifikationsnummer)\b|\bidnr\b"
        r"|\bidentifikationsnummer\b"
    ),
    found=("36574261809", "36 574 261 809"),
    absent=("36574261890", "12345678901"),
)
