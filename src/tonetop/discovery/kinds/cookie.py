"""Cookies and tracking identifiers."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.device.cookie_id",
    title="Cookie or tracking identifier",
    dpv="Tracking",
    names=(
        r"\bcookies?( ?(id|value))?\b|\b(tracking|visitor|client|session|browser|analytics|ga|fbp"
        r"|gclid|fbclid) ?(id|key|cookie)\b|\bgclid\b|\bfbclid\b|\bfingerprint ?(id|hash)?\b"
        r"|\bbrowser fingerprint\b|\bsession\b"
    ),
    never=r"\b(consent|policy|accepted|tax|name|topic|title|training|count|date|time|start|end)\b",
    named=0.7,
    types=("text", "integer"),
    found=("cookie_id", "gclid", "visitor_id"),
    absent=("cookie_consent", "session_title"),
)
