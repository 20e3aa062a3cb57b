"""Names of accounts."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.account.username",
    title="User name",
    dpv="Username",
    names=(
        r"\buser ?names?\b|\busername\b|\blog ?in( ?(name|id))?\b|\bnick ?name\b|\bscreen ?name\b"
        r"|\bbenutzer(name|kennung)?\b|\banmeldename\b|\bidentifiant\b|\bnom (d ?)?utilisateur\b"
        r"|\b(nombre (de )?)?usuario\b|\bnome utente\b|\butente\b|\bgebruikers?(naam)?\b|\bhandle\b"
        r"|\buser ?login\b|\bsam ?account ?name\b|\baccount ?name\b"
    ),
    never=r"\b(count|attempts?|date|time|at|last|type|ip|status|failed|id|url)\b",
    named=0.72,
    types=("text",),
    found=("user_name", "Benutzerkennung", "login"),
    absent=("login_count", "user_type"),
)
