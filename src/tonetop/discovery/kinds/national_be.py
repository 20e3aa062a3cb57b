"""Belgian national register numbers."""

import numpy as np

from tonetop.discovery.checksum import number, rule
from tonetop.discovery.kind import Kind


def _stands(digits: np.ndarray) -> np.ndarray:
    """The last two digits are 97 less the rest of the others, since 2000 with a 2 before them."""
    check, rest = number(digits[:, 9:]), number(digits[:, :9])
    return (check == 97 - rest % 97) | (check == 97 - (rest + 2_000_000_000) % 97)


KIND = Kind(
    key="user.government_id.national_identification_number.be",
    title="Belgian national number",
    dpv="OfficialID",
    country="BE",
    pattern=r"^\d{2}[. ]?(?:0\d|1[0-2])[. ]?[0-3]\d[ -]?\d{3}[. ]?\d{2}$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule({11: _stands}),
    names=r"\brijksregister ?(nummer|nr)?\b|\binsz\b|\bniss\b|\b(numero )?(de )?registre national\b|\brrn\b",
    alone=0.9,
    found=("85.07.30-033 28", "85073003328"),
    absent=("85073003329", "12345678901"),
)
