"""International bank account numbers (ISO 13616)."""

from tonetop.discovery.checksum import mod97, rule
from tonetop.discovery.kind import Kind

_COUNTRIES = (
    "AD|AE|AL|AT|AZ|BA|BE|BG|BH|BR|BY|CH|CR|CY|CZ|DE|DK|DO|EE|EG|ES|FI|FO|FR|GB|GE|GI|GL|GR|GT|HR"
    "|HU|IE|IL|IQ|IS|IT|JO|KW|KZ"
    "|LB|LC|LI|LT|LU|LV|LY|MC|MD|ME|MK|MR|MT|MU|NL|NO|PK|PL|PS|PT|QA|RO|RS|SA|SC|SD|SE|SI|SK|SM"
    "|ST|SV|TL|TN|TR|UA|VA|VG|XK"
)

KIND = Kind(
    key="user.financial.bank_account.iban",
    title="International bank account number",
    dpv="FinancialAccountNumber",
    pattern=rf"^(?i:IBAN:?\s*)?(?i:{_COUNTRIES})\d\d(?:[ -]?[A-Za-z0-9]){{11,30}}$",
    digits=(7, 31),
    letters=(2, 31),
    colon=None,
    check=rule(dict.fromkeys(range(15, 35), mod97), letters=True),
    within=rf"(?:^|[^\w])(?:{_COUNTRIES})\d\d(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?(?:$|[^\w])",
    names=(
        r"\biban\b|\bbank ?(account|rekening|konto)( ?(number|nummer|nr|no))?\b|\bkontonummer\b"
        r"|\brekening ?(nummer|nr)?\b"
    ),
    never=r"\b(country|name|holder|type|structure|length)\b",
    alone=0.98,
    least=0.3,
    found=("DE89 3704 0044 0532 0130 00", "NL91ABNA0417164300", "GB29 NWBK 6016 1331 9268 19"),
    absent=("DE89 3704 0044 0532 0130 01", "NL00ABCD0000000000", "XX12345678901234567"),
)
