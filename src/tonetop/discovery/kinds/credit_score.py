"""Credit scores."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.credit_score",
    title="Credit score",
    dpv="CreditScore",
    names=(
        r"\bcredit ?(score|rating|worthiness|history)\b|\bfico( score)?\b|\bschufa\w*\b"
        r"|\bbonitat\w*\b|\bscore de credit\b"
    ),
    never=r"\b(age|length|months?|years?|days?|id|changed?)\b",
    named=0.72,
    types=("integer", "number", "text"),
    found=("credit_score", "Bonität"),
    absent=("score", "credits", "credit_limit", "Changed_Credit_Limit", "Credit_History_Age"),
)
