"""Genetic data."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.genetic",
    title="Genetic data",
    dpv="Genetic",
    names=(
        r"\bgenetic\w*\b|\bgenotype\b|\bgenom(e|ic)\b|\bdna( ?(sequence|profile|sample|code))?\b"
        r"|\bsnp\b|\brs ?id\b|\bgentest\b|\bgenetisch\w*\b|\bgenetique\b|\bgenetica\b|\bhaplogroup\b"
        r"|\ballele\b|\bbrca\d?\b"
    ),
    named=0.8,
    special=True,
    types=("text", "binary", "nested", "integer", "boolean"),
    found=("dna_sequence", "genotype"),
    absent=("genre", "general"),
)
