"""Portuguese taxpayer numbers (NIF)."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.pt",
    title="Portuguese taxpayer number",
    dpv="OfficialID",
    country="PT",
    pattern=r"^(?:PT ?)?[1235689]\d{2} ?\d{3} ?\d{3}$",
    digits=(9, 9),
    letters=(0, 2),
    check=rule({9: checked((9, 8, 7, 6, 5, 4, 3, 2), 11, lambda rest: (11 - rest) % 11 % 10)}),
    names=r"\bnif\b|\bcontribuinte\b",
    found=("PT 501 964 843", "501964843"),
    absent=("501964842", "401964843"),
)
