"""Croatian personal identification numbers (OIB)."""

from tonetop.discovery.checksum import mod11_10, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.hr",
    title="Croatian personal identification number",
    dpv="OfficialID",
    country="HR",
    pattern=r"^(?:HR)?\d{11}$",
    digits=(11, 11),
    letters=(0, 2),
    marks=(0, 0),
    check=rule({11: mod11_10}),
    names=r"\boib\b",
    found=("33392005961", "HR33392005961"),
    absent=("33392005962",),
)
