"""Nationality and citizenship."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.nationality",
    title="Nationality",
    dpv="Nationality",
    words=("nationality",),
    names=(
        r"\bnationalit(y|e|at|eit)\b|\bcitizenship\b|\bstaats ?angehorigkeit\b|\bnacionalidad\b"
        r"|\bnazionalita\b|\bcittadinanza\b|\bnationaliteit\b|\bnacionalidade\b|\bcitizen\b"
    ),
    alone=0.7,
    named=0.8,
    types=("text", "integer", "number"),
    found=("nationality", "Staatsangehörigkeit"),
    absent=("national_park", "nation_code_list"),
)
