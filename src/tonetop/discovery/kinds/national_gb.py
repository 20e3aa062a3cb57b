"""British national insurance numbers."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number.gb",
    title="British national insurance number",
    dpv="OfficialID",
    country="GB",
    pattern=r"^(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]$",
    digits=(6, 6),
    letters=(3, 3),
    within=r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    names=r"\bni ?no\b|\bnino\b|\bnational insurance( ?(number|no|nr))?\b|\bni ?number\b",
    alone=0.9,
    found=("AB 12 34 56 C", "JG103759A"),
    absent=("QQ123456C", "AB123456E", "DA12345678"),
)
