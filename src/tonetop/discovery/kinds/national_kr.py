"""Korean resident registration numbers."""

from tonetop.discovery.checksum import checked, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.kr",
    title="Korean resident registration number",
    dpv="OfficialID",
    country="KR",
    pattern=r"^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?[0-9]\d{6}$",
    digits=(13, 13),
    letters=(0, 0),
    check=rule({13: checked((2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), 11, lambda rest: (11 - rest) % 10)}),
    names=r"\brrn\b|\bjumin\b|\bresident registration( ?(number|no))?\b",
    alone=0.88,
    found=("971013-9019902", "9710139019902"),
    absent=("971013-9019903",),
)
