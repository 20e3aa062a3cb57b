"""Numbers of bank accounts."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.bank_account",
    title="Bank account number",
    dpv="FinancialAccountNumber",
    digits=(6, 20),
    letters=(0, 4),
    marks=(0, 3),
    names=(
        r"\b(bank|account|acct|acc|giro) ?(account|acct)? ?(number|no|nr|num|nbr)\b|\bkonto ?(nummer"
        r"|nr)\b|\bnumero (de )?(compte|cuenta)\b|\bnumero (di )?conto\b|\bccc\b|\brekening ?(nummer"
        r"|nr)\b|\bconta bancaria\b|\bbankverbindung\b|\brouting ?(number|no)?\b|\bsort ?code\b"
        r"|\baba\b|\bbankrekening\b|\bkontonr\b|\bkonto\b"
    ),
    never=r"\b(user|type|name|customer|ledger|gl|general|cost|manager|status|balance|id)\b",
    types=("text", "integer", "number"),
    found=("0532013000", "12-34-56", "1234 5678 90"),
    absent=("Amsterdam", "12", "yes"),
)
