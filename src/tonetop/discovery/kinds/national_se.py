"""Swedish personal identity numbers."""

from tonetop.discovery.checksum import luhn, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.se",
    title="Swedish personal number",
    dpv="OfficialID",
    country="SE",
    pattern=r"^(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+ ]?\d{4}$",
    digits=(10, 12),
    letters=(0, 0),
    check=rule({10: luhn, 12: lambda digits: luhn(digits[:, 2:])}),
    within=r"\b(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+]\d{4}\b",
    names=r"\bperson ?(nummer|nr)\b|\bpnr\b|\bsamordningsnummer\b",
    found=("880320-0016", "19880320-0016", "8803200016"),
    absent=("880320-0018", "881320-0016"),
)
