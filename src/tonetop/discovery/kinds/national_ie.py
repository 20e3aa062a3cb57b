"""Irish personal public service numbers."""

from tonetop.discovery.checksum import by_library
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.ie",
    title="Irish personal public service number",
    dpv="OfficialID",
    country="IE",
    pattern=r"^(?i:\d{7}[A-W][ABHWTX]?)$",
    digits=(7, 7),
    letters=(1, 2),
    marks=(0, 0),
    check=by_library("ie.pps"),
    names=r"\bpps( ?(number|no|nr|n))?\b|\bppsn\b",
    alone=0.93,
    found=("6433435F", "6433435FT", "6433435OA"),
    absent=("6433435E", "643343F"),
)
