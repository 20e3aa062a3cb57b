"""Gender and sex."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.gender",
    title="Gender",
    dpv="Gender",
    words=("gender",),
    names=(
        r"\b(gender|sex|geschlecht|sexe|sexo|genere|sesso|geslacht|genero|genre humain|kjonn|kon|kon"
        r"|plec|pohlavi|sukupuoli|genus|salutation)\b"
    ),
    never=r"\b(offender|id|ratio|orientation|count)\b",
    alone=0.7,
    named=0.8,
    types=("text", "integer", "boolean"),
    found=("gender", "Geschlecht", "CODE_GENDER"),
    absent=("gender_id", "offender"),
)
