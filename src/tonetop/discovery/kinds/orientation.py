"""Sexual orientation and sex life."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.sexual_orientation",
    title="Sexual orientation",
    dpv="SexualPreference",
    words=("orientation",),
    names=(
        r"\bsexual ?(orientation|preference|identity)\b|\bsexualitat\b|\bsexuelle (orientierung"
        r"|neigung)\b|\borientation sexuelle\b|\borientacion sexual\b|\borientamento sessuale\b"
        r"|\bseksuele (geaardheid|orientatie|voorkeur)\b|\blgbtq?\w*\b"
    ),
    alone=0.78,
    named=0.85,
    special=True,
    types=("text", "integer", "boolean"),
    found=("sexual_orientation", "orientation_sexuelle"),
    absent=("orientation", "page_orientation"),
)
