"""Postal codes, by country."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.address.postal_code",
    title="Postal code",
    dpv="PostalCode",
    pattern=(
        r"^(?i:[A-Z]{1,2}-?)?(?:\d{3,7}(?:\.0)?|\d{5}-\d{3,4}|\d{4} ?[A-Za-z]{2}|\d{3} ?\d{2,3}|\d{2}-\d{3}"
        r"|\d{4}-\d{3}|(?i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d))$"
    ),
    digits=(2, 9),
    letters=(0, 5),
    names=(
        r"\b(zip|postal|post)( ?codes?)?( ?(4|5|\+4))?\b|\bzipcode\b|\bpostcode\b|\bplz\b"
        r"|\bpostleitzahl\b|\bcode postal\b|\bcp\b|\bcodigo postal\b|\bcap\b|\bcodice postale\b"
        r"|\bcep\b|\bpostnummer\b|\bpostnr\b|\bpsc\b|\bkod pocztowy\b|\bpincode\b|\bpin ?code\b"
        r"|\bpostinumero\b"
    ),
    never=r"\b(file|type|office|id|gain|market|date|title|body|text|market cap)\b",
    types=("text", "integer", "number"),
    found=("1012 AB", "10115", "SW1A 1AA", "94103-1234", "75008", "00-950", "K1A 0B1", "98122.0"),
    absent=("Amsterdam", "1", "98122.5", "2024-01-02 10:00"),
)
