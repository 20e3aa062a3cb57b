"""Greek social security numbers (AMKA)."""

from tonetop.discovery.checksum import luhn, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.gr",
    title="Greek social security number",
    dpv="OfficialID",
    country="GR",
    pattern=r"^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{7}$",
    digits=(11, 11),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({11: luhn}),
    names=r"\bamka\b",
    alone=0.85,
    found=("01013099997",),
    absent=("01013099998", "45013099997"),
)
