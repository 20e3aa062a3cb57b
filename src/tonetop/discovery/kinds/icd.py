"""Codes of diagnoses (ICD-9, ICD-10)."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.diagnosis.code",
    title="Code of a diagnosis",
    dpv="MedicalHealth",
    pattern=(
        r"^(?i:[A-TV-Z]\d[0-9AB](?:\.?[0-9A-Z]{1,4})?[!*+†]?|\d{3}(?:\.\d{1,2})?|V\d{2}(?:\.\d{1,2})?"
        r"|E\d{3}(?:\.\d)?)$"
    ),
    digits=(2, 7),
    letters=(0, 5),
    names=(
        r"\bicd( ?(9|10|11|o))?( ?(code|cm|gm|am|version))*\b|\bdiag(nosis|nose)? ?(code|cd"
        r"|schlussel)s?\b|\bdx ?(code|cd|\d*)\b|\bcim ?10\b|\bcie ?10\b|\bsnomed( ?(ct|code))?\b"
    ),
    never=r"\b(version|name|description|desc|text)\b",
    special=True,
    types=("text", "number", "integer"),
    found=("E11.9", "I10", "M54.5", "250.00", "S72.001A"),
    absent=("hello", "A1234567B", "11.E"),
)
