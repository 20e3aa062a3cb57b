"""Education of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.education",
    title="Education",
    dpv="Education",
    names=(
        r"\beducation( ?(level|type|status))?\b|\bhighest (degree|education|qualification)\b"
        r"|\bname education type\b|\bdegree\b|\bschulabschluss\b|\bbildungs(stand|abschluss|grad)\b"
        r"|\babschluss\b|\bniveau (d ?)?etudes?\b|\bnivel educativo\b|\bestudios\b"
        r"|\btitolo (di )?studio\b|\bopleiding(sniveau)?\b|\bgpa\b|\bqualification\b"
    ),
    never=r"\b(budget|count|spend|temperature|angle|id)\b",
    named=0.65,
    types=("text", "integer", "number"),
    found=("education_level", "Schulabschluss"),
    absent=("education_budget", "temperature_degree"),
)
