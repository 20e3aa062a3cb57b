"""Diagnoses and conditions."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.diagnosis",
    title="Diagnosis or condition",
    dpv="MedicalHealth",
    words=("diagnosis",),
    names=(
        r"\bdiagnos(is|es|e|en|tic|tico|i|tics)\b|\bmedical (condition|history|problem)s?\b"
        r"|\bdiseases?\b|\bdisorder\b|\billness\b|\bsymptoms?\b|\bcomorbidit(y|ies)\b|\bbefund\b"
        r"|\bkrankheit\w*\b|\bvorerkrankung\w*\b|\bmaladie\b|\bpathologie\b|\benfermedad\b"
        r"|\bmalattia\b|\bpatologia\b|\bziekte\b|\baandoening\b|\bhealth ?(condition|status|problem"
        r"|issue)s?\b|\bchief complaint\b|\ballerg(y|ies|ie|ien)\b"
    ),
    never=r"\b(port|log|crop|plant|date|code|id|vector)\b",
    alone=0.8,
    named=0.82,
    special=True,
    types=("text", "integer", "boolean"),
    found=("diagnosis", "Vorerkrankungen", "allergies"),
    absent=("diagnostic_port", "crop_disease"),
)
