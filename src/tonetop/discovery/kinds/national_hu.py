"""Hungarian identification numbers of social insurance (TAJ)."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.hu",
    title="Hungarian social insurance number",
    dpv="OfficialID",
    country="HU",
    pattern=r"^\d{3}[- ]?\d{3}[- ]?\d{3}$",
    digits=(9, 9),
    letters=(0, 0),
    check=rule({9: checked((3, 7, 3, 7, 3, 7, 3, 7), 10, lambda rest: rest)}),
    names=r"\btaj( ?(szam|number))?\b",
    found=("123456788",),
    absent=("123456789",),
)
