"""Political opinions."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.political_opinion",
    title="Political opinion",
    dpv="PoliticalOpinion",
    words=("politics",),
    names=(
        r"\bpolitical( ?(party|opinion|affiliation|view|views|leaning|orientation))?\b"
        r"|\bparty ?(affiliation|membership|registration)\b|\bpartei( ?(mitgliedschaft|zugehorigkeit"
        r"|buch))?\b|\bopinion politique\b|\bparti politique\b|\bpartido( politico)?\b|\bpartito\b"
        r"|\bpolitieke (partij|voorkeur|overtuiging)\b|\bvoting (intention|preference)\b"
        r"|\bvoter party\b"
    ),
    alone=0.7,
    named=0.8,
    special=True,
    types=("text", "integer", "number"),
    found=("political_party", "Parteibuch", "partito"),
    absent=("party_size", "third_party"),
)
