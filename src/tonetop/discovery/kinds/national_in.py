"""Indian identity numbers (Aadhaar) and tax numbers (PAN)."""

from tonetop.discovery.checksum import rule, verhoeff
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.in",
    title="Indian identity number",
    dpv="OfficialID",
    country="IN",
    pattern=r"^[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}$",
    digits=(12, 12),
    letters=(0, 0),
    check=rule({12: verhoeff}),
    names=r"\baadh?aar( ?(number|no|card))?\b|\buid(ai)?\b",
    found=("234123412346", "2341 2341 2346"),
    absent=("234123412347", "134123412346"),
)
