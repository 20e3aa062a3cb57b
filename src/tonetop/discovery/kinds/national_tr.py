"""Turkish identification numbers."""

import numpy as np

from tonetop.discovery.checksum import rule
from tonetop.discovery.kind import Kind


def _stands(digits: np.ndarray) -> np.ndarray:
    """Two check digits: of odd and even places, and of all."""
    odd, even = digits[:, 0:9:2].sum(axis=1), digits[:, 1:8:2].sum(axis=1)
    return ((7 * odd - even) % 10 == digits[:, 9]) & (digits[:, :10].sum(axis=1) % 10 == digits[:, 10])


KIND = Kind(
    key="user.government_id.national_identification_number.tr",
    title="Turkish identification number",
    dpv="OfficialID",
    country="TR",
    pattern=r"^[1-9]\d{10}$",
    digits=(11, 11),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({11: _stands}),
    names=r"\btc ?(kimlik)?( ?(no|number))?\b|\btckn\b|\bkimlik( ?no)?\b",
    alone=0.88,
    found=("17291716060",),
    absent=("17291716050", "12345678901"),
)
