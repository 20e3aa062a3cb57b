"""Polish national numbers (PESEL)."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.pl",
    title="Polish national number",
    dpv="OfficialID",
    country="PL",
    pattern=r"^\d{2}(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])\d{5}$",
    digits=(11, 11),
    letters=(0, 0),
    marks=(0, 0),
    check=rule({11: weighted((1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10)}),
    names=r"\bpesel\b",
    alone=0.85,
    found=("44051401359", "02070803628"),
    absent=("44051401358", "12345678901"),
)
