"""Criminal convictions and offences."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.criminal_history",
    title="Criminal history",
    dpv="CriminalConviction",
    names=(
        r"\bcriminal( ?(record|history|conviction|offen[cs]e|background))?s?\b|\bconvictions?\b"
        r"|\barrests?\b|\bfelon(y|ies)\b|\bmisdemeanou?r\b|\bvorstraf\w*\b|\bstraftat\w*\b"
        r"|\bfuhrungszeugnis\b|\bcasier judiciaire\b|\bantecedentes( penales)?\b|\bcasellario\b"
        r"|\bstrafblad\b|\bdbs check\b|\boffen[cs]es?\b"
    ),
    never=r"\b(count|rate|date|id|email)\b",
    named=0.75,
    special=True,
    types=("text", "integer", "boolean"),
    found=("criminal_record", "Führungszeugnis"),
    absent=("offense_rate", "criminal_count"),
)
