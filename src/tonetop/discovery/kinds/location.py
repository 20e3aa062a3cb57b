"""Where people are."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.location.precise",
    title="Precise location",
    dpv="GPSCoordinate",
    names=(
        r"\b(gps|geo ?location|geo ?coordinates?|home ?(lat\w*|lon\w*|lng)|current ?(location|lat\w*"
        r"|lon\w*|lng)|last ?(known)? ?(location|lat\w*|lon\w*|lng)|user ?(lat\w*|lon\w*|lng)"
        r"|tracking ?location|standort(daten)?)\b"
    ),
    never=r"\b(id|name|type)\b",
    named=0.72,
    types=("text", "number", "nested"),
    found=("last_known_location", "gps"),
    absent=("location_id", "warehouse_location"),
)
