"""Indian tax numbers (PAN)."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.in_tax",
    title="Indian tax number",
    dpv="OfficialID",
    country="IN_TAX",
    pattern=r"^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$",
    digits=(4, 4),
    letters=(6, 6),
    marks=(0, 0),
    names=r"\bpan( ?(number|no|card))?\b|\bpermanent account( number)?\b",
    alone=0.85,
    found=("ACUPA7085R", "AAAPL1234C"),
    absent=("ACUXA7085R", "ACUPA70855"),
)
