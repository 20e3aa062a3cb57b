"""Cities of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.address.city",
    title="City",
    dpv="City",
    words=("city",),
    names=(
        r"\b(city|town|locality|municipality|ort|wohnort|stadt|ville|commune|ciudad|localidad"
        r"|municipio|poblacion|citta|comune|localita|stad|plaats|woonplaats|gemeente|cidade|localidade"
        r"|stadt|poststed|postort|by|miasto|mesto|obec|kaupunki|village|suburb)\b|\b(birth|home"
        r"|hometown|geburts|residence) ?(city|town|place|ort)\b|\blieu (de )?naissance\b"
        r"|\bplace (of )?birth\b"
    ),
    never=r"\b(id|code|population|count|size|tax|zip|type)\b",
    alone=0.75,
    named=0.7,
    types=("text",),
    found=("city", "Wohnort", "ville"),
    absent=("city_id", "capacity"),
)
