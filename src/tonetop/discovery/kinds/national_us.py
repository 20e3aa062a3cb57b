"""Social security numbers of the United States."""

from tonetop.discovery.kind import Kind

SSN = Kind(
    key="user.government_id.national_identification_number.us",
    title="US social security number",
    dpv="OfficialID",
    country="US",
    pattern=(
        r"^(?:00[1-9]|0[1-9]\d|[1-578]\d{2}|6[0-57-9]\d|66[0-57-9])([- ]?)(?:0[1-9]"
        r"|[1-9]\d)[- ]?(?:000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})$"
    ),
    digits=(9, 9),
    letters=(0, 0),
    within=(
        r"(?:^|[^\w-])(?:00[1-9]|0[1-9]\d|[1-578]\d{2}|6[0-57-9]\d|66[0-57-9])[- ](?:0[1-9]"
        r"|[1-9]\d)[- ](?:000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})(?:$|[^\w-])"
    ),
    names=r"\bssn\b|\bsocial ?security( ?(number|no|nr|num))?\b|\bsoc ?sec( ?(number|no))?\b",
    least=0.3,
    found=("219-09-9999", "536 22 8726", "219099999"),
    absent=("000-12-3456", "666-12-3456", "219-00-9999", "21-909-9999"),
)
# Written with its dividers it is told by its form alone.
DIVIDED = Kind(
    key="user.government_id.national_identification_number.us.divided",
    title="US social security number",
    dpv="OfficialID",
    country="US",
    pattern=r"^(?:00[1-9]|0[1-9]\d|[1-578]\d{2}|6[0-57-9]\d|66[0-57-9])-(?:0[1-9]|[1-9]\d)-(?:000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})$",
    digits=(9, 9),
    letters=(0, 0),
    marks=(2, 2),
    family="user.government_id.national_identification_number.us",
    found=("219-09-9999",),
    absent=("219099999", "219 09 9999", "666-12-3456"),
)
LIKE_SSN = f"like {DIVIDED.family}"
"""The trait of values that are written with its dividers."""
KINDS = [SSN, DIVIDED]
