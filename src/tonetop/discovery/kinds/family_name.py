"""Family names."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.name.last",
    title="Family name",
    dpv="Name",
    words=("family",),
    names=(
        r"\b(last|sur|family|second|maiden) ?names?\b|\blastname\b|\blname\b|\bsurname\b"
        r"|\bnach ?name\b|\bfamilien ?name\b|\bgeburtsname\b|\bnom( de famille| de naissance)?\b"
        r"|\bapellidos?\b|\bcognome\b|\bachternaam\b|\bfamilienaam\b|\bachter ?naam\b|\betternavn\b"
        r"|\befternavn\b|\befternamn\b|\bsukunimi\b|\bnazwisko\b|\bprijmeni\b|\bvezeteknev\b"
        r"|\bsobrenome\b|\bapelido\b|\bnume\b"
    ),
    never=(
        r"\b(first|company|product|complet|update|login|date|id|utilisateur|fichier|produit|prenom"
        r"|entreprise|societe|ville|pays)\b"
    ),
    alone=0.78,
    named=0.7,
    types=("text",),
    found=("LAST_NAME", "Nachname", "apellidos"),
    absent=("last_login", "product_nom"),
)
