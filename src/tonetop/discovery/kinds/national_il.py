"""Israeli identity numbers."""

from tonetop.discovery.checksum import luhn, rule
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.il",
    title="Israeli identity number",
    dpv="OfficialID",
    country="IL",
    pattern=r"^\d{9}$",
    digits=(9, 9),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({9: luhn}),
    names=r"\bteudat ?zehut\b|\bisraeli? id\b|\btz\b",
    found=("039337423",),
    absent=("039337424",),
)
