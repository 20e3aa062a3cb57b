"""Marital status."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.marital_status",
    title="Marital status",
    dpv="MaritalStatus",
    words=("marital",),
    names=(
        r"\bmarital( ?(status|st))?\b|\bcivil ?status\b|\bfamilienstand\b|\bfamily ?status\b"
        r"|\betat civil\b|\bsituation (familiale|matrimoniale)\b|\bestado civil\b|\bstato civile\b"
        r"|\bburgerlijke ?staat\b|\bmarried\b|\bmarriage\b"
    ),
    alone=0.8,
    named=0.8,
    types=("text", "integer", "boolean"),
    found=("marital_status", "Familienstand", "estado_civil"),
    absent=("status", "martial_law"),
)
