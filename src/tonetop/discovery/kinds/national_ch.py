"""Swiss social insurance numbers (AHV)."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ch",
    title="Swiss social insurance number",
    dpv="OfficialID",
    country="CH",
    pattern=r"^756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}$",
    digits=(13, 13),
    letters=(0, 0),
    check=rule({13: weighted((1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1), 10)}),
    within=r"\b756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}\b",
    names=r"\bahv( ?(nummer|nr|n\d+))?\b|\bavs\b|\bnavs\b|\bsozial ?versicherungs ?(nummer|nr)\b",
    alone=0.95,
    found=("756.9217.0769.85", "7569217076985"),
    absent=("756.9217.0769.84", "7569217076984"),
)
