"""Romanian personal numeric codes (CNP)."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ro",
    title="Romanian personal numeric code",
    dpv="OfficialID",
    country="RO",
    pattern=r"^[1-8]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}$",
    digits=(13, 13),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({13: checked((2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9), 11, lambda rest: rest - 9 * (rest == 10))}),
    names=r"\bcnp\b|\bcod numeric personal\b",
    alone=0.9,
    found=("1800101221144",),
    absent=("1800101221145", "1234567890123"),
)
