"""Religious or philosophical belief."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.religious_belief",
    title="Religion or belief",
    dpv="ReligiousBelief",
    words=("religion",),
    names=(
        r"\breligi(on|ous)?( ?(belief|affiliation|denomination))?\b|\bfaith\b|\bdenomination\b"
        r"|\bkonfession\b|\breligionszugehorigkeit\b|\bkirchen ?steuer( ?merkmal)?\b|\bcroyance\b"
        r"|\bcreencia\b|\breligione\b|\bgeloof\b|\bgodsdienst\b|\bkirche\b"
    ),
    never=r"\b(currency|bad|good|coin|id)\b",
    alone=0.78,
    named=0.82,
    special=True,
    types=("text", "integer", "number"),
    found=("religion", "Konfession", "Kirchensteuermerkmal"),
    absent=("region", "religion_id"),
)
