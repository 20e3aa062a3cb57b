"""Canadian social insurance numbers."""

from tonetop.discovery.checksum import luhn, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ca",
    title="Canadian social insurance number",
    dpv="OfficialID",
    country="CA",
    pattern=r"^[1-79]\d{2}[- ]?\d{3}[- ]?\d{3}$",
    digits=(9, 9),
    letters=(0, 0),
    check=rule({9: luhn}),
    names=r"\bsin( ?(number|no))?\b|\bsocial insurance( ?(number|no))?\b|\bnas\b",
    found=("123-456-782", "130 692 544"),
    absent=("123-456-783", "830692544"),
)
