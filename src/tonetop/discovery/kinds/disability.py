"""Disability."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.disability",
    title="Disability",
    dpv="Disability",
    names=(
        r"\bdisab(ility|ilities|led)\b|\bhandicap\w*\b|\bschwerbehinder\w*\b|\bbehinderung\w*\b"
        r"|\bgrad der behinderung\b|\bgdb\b|\binvalid(ite|ity|itat)\b|\bdiscapacidad\b|\bdisabilita\b"
        r"|\bhandicapes?\b|\bbeperking\b"
    ),
    never=r"\b(is disabled at|at|flag|user|feature|account|button)\b",
    named=0.72,
    special=True,
    types=("text", "integer", "boolean"),
    found=("disability", "Schwerbehinderung", "gdb"),
    absent=("disabled_at", "ability"),
)
