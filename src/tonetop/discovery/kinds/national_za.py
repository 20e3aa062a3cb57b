"""South African identity numbers."""

from tonetop.discovery.checksum import luhn, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.za",
    title="South African identity number",
    dpv="OfficialID",
    country="ZA",
    pattern=r"^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}[01]\d{2}$",
    digits=(13, 13),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({13: luhn}),
    names=r"\b(rsa|sa) ?id( ?(number|no))?\b|\bid ?number\b",
    alone=0.9,
    found=("7503305044089", "8001015009087"),
    absent=("7503305044088", "7513305044089"),
)
