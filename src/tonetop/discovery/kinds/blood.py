"""Blood groups and vital signs."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.vital",
    title="Blood group or vital sign",
    dpv="PhysicalHealth",
    names=(
        r"\bblood ?(type|group|pressure|sugar|glucose)\b|\bblutgruppe\b|\bblutdruck\b"
        r"|\bgroupe sanguin\b|\bgrupo sanguineo\b|\bgruppo sanguigno\b|\bbloedgroep\b|\bheart ?rate\b"
        r"|\bbmi\b|\bcholesterol\b|\bpuls(e|schlag)?\b|\brhesus\b|\bglucose\b|\bhba ?1c\b"
    ),
    named=0.75,
    special=True,
    types=("text", "integer", "number"),
    found=("blood_type", "Blutgruppe", "heart_rate"),
    absent=("blood_bank", "rate"),
)
