"""Racial or ethnic origin."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.race_ethnicity",
    title="Racial or ethnic origin",
    dpv="EthnicOrigin",
    words=("ethnicity",),
    names=(
        r"\brace\b|\bethnic(ity|ities)?( ?(origin|group|background))?\b|\bethnie\b"
        r"|\borigine ethnique\b|\bherkunft\b|\betnia\b|\betnicidad\b|\braza\b|\betnicita\b"
        r"|\betniciteit\b|\brasse\b|\bmigrationshintergrund\b"
    ),
    never=r"\b(horse|car|condition|date|time|result|id|number|number|distance|track)\b",
    alone=0.75,
    named=0.8,
    special=True,
    types=("text", "integer", "number"),
    found=("ethnicity", "race", "raza"),
    absent=("race_time", "trace"),
)
