"""Street addresses."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.address.street",
    title="Street address",
    dpv="Street",
    pattern=(
        r"^(?:\d{1,6}[A-Za-z]?(?:[-/ ]\d{1,4})?,? +[\p{L}0-9][\p{L}0-9 .,'’#/&-]*"
        r"|[\p{L}][\p{L} .'’-]*(?:,| "
        r"|\.)\s*(?:[Nn][or]?[.°º]? ?)?\d{1,5}(?:[ -]?[A-Za-z0-9]{1,3})?\b.*|(?i:P\.? ?O\.? ?Box"
        r"|Postfach|Apartado|BP|Postbus|Casella Postale|Suite|Unit|Apt\.?|Flat|Plot|Level"
        r"|Building)[ .:]*[\p{L}0-9].*)$"
    ),
    digits=(1, 31),
    letters=(2, 31),
    within=(
        r"(?:^|[^\w])\d{1,5} (?:[NSEW]\.? )?(?:\p{Lu}[\p{L}'.-]+ ){1,4}(?:Street|St|Avenue|Ave|Road|Rd"
        r"|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Place|Pl|Way|Terrace|Parkway|Pkwy"
        r"|Highway|Hwy|Close|Crescent|Gardens|Trail|Circle|Cir)\b|\b\p{Lu}[\p{L}-]*(?:straße|strasse"
        r"|str\.|weg|allee|platz|gasse|straat|laan|plein|gracht|kade|dreef|singel|katu|tie|gatan|vägen"
        r"|gade|vej) \d{1,4}\b|\b(?:rue|avenue|boulevard|place|chemin|calle|avenida|plaza|paseo|via"
        r"|viale|piazza|corso|rua|praça|Rue|Avenue|Boulevard|Place|Calle|Avenida|Via|Viale|Piazza"
        r"|Corso|Rua) (?:[\p{L}'-]+ ){1,4}\d{1,4}\b|\b\d{1,4}(?: bis)?,? (?:rue|avenue|boulevard|place"
        r"|chemin|allée|impasse|quai) \p{L}"
    ),
    names=(
        r"\b(street|mailing|postal|home|billing|shipping|delivery|residential|work|office|full|ship"
        r"|permanent|current|contact|property|site|business|physical"
        r"|local)? ?addr(ess)?(es)?( ?(line)? ?\d)?\b|\bstreet( ?(name|line|addr(ess)?|\d))?\b"
        r"|\badd ?\d\b|\bstrasse\b|\banschrift\b|\badresse ?\d?\b|\brue\b|\bvoie\b|\bdireccion\b"
        r"|\bdomicilio\b|\bcalle\b|\bindirizzo\b|\bvia\b|\bresidenza\b|\badres(regel)?\b"
        r"|\bstraat(naam)?\b|\bendereco\b|\bmorada\b|\brua\b|\bulica\b|\bosoite\b|\bwohnadresse\b"
        r"|\bhausanschrift\b|\bstrasse (hausnummer|nr)\b|\bship address\b|\bgatuadress\b"
    ),
    never=(
        r"\b(suffix|prefix|type|e ?mails?|mail|ip|mac|web|url|wallet|memory|src|dst|source|destination"
        r"|id|bitcoin|btc|host|hex|type|network|device|http|contract|site url|count|city|state|zip"
        r"|country)\b"
    ),
    types=("text",),
    found=(
        "221B Baker Street",
        "Hauptstraße 12",
        "12 rue de la Paix",
        "Calle Mayor 5, 2º",
        "Keizersgracht 101-II",
        "P.O. Box 1234",
    ),
    absent=("hello world", "12345", "v1.2.3"),
)
