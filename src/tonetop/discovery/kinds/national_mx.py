"""Mexican population registry codes (CURP)."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.mx",
    title="Mexican population registry code",
    dpv="OfficialID",
    country="MX",
    pattern=(
        r"^(?i:[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d"
        r"|3[01])[HMX][A-Z]{5}[0-9A-Z]\d)$"
    ),
    digits=(7, 8),
    letters=(10, 11),
    marks=(0, 0),
    names=r"\bcurp\b",
    alone=0.97,
    found=("BOXW310820HNERXN09",),
    absent=("BOXW311320HNERXN09", "BOXW310820"),
)
