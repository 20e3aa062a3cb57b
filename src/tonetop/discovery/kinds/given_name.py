"""Given names."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.name.first",
    title="Given name",
    dpv="Name",
    words=("given",),
    names=(
        r"\b(first|given|fore|christian|middle) ?names?\b|\bfirstname\b|\bfname\b|\bforename\b"
        r"|\bvorname(n)?\b|\bprenoms?\b|\bnombres?( de pila)?\b|\bprimer nombre\b|\bvoornaam\b"
        r"|\bvoornamen\b|\broepnaam\b|\bfornavn\b|\bfornamn\b|\betunimi\b|\bimie\b|\bjmeno\b"
        r"|\bkeresztnev\b|\bprenume\b|\bfirst\b|\bprimeiro nome\b|\bgiven\b|\bmname\b"
    ),
    never=(
        r"\b(last|sur|family|company|product|date|order|seen|login|time|day|visit|purchase|id"
        r"|complet[oa]?|usuario|empresa|producto)\b"
    ),
    alone=0.8,
    named=0.7,
    types=("text",),
    found=("firstName", "Vorname", "prénom"),
    absent=("company_first_name", "first_order_date"),
)
