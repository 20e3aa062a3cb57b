"""Numbers of driving licences, which only a column's name tells."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.drivers_license_number",
    title="Driving licence number",
    dpv="OfficialID",
    digits=(3, 24),
    letters=(0, 14),
    marks=(0, 3),
    names=(
        r"\bdriv(er|ers|ing|er s)?('s)? ?lic(en[cs]e)?( ?(number|no|nr|num|id))?\b|\bdl( ?(number|no"
        r"|nr|num|id|lic))\b|\bdl lic\b|\blic(en[cs]e)? num(ber)?\b"
        r"|\bfuhrerschein( ?(nummer|nr))?\b|\bpermis( de conduire)?\b|\b(carnet|permiso) de conducir\b"
        r"|\bpatente( di guida)?\b|\brijbewijs( ?(nummer|nr))?\b|\bdriver ?lic\b"
        r"|\bkorkort\w*\b|\bforerkort\w*\b|\bprawo jazdy\b|\bdln\b"
    ),
    never=r"\b(plate|software|type|class|status|expir\w*|business|medical|country|state|date)\b",
    least=0.6,
    found=("A1234567", "D123-4567-8901", "1234567"),
    absent=("yes", "A", "MIT License v2 of the software"),
)
