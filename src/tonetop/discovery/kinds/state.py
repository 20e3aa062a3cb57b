"""States, provinces and regions of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.address.state",
    title="State or province",
    dpv="Region",
    digits=(0, 0),
    letters=(2, 31),
    names=(
        r"\b(state|province|provincia|bundesland|kanton|departement|region|estado|stato|provincie"
        r"|county|prefecture|voivodship)( ?(name|code|province))?\b|\bst ?prov\b"
    ),
    never=r"\b(id|status|machine|order|case|of|date|workflow|solid|sales|description)\b",
    named=0.55,
    types=("text",),
    found=("CA", "Nordrhein-Westfalen"),
    absent=("42", "A1", "X"),
)
