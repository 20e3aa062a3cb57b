"""Vehicle identification numbers (ISO 3779)."""

import numpy as np

from tonetop.discovery.checksum import rule, total
from tonetop.discovery.kind import Kind

_WORTH = np.zeros(36, np.int32)
for _letter, _value in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True):
    _WORTH[ord(_letter) - 55] = int(_value)
_WORTH[:10] = np.arange(10)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _worth(matrix: np.ndarray) -> np.ndarray:
    """North American check digit; elsewhere the ninth place is free, so European numbers pass by their maker."""
    rest = total(_WORTH[matrix], _WEIGHTS) % 11
    american = np.where(rest == 10, 33, rest) == matrix[:, 8]
    return american | (matrix[:, 0] >= 28) | (matrix[:, 0] == 6) | (matrix[:, 0] == 7)


KIND = Kind(
    key="user.government_id.vehicle_registration.vin",
    title="Vehicle identification number",
    dpv="Vehicle",
    pattern=r"^(?i:[A-HJ-NPR-Z0-9]{13}\d{4}|[A-HJ-NPR-Z0-9]{17})$",
    digits=(4, 16),
    letters=(1, 13),
    marks=(0, 0),
    check=rule({17: _worth}, letters=True),
    names=(
        r"\bvin\b|\bvehicle (identification|id)( number)?\b|\bfahrgestell ?(nummer|nr)\b|\bfin\b"
        r"|\bchassis( ?(number|no|nr|nummer))?\b"
        r"|\bbastidor\b|\btelaio\b"
    ),
    alone=0.9,
    least=0.3,
    found=("1HGBH41JXMN109186", "WVWZZZ1JZXW000001", "1m8gdm9axkp042788"),
    absent=("1HGBH41JXMN10918O", "1HGBH41JXMN109187", "12345678901234567", "SKU-1234567890123"),
)
