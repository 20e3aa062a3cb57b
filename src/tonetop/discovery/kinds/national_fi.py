"""Finnish personal identity codes."""

import numpy as np

from tonetop.discovery.checksum import number, rule
from tonetop.discovery.kind import Kind

_MARKS = np.array(
    [ord(mark) - 48 if mark < "A" else ord(mark) - 55 for mark in "0123456789ABCDEFHJKLMNPRSTUVWXY"]
)


def _stands(matrix: np.ndarray) -> np.ndarray:
    """The last character is the nine digits modulo 31; the sign of the century counts for nothing."""
    digits = np.concatenate([matrix[:, :6], matrix[:, -4:-1]], axis=1)
    return _MARKS[number(digits) % 31] == matrix[:, -1]


KIND = Kind(
    key="user.government_id.national_identification_number.fi",
    title="Finnish personal identity code",
    dpv="OfficialID",
    country="FI",
    pattern=r"^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+ABCDEFUVWXY]\d{3}[0-9A-FHJ-NPR-Y]$",
    digits=(9, 10),
    letters=(0, 2),
    check=rule({10: _stands, 11: _stands}, letters=True),
    within=r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A]\d{3}[0-9A-FHJ-NPR-Y]\b",
    names=r"\bhenkilotunnus\b|\bhetu\b|\bsotu\b",
    alone=0.96,
    found=("131052-308T", "131052A308T"),
    absent=("131052-308U", "131352-308T"),
)
