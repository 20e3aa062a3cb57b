"""Balances, loans and debts of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.account_balance",
    title="Balance, loan or debt",
    dpv="Financial",
    names=(
        r"\b(account|acct|current|outstanding|loan|bank) ?balance\b|\bkontostand\b|\bloan ?amount\b"
        r"|\bcredit ?limit\b|\bmortgage( amount)?\b|\bnet worth\b|\bsolde( compte)?\b|\bdebt( amount)?\b|\bschulden\b"
    ),
    never=r"\bchanged?\b",
    named=0.6,
    types=("integer", "number"),
    found=("account_balance", "Kontostand", "credit_limit"),
    absent=("work_life_balance", "balance_sheet", "Changed_Credit_Limit"),
)
