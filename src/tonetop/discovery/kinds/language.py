"""Languages that people speak."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.language",
    title="Language",
    dpv="Language",
    names=(
        r"\b(mother ?tongue|native language|spoken language|preferred language|first language"
        r"|muttersprache|langue maternelle|lengua materna|madrelingua|moedertaal|languages? spoken)\b"
    ),
    named=0.8,
    types=("text", "integer", "number"),
    found=("native_language", "Muttersprache"),
    absent=("language", "programming_language"),
)
