"""Telephone and fax numbers of all countries, as people write them."""

from tonetop.discovery.kind import Kind

_EXTENSION = r"(?:\s*(?:x|ext\.?|#|Durchwahl)\s*\d{1,6})?"
# A number is told by a plus, a leading zero with a divider, brackets, or the American groups of 3, 3 and 4.
_ABROAD = (r"(?:\+|00)[1-9]\d{0,2}[\s.()/-]{0,3}(?:\(0\)\s?)?\d[\d\s.()/-]{5,16}\d",)
# In a text a number that begins with 00 is one of anything, unless it is divided.
_ABROAD_WITHIN = (
    r"\+[1-9]\d{0,2}[\s.()/-]{0,3}(?:\(0\)\s?)?\d[\d\s.()/-]{5,16}\d",
    r"00[1-9]\d{0,2}[\s.()/-]{1,3}(?:\(0\)\s?)?\d[\d\s.()/-]{5,16}\d",
)
# After two digits come three or more, or pairs: 01.02.1990 is a day.
_FORMS = (
    r"(?:1[\s.-])?\(?[2-9]\d{2}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}",
    r"\(0?\d{1,5}\)[\s./-]{0,3}\d{2,4}[\d\s.-]{2,10}\d",
    r"0\d{2,5}(?:\s?[/.-]\s?|\s)\d{2,4}[\d\s./-]{2,10}\d",
    r"0\d(?:\s?[/.-]\s?|\s)(?:\d{3,4}[\d\s./-]{2,10}\d|\d{2}(?:[\s./-]\d{2}){3}|\d{2}[\s./-]\d{3}[\s./-][\d\s]{1,5}\d)",
)
_FORM, _WITHIN = "|".join((*_ABROAD, *_FORMS)), "|".join((*_ABROAD_WITHIN, *_FORMS))

KINDS = [
    Kind(
        key="user.contact.phone_number",
        title="Telephone number",
        dpv="TelephoneNumber",
        pattern=rf"^(?:tel:|[Tt]el\.?:?\s*)?(?:{_FORM}){_EXTENSION}$",
        digits=(7, 21),
        letters=(0, 9),
        marks=(1, 3),
        colon=None,
        within=rf"(?:^|[^\w./+-])(?:{_WITHIN}){_EXTENSION}(?:$|[^\w/-])",
        names=(
            r"\b(tele)?phones?( ?(number|no|nr|num))?\b|\bp(ho)?ne? ?(number|no|nr)\b|\bmobile\b"
            r"|\bcell\b|\bcellular\b|\bfax\b"
            r"|\btel\b|\btel ?(nr|no|num)\b|\btelefon(nummer|o|e|nr)?\b|\btelefoon(nummer)?\b"
            r"|\bmobil(e|nummer|telefon)?\b"
            r"|\bhandy(nummer)?\b|\bportable\b|\bmovil\b|\bcelular\b|\bcellulare\b|\bgsm\b|\bmsisdn\b"
            r"|\bwhats ?app\b|\bpuhelin\b"
            r"|\bfaks\b|\btelephone\b|\bmobiel\b|\brufnummer\b"
        ),
        never=r"\b(model|brand|type|os|service|plan|verified|cost|price|count|date|at|has|is|id|lines?)\b",
        alone=0.9,
        named=0.0,
        found=(
            "+31 20 624 1111",
            "01 23 45 67 89",
            "01/234 5678",
            "03-12 345 67",
            "(212) 555-0187",
            "030 / 901820",
            "001-555-123-4567",
            "0612-345678",
        ),
        absent=(
            "2024-01-02",
            "10.0.0.1",
            "3.14.15",
            "1234567890",
            "52.37, 4.89",
            "2021-05-05 10:00",
            "12.500,00",
            "269-73-1034",
            "01.02.1990",
        ),
    ),
    # Digits alone are phones only where the column's name says so.
    Kind(
        key="user.contact.phone_number.plain",
        title="Telephone number",
        dpv="TelephoneNumber",
        digits=(7, 15),
        letters=(0, 0),
        marks=(0, 1),
        family="user.contact.phone_number",
        found=("0201234567", "+31612345678"),
        absent=("123456", "12-34", "call 1234567"),
    ),
]
