"""Numbers of passports, which a column's name tells."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.passport_number",
    title="Passport number",
    dpv="Passport",
    digits=(4, 10),
    letters=(0, 6),
    marks=(0, 1),
    names=(
        r"\bpass ?ports?( ?(number|no|nr|num|id))?\b|\b(reise)?pass ?(nummer|nr)\b|\breisepass\b"
        r"|\bpasaporte\b|\bpassaporto\b|\bpasse?port\b|\bpaspoort( ?(nummer|nr))?\b"
        r"|\bpassaporte\b|\btravel document\b|\bpaszport\w*\b"
    ),
    never=r"\b(expir\w*|country|issued?|date|type|status|has)\b",
    least=0.6,
    found=("C01X00T47", "123456789", "AB1234567", "XR1001R58"),
    absent=("yes", "Netherlands", "12"),
)
