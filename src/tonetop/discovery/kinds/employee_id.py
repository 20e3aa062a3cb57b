"""Numbers of employees, customers and members."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.unique_id",
    title="Person's number",
    dpv="Identifier",
    names=(
        r"\b(employee|emp|staff|worker|customer|cust|client|member|student|user|person|subscriber"
        r"|patient|voter|personnel|citizen) ?(number|no|nr|num|id|key)\b|\bpersonal ?(nummer|nr)\b"
        r"|\bmatrikel ?(nummer|nr)?\b|\bkunden ?(nummer|nr)\b|\bmitglieds? ?(nummer|nr)\b"
        r"|\bmatricule\b|\bnumero (de )?(client|cliente|empleado)\b|\bklant ?(nummer|nr)\b"
        r"|\bpersoneels ?(nummer|nr)\b|\bmatricola\b"
    ),
    never=r"\b(group|type|agent|count|of)\b",
    named=0.6,
    types=("text", "integer"),
    found=("customer_id", "Kundennummer"),
    absent=("customer_group_id", "order_id"),
)
