"""Numbers of payment cards: issuer's range, length and Luhn digit."""

import numpy as np

from tonetop.discovery.checksum import luhn, number, rule
from tonetop.discovery.kind import Kind


def _issued(digits: np.ndarray) -> np.ndarray:
    """The first digits are of a scheme that issues cards of this length (ISO/IEC 7812)."""
    two, four = number(digits[:, :2]), number(digits[:, :4])
    length = digits.shape[1]
    visa = (digits[:, 0] == 4) & (length in {13, 16, 19})
    master = (((two >= 51) & (two <= 55)) | ((four >= 2221) & (four <= 2720))) & (length == 16)
    american = np.isin(two, (34, 37)) & (length == 15)
    diners = (((four >= 3000) & (four <= 3059)) | np.isin(two, (36, 38, 39))) & (14 <= length <= 19)
    discover = ((four == 6011) | (two == 65) | ((four >= 6440) & (four <= 6499))) & (16 <= length <= 19)
    japanese = (four >= 3528) & (four <= 3589) & (16 <= length <= 19)
    japanese |= np.isin(four, (2131, 1800)) & (length == 15)
    union = (two == 62) & (16 <= length <= 19)
    maestro = np.isin(two, (50, 56, 57, 58, 63, 67)) & (12 <= length <= 19)
    return visa | master | american | diners | discover | japanese | union | maestro


def _card(digits: np.ndarray) -> np.ndarray:
    return luhn(digits) & _issued(digits)


_FORM = r"\d{4}([ -]?)\d{4}(?:[ -]?)\d{4}(?:[ -]?)\d{1,7}|\d{4}[ -]?\d{6}[ -]?\d{4,5}|\d{12,19}"

KIND = Kind(
    key="user.financial.credit_card",
    title="Payment card number",
    dpv="PaymentCardNumber",
    pattern=rf"^(?:{_FORM})$",
    digits=(12, 19),
    letters=(0, 0),
    check=rule(dict.fromkeys(range(12, 20), _card)),
    within=(
        r"(?:^|[^\w./+-])(?:\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}|\d{4}[ -]?\d{6}[ -]?\d{4,5}"
        r"|\d{12})(?:$|[^\w/-])"
    ),
    names=(
        r"\b(credit|debit|payment|bank) ?cards?( ?(number|no|nr|num))?\b|\bcard ?(number|no|nr|num)\b"
        r"|\bccn?\b"
        r"|\bcc ?(number|no|num|nr)\b|\bpan\b|\bkreditkarten?( ?(nummer|nr))?\b|\bkartennummer\b"
        r"|\b(numero )?carte( bancaire)?\b"
        r"|\btarjeta\b|\bcreditcard(nummer)?\b|\bcarta di credito\b|\bkaartnummer\b"
    ),
    never=r"\b(type|expir\w*|name|holder|limit|date|status|brand|id)\b",
    alone=0.93,
    least=0.3,
    found=("4111 1111 1111 1111", "5500-0055-5555-5559", "378282246310005", "6011000990139424"),
    absent=("4111 1111 1111 1112", "1234567890123456", "2024010112345678", "0000000000000000"),
)
