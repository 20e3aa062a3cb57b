"""Security codes and expiry of payment cards."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.credit_card.security",
    title="Security code or expiry of a card",
    dpv="PaymentCardExpiry",
    names=(
        r"\b(cvv2?|cvc2?|cvn|cid code|card ?(verification|security)( ?(code|value|number))?"
        r"|card ?(expir\w*|valid\w*|exp)( ?(date|month|year))?|cc ?exp\w*|expir\w* ?(card|cc))\b"
        r"|\bprufziffer\b|\bcard pin\b|\bpin\b"
    ),
    never=r"\b(pinned|code postal|ping|pin ?code|map)\b",
    named=0.75,
    types=("text", "integer", "date", "number"),
    found=("cvv", "card_expiry_date"),
    absent=("pinned", "expiry"),
)
