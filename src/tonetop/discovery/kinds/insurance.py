"""Numbers of health insurance."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.insurance_beneficiary_id",
    title="Health insurance number",
    dpv="Insurance",
    names=(
        r"\b(health|medical|insurance) ?(insurance|plan|care)? ?(policy|member|beneficiary|card"
        r"|subscriber)? ?(number|no|nr|id)\b|\bmedicare( ?(number|no|id))?\b|\bmedicaid( ?(number|no"
        r"|id))?\b|\bmbi\b|\bkranken(ver)?(sicherten|versicherungs?|kassen)\w*( ?(nummer|nr))?\b"
        r"|\bversicherten ?(nummer|nr)\b|\bkvnr\b|\bmutuelle\b|\bcarte vitale\b|\btarjeta sanitaria\b"
        r"|\btessera sanitaria\b|\bzorg(verzekering|polis)\w*\b|\bbeneficiary id\b"
    ),
    never=r"\b(company|premium|type|provider|amount)\b",
    named=0.72,
    types=("text", "integer", "number"),
    found=("medicare_number", "Krankenversichertennummer"),
    absent=("insurance_company", "premium"),
)
