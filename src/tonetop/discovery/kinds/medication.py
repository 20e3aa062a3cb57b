"""Medication and prescriptions."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.medication",
    title="Medication",
    dpv="Prescription",
    names=(
        r"\b(medications?|medicines?|drugs?|prescriptions?|dosage|rx|medikation|medikamente?|wirkstoff"
        r"|rezept|medicaments?|ordonnance|medicamentos?|receta|farmac[io]|farmaco|medicijn(en)?"
        r"|geneesmiddel|recept|atc( code)?|ndc( code)?|vaccin(e|ation|es)?|impfung|immunization)\b"
    ),
    never=r"\b(count|store|test|company|price|id|use|frequency|center|centre|provider|recipe)\b",
    named=0.72,
    special=True,
    types=("text",),
    found=("medication", "Wirkstoff", "prescription"),
    absent=("drug_store", "drug_price"),
)
