"""Czech and Slovak birth numbers."""

from tonetop.discovery.checksum import number, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.cz",
    title="Czech or Slovak birth number",
    dpv="OfficialID",
    country="CZ",
    pattern=r"^\d{2}(?:[05][1-9]|[16][0-2]|[27][1-9]|[38][0-2])(?:0[1-9]|[12]\d|3[01])/?\d{4}$",
    digits=(10, 10),
    letters=(0, 0),
    check=rule({10: lambda digits: number(digits) % 11 == 0}),
    within=r"\b\d{2}(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01])/\d{4}\b",
    names=r"\brodne ?cislo\b|\brc\b|\bbirth number\b",
    found=("710319/2745", "7103192745"),
    absent=("710319/2746", "711319/2745"),
)
