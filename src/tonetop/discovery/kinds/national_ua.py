"""Ukrainian taxpayer numbers."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ua",
    title="Ukrainian taxpayer number",
    dpv="OfficialID",
    country="UA",
    pattern=r"^\d{10}$",
    digits=(10, 10),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({10: checked((-1, 5, 7, 9, 4, 6, 10, 5, 7), 11, lambda rest: rest % 10)}),
    names=r"\brnokpp\b|\bipn\b",
    found=("1759013776",),
    absent=("1759013770",),
)
