"""Codes of banks (ISO 9362)."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.bank_account.bic",
    title="Bank identifier code",
    dpv="FinancialAccount",
    pattern=(
        r"^[A-Z]{4}(?:AD|AE|AL|AR|AT|AU|AZ|BA|BE|BG|BH|BR|BY|CA|CH|CL|CN|CO|CR|CY|CZ|DE|DK|DO|EE|EG|ES"
        r"|FI|FO|FR|GB|GE|GI|GL|GR|GT"
        r"|HK|HR|HU|ID|IE|IL|IN|IQ|IS|IT|JO|JP|KE|KR|KW|KZ|LB|LI|LT|LU|LV|MA|MC|MD|ME|MK|MT|MU|MX|MY"
        r"|NG|NL|NO|NZ|PE|PH|PK|PL"
        r"|PS|PT|QA|RO|RS|RU|SA|SE|SG|SI|SK|SM|TH|TN|TR|TW|UA|US|VG|VN|XK|ZA)[A-Z0-9]{2}(?:[A-Z0-9]{3})?$"
    ),
    digits=(0, 5),
    letters=(6, 11),
    marks=(0, 0),
    names=r"\b(bic|swift)( ?(code|8|11))?\b",
    never=r"\b(name|country)\b",
    alone=0.62,
    least=0.4,
    found=("DEUTDEFF", "ABNANL2A", "NEDSZAJJXXX"),
    absent=("HELLO", "ABCDEFGHIJ", "deutdeff", "ABCDQQ12"),
)
