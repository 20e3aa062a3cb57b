"""Argentine work and tax numbers (CUIT, CUIL)."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ar",
    title="Argentine work and tax number",
    dpv="OfficialID",
    country="AR",
    pattern=r"^(?:2[0347]|3[034])-?\d{8}-?\d$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule({11: weighted((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11)}),
    names=r"\bcui[tl]\b",
    alone=0.85,
    found=("20-05536168-2", "20055361682"),
    absent=("20055361683",),
)
