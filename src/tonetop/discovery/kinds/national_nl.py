"""Dutch citizen service numbers (BSN)."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.nl",
    title="Dutch citizen service number",
    dpv="OfficialID",
    country="NL",
    pattern=r"^\d{9}$|^\d{4}[. ]\d{2}[. ]\d{3}$|^\d{3}[. ]\d{3}[. ]\d{3}$",
    digits=(9, 9),
    letters=(0, 0),
    check=rule({9: weighted((9, 8, 7, 6, 5, 4, 3, 2, -1), 11)}),
    within=r"(?:BSN|bsn|[Bb]urgerservicenummer)\W{1,3}\d{9}\b",
    names=r"\bbsn\b|\bburger ?service ?nummer\b|\bsofi ?(nummer|nr)?\b",
    found=("111222333", "123456782"),
    absent=("111222334", "000000000"),
)
