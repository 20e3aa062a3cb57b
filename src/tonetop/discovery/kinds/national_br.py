"""Brazilian taxpayer numbers (CPF)."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind


def _stands(digits: np.ndarray) -> np.ndarray:
    """Two check digits modulo 11; a number of one and the same digit is none."""
    first = total(digits, range(10, 1, -1)) * 10 % 11 % 10
    second = total(digits, range(11, 1, -1)) * 10 % 11 % 10
    return (first == digits[:, 9]) & (second == digits[:, 10]) & (digits.min(axis=1) < digits.max(axis=1))


KIND = Kind(
    key="user.government_id.national_identification_number.br",
    title="Brazilian taxpayer number",
    dpv="OfficialID",
    country="BR",
    pattern=r"^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule({11: _stands}),
    within=r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b",
    names=r"\bcpf\b",
    alone=0.88,
    found=("390.533.447-05", "39053344705"),
    absent=("390.533.447-06", "11111111112"),
)
