"""Countries of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.address.country",
    title="Country",
    dpv="Country",
    words=("country",),
    names=(
        r"\b(country|land|pays|pais|paese|nazione|staat|nation)( ?(name|code|iso))?\b"
        r"|\bcountry of (birth|residence)\b"
    ),
    never=r"\b(id|count|area|calling|use|price|population|gdp)\b",
    types=("text",),
    found=("country", "Land", "pays_code"),
    absent=("country_id", "county"),
)
