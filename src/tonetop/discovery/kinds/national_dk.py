"""Danish personal identification numbers (CPR)."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.dk",
    title="Danish personal number",
    dpv="OfficialID",
    country="DK",
    pattern=r"^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}$",
    digits=(10, 10),
    letters=(0, 0),
    within=r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{4}\b",
    names=r"\bcpr( ?(nummer|nr))?\b|\bperson ?(nummer|nr)\b",
    least=0.8,
    found=("211062-5629", "2110625629"),
    absent=("321062-5629", "211362-5629"),
)
