"""Wages and income."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.salary",
    title="Salary or income",
    dpv="Salary",
    names=(
        r"\b(salary|salaries|wages?|income|payroll|compensation|remuneration|earnings|net ?pay"
        r"|gross ?pay|base ?pay|pay ?rate|gehalt|lohn|einkommen|salaire|revenu|salario|sueldo"
        r"|ingresos?|nomina|stipendio|reddito|salaris|loon|inkomen|bonus|bruttolohn|nettolohn"
        r"|jahresgehalt|bezuge|amt income total|annual income)\b"
    ),
    never=r"\b(type|id|date|currency|group|tax class|points|count)\b",
    named=0.72,
    types=("integer", "number", "text"),
    found=("salary", "Jahresgehalt", "annual_income"),
    absent=("salary_type", "sale"),
)
