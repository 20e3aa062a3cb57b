"""Australian tax file numbers."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.au",
    title="Australian tax file number",
    dpv="OfficialID",
    country="AU",
    pattern=r"^\d{3} ?\d{3} ?\d{3}$",
    digits=(9, 9),
    letters=(0, 0),
    check=rule({9: weighted((1, 4, 3, 7, 5, 8, 6, 9, 10), 11)}),
    names=r"\btfn\b|\btax file( ?(number|no))?\b",
    found=("123 456 782", "876543210"),
    absent=("123456789",),
)
