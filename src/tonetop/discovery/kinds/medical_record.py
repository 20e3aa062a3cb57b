"""Numbers of medical records and patients."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.record_id",
    title="Medical record number",
    dpv="HealthRecord",
    names=(
        r"\b(medical|health|patient|clinical) ?(record|file|chart|case)? ?(number|no|nr|id|num)\b"
        r"|\bmrn\b|\bpatienten? ?(nummer|nr|id)\b|\bpid\b|\bnumero (de )?(patient|dossier)\b"
        r"|\bhistoria clinica\b|\bencounter ?(id|number)\b|\bpatientnummer\b"
    ),
    never=r"\b(process|controller)\b",
    named=0.75,
    types=("text", "integer", "number"),
    found=("patient_id", "MRN"),
    absent=("process_pid", "record"),
)
