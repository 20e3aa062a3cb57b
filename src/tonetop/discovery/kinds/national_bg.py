"""Bulgarian civil numbers (EGN)."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.bg",
    title="Bulgarian civil number",
    dpv="OfficialID",
    country="BG",
    pattern=r"^\d{2}(?:[024][1-9]|[135][0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$",
    digits=(10, 10),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({10: checked((2, 4, 8, 5, 10, 9, 7, 3, 6), 11, lambda rest: rest % 10)}),
    names=r"\begn\b",
    found=("7523169263",),
    absent=("7552A10004", "7523169264"),
)
