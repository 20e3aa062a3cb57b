"""Passwords and other secrets."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.authorization.password",
    title="Password or secret",
    dpv="Password",
    names=(
        r"\bpass ?w(or)?d( ?(hash|salt|digest))?\b|\bpwd( hash)?\b|\bpasswd\b|\bpassphrase\b"
        r"|\bpass ?word\b|\bkennwort\b|\bpasswort\b|\bmot (de )?passe\b|\bmdp\b|\bcontrasena\b"
        r"|\bclave\b|\bwachtwoord\b|\bsecret ?(question|answer|key)?\b|\bapi ?(key|token)\b|\b(access"
        r"|auth|refresh|session|bearer) ?token\b|\bsecurity ?(question|answer)\b|\bprivate ?key\b"
        r"|\bhashed password\b"
    ),
    never=r"\b(changed|expir\w*|last|at|date|policy|length|count|reset sent|attempts)\b",
    named=0.78,
    types=("text", "binary"),
    found=("password_hash", "Kennwort", "api_key"),
    absent=("password_changed_at", "passage"),
)
