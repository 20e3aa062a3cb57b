"""Norwegian birth numbers."""

from tonetop.discovery.checksum import both, rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.no",
    title="Norwegian birth number",
    dpv="OfficialID",
    country="NO",
    pattern=r"^(?:[04][1-9]|[1256]\d|[37][01])(?:[048][1-9]|[159][0-2]|[4-9]\d)\d{2} ?\d{5}$",
    digits=(11, 11),
    letters=(0, 0),
    check=rule(
        {
            11: both(
                weighted((3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0), 11),
                weighted((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11),
            )
        }
    ),
    names=r"\bfodsels ?(nummer|nr)\b|\bperson ?(nummer|nr)\b|\bfnr\b|\bd ?nummer\b",
    alone=0.9,
    found=("15108695088", "151086 95088"),
    absent=("15108695077", "12345678901"),
)
